/** Routes of the server itself: who is there, and the databases as things. */
import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import { CouchError, couchError } from './errors.ts';
import type { CouchRoute, Exchange } from './exchange.ts';

/** The protocol level that this hub speaks; clients choose their ways by it. */
const PROTOCOL_VERSION = '3.5.0';
const DATABASE_NAME = /^[a-z][a-z0-9_$()+/-]{0,237}$/;

function welcome({ uuid }: Exchange): Answer {
  return {
    json: { couchdb: 'Welcome', version: PROTOCOL_VERSION, uuid, features: [], vendor: { name: 'bianmin' } },
  };
}

function session({ caller }: Exchange): Answer {
  return {
    json: {
      ok: true,
      userCtx: { name: caller.name, roles: caller.roles },
      info: { authentication_handlers: ['default'], authenticated: 'default' },
    },
  };
}

const MAX_UUIDS = 1000;

function uuids({ query }: Exchange): Answer {
  const count = query.count('count') ?? 1;
  if (count > MAX_UUIDS) throw new CouchError(400, 'bad_request', `count parameter too large`);
  const made = Array.from({ length: count }, () => randomUUID().replaceAll('-', ''));
  return { json: { uuids: made }, headers: { 'cache-control': 'no-store' } };
}

async function info(exchange: Exchange): Promise<Answer> {
  const { doc_count, update_seq } = await (await exchange.database()).info();
  return {
    json: {
      db_name: exchange.params['db'],
      doc_count,
      doc_del_count: 0,
      update_seq,
      purge_seq: 0,
      compact_running: false,
      instance_start_time: '0',
      disk_format_version: 8,
      sizes: { file: 0, external: 0, active: 0 },
      props: {},
      cluster: { q: 1, n: 1, w: 1, r: 1 },
    },
  };
}

async function create({ door, caller, params }: Exchange): Promise<Answer> {
  const engine = door.engine(caller);
  const name = params['db'] ?? '';
  if (!DATABASE_NAME.test(name)) throw couchError('databaseName');
  if (!(await engine.create(name))) throw couchError('databaseExists');
  return { status: 201, json: { ok: true }, headers: { location: `/${encodeURIComponent(name)}` } };
}

async function destroy({ door, caller, params }: Exchange): Promise<Answer> {
  if (!(await door.engine(caller).destroy(params['db'] ?? ''))) throw couchError('noDatabase');
  return { json: { ok: true } };
}

export const serverRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/', need: 'hello', run: welcome },
  { method: 'GET', path: '/_up', need: 'hello', run: () => ({ json: { status: 'ok', seeds: {} } }) },
  { method: 'GET', path: '/_session', need: 'hello', run: session },
  { method: 'POST', path: '/_session', need: 'manage', run: () => ({ json: { ok: true, name: null, roles: [] } }) },
  { method: 'DELETE', path: '/_session', need: 'hello', run: () => ({ json: { ok: true } }) },
  { method: 'GET', path: '/_uuids', need: 'hello', run: uuids },
  {
    method: 'GET',
    path: '/_all_dbs',
    need: 'manage',
    run: async ({ door, caller }) => ({ json: await door.engine(caller).names() }),
  },
  { method: 'GET', path: '/_active_tasks', need: 'manage', run: () => ({ json: [] }) },
  { method: 'GET', path: '/:db', need: 'hand-in', run: info },
  { method: 'PUT', path: '/:db', need: 'manage', run: create },
  { method: 'DELETE', path: '/:db', need: 'manage', run: destroy },
];
