/** Routes of the server itself: its name and version, the session, and the list of databases. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import type { Database, Doc } from './database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import { type CouchRoute, type Exchange, arrayField } from '../http/exchange.ts';

/** The protocol level that this hub speaks; clients choose their ways by it. */
const PROTOCOL_VERSION = '3.5.0';
const NAMES_ALLOWED =
  'Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.';
const DATABASE_NAME = /^[a-z][a-z0-9_$()+/-]{0,237}$/;

function welcome({ uuid }: Exchange): Answer {
  return {
    json: { couchdb: 'Welcome', version: PROTOCOL_VERSION, uuid, features: [], vendor: { name: 'bianmin' } },
  };
}

function session({ caller, query }: Exchange): Answer {
  if (caller.name === null && query.flag('basic')) throw couchError('unauthorized');
  return {
    json: {
      ok: true,
      userCtx: { name: caller.name, roles: caller.roles },
      info: {
        authentication_handlers: ['default'],
        ...(caller.name === null ? {} : { authenticated: 'default' }),
      },
    },
  };
}

/** 404 is what CouchDB's replicator takes for "basic authentication, then"; after any other refusal it gives up. */
function noSessions(): never {
  throw couchError('noSessions');
}

const MAX_UUIDS = 1000;

function uuids({ query }: Exchange): Answer {
  const count = query.count('count') ?? 1;
  if (count > MAX_UUIDS) throw new CouchError(400, 'bad_request', `count parameter too large`);
  const made = Array.from({ length: count }, () => randomUUID().replaceAll('-', ''));
  return { json: { uuids: made }, headers: { 'cache-control': 'no-store' } };
}

async function infoOf(name: string, database: Database): Promise<Doc> {
  const { doc_count, update_seq, instance_start_time = '0' } = await database.info();
  return {
    db_name: name,
    doc_count,
    doc_del_count: 0,
    update_seq,
    purge_seq: 0,
    compact_running: false,
    instance_start_time,
    disk_format_version: 8,
    sizes: { file: 0, external: 0, active: 0 },
    props: {},
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
}

async function info(exchange: Exchange): Promise<Answer> {
  return { json: await infoOf(exchange.params['db'] ?? '', await exchange.database()) };
}

/** A part of the names, as CouchDB cuts it: keys are JSON, both ends count. */
async function listed({ door, caller, query }: Exchange): Promise<readonly string[]> {
  const names = await door.engine(caller).names();
  const descending = query.flag('descending');
  const [first, last] = [query.json('startkey', 'start_key'), query.json('endkey', 'end_key')];
  const [low, high] = descending ? [last, first] : [first, last];
  const within = names.filter(
    (name) => (typeof low !== 'string' || name >= low) && (typeof high !== 'string' || name <= high),
  );
  const skip = query.count('skip') ?? 0;
  return (descending ? within.toReversed() : within).slice(skip, skip + (query.count('limit') ?? within.length));
}

const MAX_INFOS = 100;

/** CouchDB's `_dbs_info`: those that are asked for by `keys`, or all. */
async function infos(exchange: Exchange): Promise<Answer> {
  const engine = exchange.door.engine(exchange.caller);
  const keys = exchange.request.method === 'POST' ? arrayField(await exchange.object(), 'keys') : null;
  if (keys !== null && keys.length > MAX_INFOS)
    throw new CouchError(400, 'bad_request', `\`keys\` member must have no more than ${MAX_INFOS} entries.`);
  const rows: Doc[] = [];
  for (const key of keys ?? (await listed(exchange))) {
    const database = await engine.open(String(key));
    rows.push(database === null ? { key, error: 'not_found' } : { key, info: await infoOf(String(key), database) });
  }
  return { json: rows };
}

async function create({ door, caller, params }: Exchange): Promise<Answer> {
  const engine = door.engine(caller);
  const name = params['db'] ?? '';
  if (!DATABASE_NAME.test(name))
    throw new CouchError(400, 'illegal_database_name', `Name: '${name}'. ${NAMES_ALLOWED}`);
  if (!(await engine.create(name))) throw couchError('databaseExists');
  return { status: 201, json: { ok: true }, headers: { location: `/${encodeURIComponent(name)}` } };
}

async function destroy({ door, caller, params, query }: Exchange): Promise<Answer> {
  if (query.text('rev') !== undefined) throw couchError('databaseRevision');
  if (!(await door.engine(caller).destroy(params['db'] ?? ''))) throw couchError('noDatabase');
  return { json: { ok: true } };
}

export const serverRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/', need: 'hello', run: welcome },
  { method: 'GET', path: '/_up', need: 'hello', run: () => ({ json: { status: 'ok', seeds: {} } }) },
  { method: 'GET', path: '/_session', need: 'hello', run: session },
  { method: 'POST', path: '/_session', need: 'hello', run: noSessions },
  { method: 'DELETE', path: '/_session', need: 'hello', run: () => ({ json: { ok: true } }) },
  { method: 'GET', path: '/_uuids', need: 'hello', run: uuids },
  { method: 'GET', path: '/_all_dbs', need: 'manage', run: async (exchange) => ({ json: await listed(exchange) }) },
  { method: 'GET', path: '/_dbs_info', need: 'manage', run: infos },
  { method: 'POST', path: '/_dbs_info', need: 'manage', run: infos },
  { method: 'GET', path: '/_active_tasks', need: 'manage', run: () => ({ json: [] }) },
  { method: 'GET', path: '/:db', need: 'hand-in', run: info },
  { method: 'PUT', path: '/:db', need: 'manage', run: create },
  { method: 'DELETE', path: '/:db', need: 'manage', run: destroy },
];
