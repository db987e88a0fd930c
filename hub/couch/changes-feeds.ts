/** The feeds of `_changes` on the wire: whole, or as they come. A feed that waits beats, so that dead lines are noticed. */
import type { ServerResponse } from 'node:http';
import type { Answer } from '../http/answer.ts';
import { Budget, rowsAtATime } from '../http/budget.ts';
import type { Waiting } from './changes-options.ts';
import type { Change, ChangesOptions, ChangesPage, Database } from './database.ts';

/** Rows that one page of a long answer holds; more at once would have to lie in memory whole. */
const pageRows = ({ include_docs: documents = false }: ChangesOptions): number => rowsAtATime(documents);

const pageOf = (options: ChangesOptions, left: number): ChangesOptions => ({
  ...options,
  limit: Math.min(pageRows(options), left),
});

/** Leaves nothing behind on the answer, which a slow client makes wait thousands of times. */
const drained = (response: ServerResponse) =>
  new Promise<void>((resume) => {
    const events = ['drain', 'close'] as const;
    const goOn = () => {
      for (const event of events) response.off(event, goOn);
      resume();
    };
    for (const event of events) response.on(event, goOn);
  });

/** Waits for a slow client, so that what it does not take does not pile up here. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (!response.write(text) && !response.destroyed) await drained(response);
}

/** Wakes at each change, when the client has gone, when it was quiet for too long, or when the hub stops. */
class Patience {
  #wake: () => void = () => undefined;
  #changed = false;
  #heart: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #ending: AbortSignal | undefined;
  over = false;

  begin(response: ServerResponse, { heartbeatMs, timeoutMs, ending }: Waiting, beat: string): void {
    if (heartbeatMs !== null) this.#heart = setInterval(() => response.write(beat), heartbeatMs);
    if (timeoutMs !== null) this.#quiet = setTimeout(this.end, timeoutMs);
    response.once('close', this.end);
    this.#ending = ending;
    ending.addEventListener('abort', this.end);
    if (response.destroyed || ending.aborted) this.end();
  }

  readonly changed = (): void => {
    this.#changed = true;
    this.#wake();
  };

  readonly end = (): void => {
    this.over = true;
    clearInterval(this.#heart);
    clearTimeout(this.#quiet);
    this.#ending?.removeEventListener('abort', this.end);
    this.#wake();
  };

  async next(): Promise<void> {
    if (!this.#changed && !this.over) await new Promise<void>((wake) => (this.#wake = wake));
    this.#changed = false;
    if (!this.over) this.#quiet?.refresh();
  }
}

interface Following {
  readonly response: ServerResponse;
  readonly options: ChangesOptions;
  readonly waiting: Waiting;
  readonly beat: string;
  /** Called when the first page could be read: before that a failure is an answer of its own. */
  readonly open: () => void;
  /** Returns whether that is enough. */
  readonly take: (page: ChangesPage) => Promise<boolean>;
}

/** Reads on after every change until `take` has enough, time is up or the client has gone. */
async function follow(database: Database, following: Following): Promise<number | string> {
  const { response, waiting, beat, open, take } = following;
  const patience = new Patience();
  const stop = await database.watch(patience.changed);
  try {
    let left = following.options.limit ?? Number.POSITIVE_INFINITY;
    let page = await database.changes(pageOf(following.options, left));
    open();
    patience.begin(response, waiting, beat);
    for (;;) {
      const enough = await take(page);
      left -= page.results.length;
      if (enough || left <= 0 || patience.over) return page.last_seq;
      if (page.results.length < pageRows(following.options)) await patience.next();
      if (patience.over) return page.last_seq;
      page = await database.changes({ ...pageOf(following.options, left), since: page.last_seq });
    }
  } finally {
    stop();
    patience.end();
  }
}

const HEAD = '{"results":[\n';
const rowsOf = (results: readonly Change[]) => results.map((each) => JSON.stringify(each)).join(',\n');
const tail = (seq: number | string, pending: number) =>
  `\n],\n"last_seq":${JSON.stringify(seq)},"pending":${pending}}\n`;

/** Answers with the changes there are, or with the next one. A client asks again for what is `pending`. */
export function longpoll(database: Database, options: ChangesOptions, waiting: Waiting): Answer {
  return {
    stream: async (response) => {
      let pending = 0;
      const seq = await follow(database, {
        response,
        options,
        waiting,
        beat: '\n',
        open: () => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write(HEAD);
        },
        take: async (page) => {
          pending = page.pending;
          if (page.results.length > 0) await write(response, rowsOf(page.results));
          return page.results.length > 0;
        },
      });
      response.end(tail(seq, pending));
    },
  };
}

interface Lines {
  readonly headers: Readonly<Record<string, string>>;
  readonly beat: string;
  readonly row: (change: Change) => string;
  readonly end: (seq: number | string) => string;
}

/** Feeds of one line a change, as they come. */
export const LINE_FEEDS = {
  continuous: {
    headers: { 'content-type': 'application/json' },
    beat: '\n',
    row: (change) => `${JSON.stringify(change)}\n`,
    end: (seq) => `${JSON.stringify({ last_seq: seq, pending: 0 })}\n`,
  },
  eventsource: {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    beat: 'event: heartbeat\ndata: \n\n',
    row: (change) => `data: ${JSON.stringify(change)}\nid: ${JSON.stringify(change.seq)}\n\n`,
    end: () => '',
  },
} as const satisfies Record<string, Lines>;

export function lineByLine(database: Database, options: ChangesOptions, waiting: Waiting, lines: Lines): Answer {
  return {
    stream: async (response) => {
      const seq = await follow(database, {
        response,
        options,
        waiting,
        beat: lines.beat,
        open: () => {
          response.writeHead(200, lines.headers);
          response.flushHeaders();
        },
        take: async (page) => {
          if (page.results.length > 0) await write(response, page.results.map(lines.row).join(''));
          return false;
        },
      });
      response.end(lines.end(seq));
    },
  };
}

/** `seq_interval=n`: only every n-th row and the last of a page tell their seq. */
function thinned(results: readonly Change[], interval: number, before: number): readonly Change[] {
  if (interval < 2) return results;
  return results.map((each, index) =>
    (before + index + 1) % interval === 0 || index === results.length - 1 ? each : { ...each, seq: null },
  );
}

/**
 * All changes there are, a page at a time: other requests have their turn in between. With documents the answer ends where its budget does, and
 * says what is pending: a client asks again from `last_seq`. No replicator asks for documents here; without them a whole ledger's are some hundred bytes each.
 */
export function paged(database: Database, options: ChangesOptions, interval: number): Answer {
  const pieces = async function* () {
    const most = options.limit ?? Number.POSITIVE_INFINITY;
    const budget = options.include_docs ? new Budget() : null;
    let page = await database.changes(pageOf(options, most));
    yield HEAD;
    let sent = 0;
    while (page.results.length > 0) {
      const rows = rowsOf(thinned(page.results, interval, sent));
      yield sent === 0 ? rows : `,\n${rows}`;
      sent += page.results.length;
      const goesOn = budget?.fits(Buffer.byteLength(rows)) ?? true;
      if (!goesOn || sent >= most) break;
      page = await database.changes({ ...pageOf(options, most - sent), since: page.last_seq });
    }
    yield tail(page.last_seq, page.pending);
  };
  return { pieces: pieces() };
}

/** In one piece: short enough, or backwards, where no page follows from the last. */
export async function whole(database: Database, options: ChangesOptions, interval: number): Promise<Answer> {
  const page = await database.changes(options);
  return { json: { ...page, results: thinned(page.results, interval, 0) } };
}

export const isShort = (options: ChangesOptions): boolean =>
  options.limit !== undefined && options.limit <= pageRows(options);
