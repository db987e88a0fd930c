/** `_changes` with filters that run, and backwards. */
import type { ChangesOptions, Database } from '../../hub/couch/database.ts';
import { changesOptions } from '../../hub/couch/changes-options.ts';
import { answerChanges } from '../../hub/couch/changes-routes.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError } from '../../hub/http/errors.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';
import type { Chosen, ManagedDatabase } from './managed-database.ts';
import type { Managed } from './open-routes.ts';

/** Null where no filter runs. */
async function filterOf({ query, request, object }: Exchange): Promise<Chosen | null> {
  const filter = query.text('filter');
  if (filter === undefined || filter === '_doc_ids') return null;
  if (filter === '_selector') {
    const { selector } = request.method === 'POST' ? await object() : {};
    if (typeof selector !== 'object' || selector === null || Array.isArray(selector))
      throw new CouchError(400, 'bad_request', 'Selector error: expected a JSON object');
    return { filter, selector };
  }
  if (filter === '_view') {
    const view = query.text('view');
    if (view === undefined || !view.includes('/'))
      throw new CouchError(400, 'bad_request', '`view` must be of the form `designname/viewname`');
    return { filter, view };
  }
  if (filter !== '_design' && !filter.includes('/'))
    throw new CouchError(400, 'bad_request', '`filter` must be of the form `designname/filtername`');
  return { filter, query_params: query.all() };
}

/** The database, its changes chosen. */
const choosing = (database: Database, managed: ManagedDatabase, chosen: Chosen): Database =>
  Object.assign(Object.create(database) as Database, {
    watch: database.watch.bind(database),
    changes: (options: ChangesOptions) => managed.changes({ ...options, ...chosen }),
  });

async function changes(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const options = await changesOptions(exchange);
  const filter = await filterOf(exchange);
  // Backwards comes whole, by whatever feed: no page follows from the last one's sequence.
  if (exchange.query.flag('descending'))
    return { json: await managed(exchange).changes({ ...options, ...filter, descending: true }) };
  return answerChanges(exchange, filter === null ? database : choosing(database, managed(exchange), filter), options);
}

export const changesRoutes = (managed: Managed): readonly CouchRoute[] => [
  { method: 'GET', path: '/:db/_changes', need: 'read', run: (exchange) => changes(managed, exchange) },
  { method: 'POST', path: '/:db/_changes', need: 'read', run: (exchange) => changes(managed, exchange) },
];
