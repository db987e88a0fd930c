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

/** The documents that alone are asked about; null where the request names none. */
async function docIdsOf(exchange: Exchange): Promise<readonly string[] | null> {
  const { query, request } = exchange;
  const filter = query.text('filter');
  const body = request.method === 'POST' ? await exchange.object() : {};
  if (filter !== '_doc_ids' && !(filter === undefined && 'doc_ids' in body)) return null;
  const ids = 'doc_ids' in body ? arrayField(body, 'doc_ids') : query.json('doc_ids');
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string'))
    throw new CouchError(400, 'bad_request', '`doc_ids` parameter must be an array of ids.');
  return limited(ids as string[]);
}

/** What is asked for, apart from filters that run and from the order. Throws CouchError 400, 413. */
export async function changesOptions(exchange: Exchange): Promise<ChangesOptions> {
  const { query } = exchange;
  const limit = query.count('limit');
  const since = sinceOf(exchange);
  const ids = await docIdsOf(exchange);
  return {
    since,
    style: query.text('style') === 'all_docs' ? 'all_docs' : 'main_only',
    include_docs: query.flag('include_docs'),
    attachments: query.flag('attachments'),
    conflicts: query.flag('conflicts'),
    ...(limit === undefined ? {} : { limit }),
    ...(ids === null ? {} : { doc_ids: ids }),
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
