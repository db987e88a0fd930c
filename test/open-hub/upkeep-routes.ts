/** A database's upkeep: compaction, purge, limits, security. */
import { parseJson } from '../../hub/http/body.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError, couchError } from '../../hub/http/errors.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';
import type { Managed } from './open-routes.ts';

const done: Answer = { status: 202, json: { ok: true } };

async function compact(managed: Managed, exchange: Exchange): Promise<Answer> {
  await exchange.request.resume();
  await managed(exchange).compact();
  return done;
}

async function purge(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
  const purged: Record<string, readonly string[]> = {};
  for (const [id, revs] of Object.entries(await exchange.object())) {
    if (!Array.isArray(revs)) throw new CouchError(400, 'bad_request', 'revisions must be an array');
    const gone: string[] = [];
    for (const rev of revs) gone.push(...(await database.purge(id, String(rev))));
    purged[id] = gone;
  }
  return { status: 201, json: { purge_seq: null, purged } };
}

/** CouchDB's default; what a database keeps is set where it is opened. */
const REVS_LIMIT = 1000;

async function setRevsLimit(exchange: Exchange): Promise<Answer> {
  await exchange.database();
  const limit = parseJson(await exchange.bytes());
  if (limit !== REVS_LIMIT) throw couchError('notImplemented', `the limit of revisions is ${REVS_LIMIT}`);
  return { json: { ok: true } };
}

const OPEN_TO_ALL = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: [] } };
const SECURITY = 'bianmin-security';

async function security(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const kept = await database.getLocal(SECURITY).catch(() => null);
  return { json: kept?.['security'] ?? OPEN_TO_ALL };
}

async function setSecurity(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const value = await exchange.object();
  const kept = await database.getLocal(SECURITY).catch(() => null);
  const base = kept === null ? {} : { _rev: kept['_rev'] };
  await database.putLocal({ _id: `_local/${SECURITY}`, ...base, security: value });
  return { json: { ok: true } };
}

export const upkeepRoutes = (managed: Managed): readonly CouchRoute[] => [
  { method: 'POST', path: '/:db/_compact', need: 'manage', run: (exchange) => compact(managed, exchange) },
  { method: 'POST', path: '/:db/_view_cleanup', need: 'manage', run: () => done },
  { method: 'POST', path: '/:db/_purge', need: 'manage', run: (exchange) => purge(managed, exchange) },
  { method: 'GET', path: '/:db/_revs_limit', need: 'manage', run: () => ({ json: REVS_LIMIT }) },
  { method: 'PUT', path: '/:db/_revs_limit', need: 'manage', run: setRevsLimit },
  { method: 'GET', path: '/:db/_security', need: 'manage', run: security },
  { method: 'PUT', path: '/:db/_security', need: 'manage', run: setSecurity },
];
