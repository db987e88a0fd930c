/** `_changes`: normal, longpoll, continuous and event source feeds. */
import type { Answer } from '../http/answer.ts';
import { LINE_FEEDS, isShort, lineByLine, longpoll, paged, whole } from './changes-feeds.ts';
import { changesOptions, waitingOf } from './changes-options.ts';
import type { ChangesOptions, Database } from './database.ts';
import { CouchError } from '../http/errors.ts';
import type { CouchRoute, Exchange } from '../http/exchange.ts';

/** CouchDB's replicator asks so how much is left for it. */
async function countOnly(database: Database, options: ChangesOptions): Promise<Answer> {
  const { results, last_seq, pending } = await database.changes({ ...options, limit: 1 });
  const last = results.length === 0 || options.since === 'now' ? last_seq : options.since;
  return { json: { results: [], last_seq: last, pending: pending + results.length } };
}

/** The answer by the feed that the query names. Throws CouchError 400. */
export async function answerChanges(exchange: Exchange, database: Database, options: ChangesOptions): Promise<Answer> {
  const asked = exchange.query.text('feed') ?? 'normal';
  const feed = asked === 'live' ? 'continuous' : asked;
  const waiting = waitingOf(exchange);
  if (feed !== 'normal' && feed !== 'longpoll' && !Object.hasOwn(LINE_FEEDS, feed))
    throw new CouchError(400, 'bad_request', 'Supported `feed` types: normal, continuous, live, longpoll, eventsource');
  if (options.limit === 0) return countOnly(database, options);
  if (feed !== 'normal' && feed !== 'longpoll')
    return lineByLine(database, options, waiting, LINE_FEEDS[feed as keyof typeof LINE_FEEDS]);
  if (feed === 'longpoll') return longpoll(database, options, waiting);
  const interval = exchange.query.count('seq_interval') ?? 1;
  return isShort(options) ? whole(database, options, interval) : paged(database, options, interval);
}

/** Throws CouchError 403 for what no device may ask: a filter that would run here, and the way backwards, which no page follows on. */
function checkPlain({ query }: Exchange): void {
  const filter = query.text('filter');
  if (filter !== undefined && filter !== '_doc_ids')
    throw new CouchError(403, 'forbidden', '县里不运行客户端指定的过滤条件，请去掉 filter 后再试');
  if (query.flag('descending')) throw new CouchError(403, 'forbidden', '这个操作不对设备开放');
}

async function changes(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const options = await changesOptions(exchange);
  checkPlain(exchange);
  return answerChanges(exchange, database, options);
}

export const changesRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/_changes', need: 'read', run: changes },
  { method: 'POST', path: '/:db/_changes', need: 'read', run: changes },
];
