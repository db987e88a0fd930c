/** Databases: listed, made, removed. Their name is no `:db`, which the handler would open before the route runs. */
import type { Doc } from '../../hub/couch/database.ts';
import { infoOf } from '../../hub/couch/server-routes.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError, couchError } from '../../hub/http/errors.ts';
import { arrayField, type CouchRoute, type Exchange } from '../../hub/http/exchange.ts';
import type { ManagedEngine } from './managed-engine.ts';

const NAMES_ALLOWED =
  'Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.';
const DATABASE_NAME = /^[a-z][a-z0-9_$()+/-]{0,237}$/;

/** A part of the names, as CouchDB cuts it: keys are JSON, both ends count. */
function listed(engine: ManagedEngine, { query }: Exchange): readonly string[] {
  const names = engine.allNames();
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
async function infos(engine: ManagedEngine, exchange: Exchange): Promise<Answer> {
  const keys = exchange.request.method === 'POST' ? arrayField(await exchange.object(), 'keys') : null;
  if (keys !== null && keys.length > MAX_INFOS)
    throw new CouchError(400, 'bad_request', `\`keys\` member must have no more than ${MAX_INFOS} entries.`);
  const rows: Doc[] = [];
  for (const key of keys ?? listed(engine, exchange)) {
    const database = await engine.open(String(key));
    rows.push(database === null ? { key, error: 'not_found' } : { key, info: await infoOf(String(key), database) });
  }
  return { json: rows };
}

async function create(engine: ManagedEngine, { params }: Exchange): Promise<Answer> {
  const name = params['name'] ?? '';
  if (!DATABASE_NAME.test(name))
    throw new CouchError(400, 'illegal_database_name', `Name: '${name}'. ${NAMES_ALLOWED}`);
  if (!(await engine.create(name)))
    throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
  return { status: 201, json: { ok: true }, headers: { location: `/${encodeURIComponent(name)}` } };
}

async function destroy(engine: ManagedEngine, { params, query }: Exchange): Promise<Answer> {
  if (query.text('rev') !== undefined)
    throw new CouchError(
      400,
      'bad_request',
      'You tried to DELETE a database with a ?rev= parameter. Did you mean to DELETE a document instead?',
    );
  if (!(await engine.destroy(params['name'] ?? ''))) throw couchError('noDatabase');
  return { json: { ok: true } };
}

export const databaseRoutes = (engine: ManagedEngine): readonly CouchRoute[] => [
  { method: 'GET', path: '/_all_dbs', need: 'manage', run: (exchange) => ({ json: listed(engine, exchange) }) },
  { method: 'GET', path: '/_dbs_info', need: 'manage', run: (exchange) => infos(engine, exchange) },
  { method: 'POST', path: '/_dbs_info', need: 'manage', run: (exchange) => infos(engine, exchange) },
  { method: 'GET', path: '/_active_tasks', need: 'manage', run: () => ({ json: [] }) },
  { method: 'PUT', path: '/:name', need: 'manage', run: (exchange) => create(engine, exchange) },
  { method: 'DELETE', path: '/:name', need: 'manage', run: (exchange) => destroy(engine, exchange) },
];
