/** Routes of the server itself and about a database as a whole. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import type { Database, Doc } from './database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import type { CouchRoute, Exchange } from '../http/exchange.ts';

/** The protocol level that this hub speaks; clients choose their ways by it. */
const PROTOCOL_VERSION = '3.5.0';

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

/** What CouchDB says of a database; sizes are not told. */
export async function infoOf(name: string, database: Database): Promise<Doc> {
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

export const serverRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/', need: 'hello', run: welcome },
  { method: 'GET', path: '/_up', need: 'hello', run: () => ({ json: { status: 'ok', seeds: {} } }) },
  { method: 'GET', path: '/_session', need: 'hello', run: session },
  { method: 'POST', path: '/_session', need: 'hello', run: noSessions },
  { method: 'DELETE', path: '/_session', need: 'hello', run: () => ({ json: { ok: true } }) },
  { method: 'GET', path: '/_uuids', need: 'hello', run: uuids },
  { method: 'GET', path: '/:db', need: 'hand-in', run: info },
];
