/** `_changes`: normal, longpoll and continuous feeds. A feed that waits says so by a newline, so that dead lines are noticed. */
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Change, ChangesOptions, ChangesPage, Database } from './database.ts';
import { CouchError } from './errors.ts';
import { type CouchRoute, type Exchange, arrayField } from './exchange.ts';

/** CouchDB's default when neither heartbeat nor timeout is asked for, in ms. */
const DEFAULT_WAIT_MS = 60_000;
/** A heartbeat more often than this would be work for nothing. */
const MIN_HEARTBEAT_MS = 100;

function sinceOf({ query }: Exchange): number | string {
  const text = query.text('since') ?? '0';
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
    return { doc_ids: ids as string[] };
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
  if (filter === '_design') throw new CouchError(501, 'not_implemented', 'filter _design is not supported');
  if (!BUILT_IN.has(filter) && !filter.includes('/'))
    throw new CouchError(400, 'bad_request', '`filter` must be of the form `designname/filtername`');
  return { filter, query_params: query.all() };
}

async function optionsOf(exchange: Exchange): Promise<ChangesOptions> {
  const { query } = exchange;
  const limit = query.count('limit');
  return {
    since: sinceOf(exchange),
    style: query.text('style') === 'all_docs' ? 'all_docs' : 'main_only',
    descending: query.flag('descending'),
    include_docs: query.flag('include_docs'),
    attachments: query.flag('attachments'),
    conflicts: query.flag('conflicts'),
    ...(limit === undefined ? {} : { limit: Math.max(1, limit) }),
    ...(await filterOf(exchange)),
  };
}

/** `seq_interval=n`: only every n-th row and the last tell their seq. */
function thinned(results: readonly Change[], interval: number | undefined): readonly Change[] {
  if (interval === undefined || interval < 2) return results;
  return results.map((each, index) =>
    (index + 1) % interval === 0 || index === results.length - 1 ? each : { ...each, seq: null },
  );
}

interface Waiting {
  readonly heartbeatMs: number | null;
  readonly timeoutMs: number | null;
}

function waitingOf({ query }: Exchange): Waiting {
  const asked = query.text('heartbeat');
  if (asked === 'true') return { heartbeatMs: DEFAULT_WAIT_MS, timeoutMs: null };
  const heartbeat = asked === 'false' ? undefined : query.count('heartbeat');
  if (heartbeat !== undefined && heartbeat > 0)
    return { heartbeatMs: Math.max(MIN_HEARTBEAT_MS, heartbeat), timeoutMs: null };
  return { heartbeatMs: null, timeoutMs: Math.min(query.count('timeout') ?? DEFAULT_WAIT_MS, DEFAULT_WAIT_MS) };
}

/** Wakes at each change, when the client has gone, or when time is up. */
class Patience {
  #wake: () => void = () => undefined;
  #changed = false;
  over = false;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(response: ServerResponse, { heartbeatMs, timeoutMs }: Waiting) {
    if (heartbeatMs !== null) this.#timers.push(setInterval(() => response.write('\n'), heartbeatMs));
    if (timeoutMs !== null) this.#timers.push(setTimeout(() => this.end(), timeoutMs));
    response.once('close', () => this.end());
  }

  readonly changed = (): void => {
    this.#changed = true;
    this.#wake();
  };

  end(): void {
    this.over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#wake();
  }

  async next(): Promise<void> {
    if (!this.#changed && !this.over) await new Promise<void>((wake) => (this.#wake = wake));
    this.#changed = false;
  }
}

/** Looks again after every change until `take` says it has enough, the time is up or the client has gone. */
async function follow(
  database: Database,
  options: ChangesOptions,
  patience: Patience,
  take: (page: ChangesPage) => boolean,
): Promise<number | string> {
  let since = options.since === 'now' ? (await database.info()).update_seq : options.since;
  const stop = await database.watch(patience.changed);
  try {
    for (;;) {
      const page = await database.changes({ ...options, since });
      since = page.last_seq;
      if (take(page) || patience.over) return since;
      await patience.next();
      if (patience.over) return since;
    }
  } finally {
    stop();
    patience.end();
  }
}

function longpoll(database: Database, options: ChangesOptions, waiting: Waiting): Answer {
  return {
    stream: async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"results":[\n');
      let last: ChangesPage = { results: [], last_seq: 0, pending: 0 };
      const seq = await follow(database, options, new Patience(response, waiting), (page) => {
        last = page;
        return page.results.length > 0;
      });
      const rows = last.results.map((each) => JSON.stringify(each)).join(',\n');
      response.end(`${rows}\n],\n"last_seq":${JSON.stringify(seq)},"pending":${last.pending}}\n`);
    },
  };
}

function continuous(database: Database, options: ChangesOptions, waiting: Waiting): Answer {
  return {
    stream: async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      let left = options.limit ?? Number.POSITIVE_INFINITY;
      const seq = await follow(database, options, new Patience(response, waiting), (page) => {
        for (const each of page.results.slice(0, left)) response.write(`${JSON.stringify(each)}\n`);
        left -= page.results.length;
        return left <= 0;
      });
      response.end(`${JSON.stringify({ last_seq: seq, pending: 0 })}\n`);
    },
  };
}

/** Rows that one page of a long answer holds; more at once would have to lie in memory whole. */
const PAGE_ROWS = 2000;

const drained = (response: ServerResponse) =>
  new Promise<void>((resume) => {
    response.once('drain', resume);
    response.once('close', resume);
  });

/** A normal feed of any length, a page at a time: other requests have their turn in between, and a slow client is waited for. */
function paged(database: Database, options: ChangesOptions): Answer {
  return {
    stream: async (response) => {
      let page = await database.changes({ ...options, limit: Math.min(PAGE_ROWS, options.limit ?? PAGE_ROWS) });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"results":[\n');
      let left = (options.limit ?? Number.POSITIVE_INFINITY) - page.results.length;
      let separator = '';
      while (page.results.length > 0 && !response.destroyed) {
        const room = response.write(separator + page.results.map((each) => JSON.stringify(each)).join(',\n'));
        separator = ',\n';
        if (left <= 0) break;
        if (!room) await drained(response);
        page = await database.changes({ ...options, since: page.last_seq, limit: Math.min(PAGE_ROWS, left) });
        left -= page.results.length;
      }
      response.end(`\n],\n"last_seq":${JSON.stringify(page.last_seq)},"pending":${page.pending}}\n`);
    },
  };
}

async function changes(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const options = await optionsOf(exchange);
  const feed = exchange.query.text('feed') ?? 'normal';
  // A feed that runs backwards has nothing to wait for.
  if (feed === 'longpoll' && options.descending !== true) return longpoll(database, options, waitingOf(exchange));
  if (feed === 'continuous') return continuous(database, options, waitingOf(exchange));
  if (feed !== 'normal' && feed !== 'longpoll')
    throw new CouchError(400, 'bad_request', `Supported \`feed\` types: normal, continuous, longpoll`);
  const interval = exchange.query.count('seq_interval');
  const long = options.limit === undefined || options.limit > PAGE_ROWS;
  if (long && interval === undefined && options.descending !== true) return paged(database, options);
  const page = await database.changes(options);
  return { json: { ...page, results: thinned(page.results, interval) } };
}

export const changesRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/_changes', need: 'read', run: changes },
  { method: 'POST', path: '/:db/_changes', need: 'read', run: changes },
];
