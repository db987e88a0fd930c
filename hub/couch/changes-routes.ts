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

async function changes(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const options = await changesOptions(exchange);
  const asked = exchange.query.text('feed') ?? 'normal';
  const feed = asked === 'live' ? 'continuous' : asked;
  const waiting = waitingOf(exchange);
  if (feed !== 'normal' && feed !== 'longpoll' && !Object.hasOwn(LINE_FEEDS, feed))
    throw new CouchError(400, 'bad_request', 'Supported `feed` types: normal, continuous, live, longpoll, eventsource');
  if (options.limit === 0) return countOnly(database, options);
  if (feed !== 'normal' && feed !== 'longpoll')
    return lineByLine(database, options, waiting, LINE_FEEDS[feed as keyof typeof LINE_FEEDS]);
  const backwards = options.descending === true;
  // A feed that runs backwards has nothing to wait for.
  if (feed === 'longpoll' && !backwards) return longpoll(database, options, waiting);
  const interval = exchange.query.count('seq_interval') ?? 1;
  return backwards || isShort(options) ? whole(database, options, interval) : paged(database, options, interval);
}

export const changesRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/_changes', need: 'read', run: changes },
  { method: 'POST', path: '/:db/_changes', need: 'read', run: changes },
];
