/** The query and the body of `_changes`, read as CouchDB reads them. */
import { limited } from '../http/budget.ts';
import type { ChangesOptions } from './database.ts';
import { CouchError } from '../http/errors.ts';
import { type Exchange, arrayField } from '../http/exchange.ts';

/** CouchDB's default when neither heartbeat nor timeout is asked for, in ms. */
const DEFAULT_WAIT_MS = 60_000;
/** A heartbeat more often than this would be work for nothing. */
const MIN_HEARTBEAT_MS = 100;

/** A browser that comes back to an event source says where it was in a header, which counts before the query. */
function sinceOf({ query, request }: Exchange): number | string {
  const before = query.text('feed') === 'eventsource' ? request.headers['last-event-id'] : undefined;
  const text = (typeof before === 'string' ? before : undefined) ?? query.text('since') ?? '0';
  if (text === 'now') return 'now';
  // CouchDB's replicator quotes it. What follows the number is the engine's own and passes through as it is.
  const [, seq, rest] = /^"?(\d{1,15})(-[\w=-]+)?"?$/.exec(text) ?? [];
  if (seq === undefined) throw new CouchError(400, 'bad_request', `Malformed sequence supplied in 'since' parameter.`);
  return rest === undefined ? Number(seq) : seq + rest;
}

const BUILT_IN = new Set(['_doc_ids', '_selector', '_view', '_design']);

async function filterOf(exchange: Exchange): Promise<Partial<ChangesOptions>> {
  const { query, request } = exchange;
  const filter = query.text('filter');
  const body = request.method === 'POST' ? await exchange.object() : {};
  if (filter === '_doc_ids' || (filter === undefined && 'doc_ids' in body)) {
    const ids = request.method === 'POST' && 'doc_ids' in body ? arrayField(body, 'doc_ids') : query.json('doc_ids');
    if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string'))
      throw new CouchError(400, 'bad_request', '`doc_ids` parameter must be an array of ids.');
    return { doc_ids: limited(ids as string[]) };
  }
  if (filter === undefined) return {};
  if (!exchange.door.mayFilter(exchange.caller))
    throw new CouchError(403, 'forbidden', '县里不运行客户端指定的过滤条件,请去掉 filter 后再试');
  if (filter === '_selector') {
    const { selector } = body;
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
  if (!BUILT_IN.has(filter) && !filter.includes('/'))
    throw new CouchError(400, 'bad_request', '`filter` must be of the form `designname/filtername`');
  return { filter, query_params: query.all() };
}

export async function changesOptions(exchange: Exchange): Promise<ChangesOptions> {
  const { query } = exchange;
  const limit = query.count('limit');
  return {
    since: sinceOf(exchange),
    style: query.text('style') === 'all_docs' ? 'all_docs' : 'main_only',
    descending: query.flag('descending'),
    include_docs: query.flag('include_docs'),
    attachments: query.flag('attachments'),
    conflicts: query.flag('conflicts'),
    ...(limit === undefined ? {} : { limit }),
    ...(await filterOf(exchange)),
  };
}

/** How long a feed waits in silence, in ms. One of the two is null. */
export interface Waiting {
  readonly heartbeatMs: number | null;
  readonly timeoutMs: number | null;
  /** Aborted when the hub begins to stop. */
  readonly ending: AbortSignal;
}

export function waitingOf({ query, ending }: Exchange): Waiting {
  const asked = query.text('heartbeat');
  if (asked === 'true') return { heartbeatMs: DEFAULT_WAIT_MS, timeoutMs: null, ending };
  const heartbeat = asked === 'false' ? undefined : query.count('heartbeat');
  if (heartbeat === 0)
    throw new CouchError(400, 'bad_request', 'The heartbeat value should be a positive integer (in milliseconds).');
  if (heartbeat !== undefined) return { heartbeatMs: Math.max(MIN_HEARTBEAT_MS, heartbeat), timeoutMs: null, ending };
  const timeoutMs = Math.min(query.count('timeout') ?? DEFAULT_WAIT_MS, DEFAULT_WAIT_MS);
  return { heartbeatMs: null, timeoutMs, ending };
}
