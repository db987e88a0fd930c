/** The protocol as one function from request to response: route, ask the door, run, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, send } from '../http/answer.ts';
import type { BodyLimits } from '../http/body.ts';
import { bulkGetRoutes } from './bulk-get-routes.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { changesRoutes } from './changes-routes.ts';
import { closedRoutes } from './closed-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { CouchError, couchError, toCouchError } from '../http/errors.ts';
import { type CouchRoute, type Door, buildExchange } from '../http/exchange.ts';
import { localRoutes } from './local-routes.ts';
import { Query } from '../http/query.ts';
import { buildRouter } from '../http/router.ts';
import { serverRoutes } from './server-routes.ts';
import type { WorkQueue } from '../http/work-queue.ts';

/** Every route of the protocol. */
export const COUCH_ROUTES: readonly CouchRoute[] = [
  ...serverRoutes,
  ...changesRoutes,
  ...bulkRoutes,
  ...bulkGetRoutes,
  ...localRoutes,
  ...documentRoutes,
  ...closedRoutes,
];

export interface CouchOptions {
  readonly door: Door;
  /** Of rows for the same method and path the earlier one counts. */
  readonly routes: readonly CouchRoute[];
  /** Stable for the life of the hub's data, so that a moved address does not restart replication (LEDGER §5). */
  readonly uuid: string;
  readonly limits: BodyLimits;
  /** Aborted when the hub begins to stop; never where it is left out. */
  readonly ending?: AbortSignal;
  /** For large deliveries; all at once where it is left out. */
  readonly turns?: WorkQueue;
  /** The sentence that stands in `reason`; CouchDB's own where it is left out. */
  readonly reason?: (error: CouchError) => string;
  /** Called for an unforeseen failure. */
  readonly onFailure: (failure: unknown) => void;
}

/** What the request log may know: no document id, no query. */
interface Handled {
  readonly route: string;
  readonly caller: string | null;
}

export type CouchHandler = (request: IncomingMessage, response: ServerResponse) => Promise<Handled>;

export function errorAnswer(failure: unknown, reasonOf?: (error: CouchError) => string): Answer {
  const known = toCouchError(failure);
  const { status, error, message, headers } = known;
  return { status, json: { error, reason: reasonOf?.(known) ?? message }, headers };
}

export function createCouchHandler(options: CouchOptions): CouchHandler {
  const { door, routes, uuid, limits, turns, reason, onFailure, ending = new AbortController().signal } = options;
  const route = buildRouter(routes);

  async function run(request: IncomingMessage, seen: { route: string; caller: string | null }): Promise<Answer> {
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const match = route(request.method ?? 'GET', path);
    if (match.kind === 'none') throw couchError('noPath');
    if (match.kind === 'method')
      throw new CouchError(405, 'method_not_allowed', `Only ${match.allow.join(',')} allowed`, {
        allow: match.allow.join(', '),
      });
    seen.route = match.route.path;
    const caller = await door.caller(request);
    seen.caller = caller.name;
    const { need } = match.route;
    door.admit(caller, need);
    const { params } = match;
    const exchange = buildExchange({
      request,
      params,
      query: new Query(query),
      caller,
      door,
      uuid,
      ending,
      need,
      limits,
    });
    // No handler can forget to ask: the door opens the database before the route runs.
    if (params['db'] !== undefined) await exchange.database();
    if (!match.route.inTurns || turns === undefined) return match.route.run(exchange);
    // Its line may be slow: it takes its turn once the body is here, so that others don't wait for it.
    await exchange.received();
    return turns.take(async () => match.route.run(exchange));
  }

  return async (request, response) => {
    const seen = { route: '-', caller: null as string | null };
    try {
      await send(request, response, await run(request, seen));
    } catch (failure) {
      const answer = errorAnswer(failure, reason);
      // A client that went away in the middle is no failure of ours, nor is a thing that this hub says it does not do.
      if ((answer.status ?? 500) >= 500 && !response.destroyed && !(failure instanceof CouchError)) onFailure(failure);
      if (response.headersSent) response.destroy();
      else await send(request, response, answer);
    }
    return seen;
  };
}
