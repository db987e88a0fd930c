/**
 * After an outage the whole county hands in at once. To make the cases' rows and figures, the hub's questions and second numbers costs many times what
 * storing events costs; done within each delivery it would let every site wait, and a reader must not see a half. So a delivery is acknowledged when
 * its events are on disk and in the ranges, and notes its cases as due in the same transaction; the projector works them off right afterwards, a slice
 * of some milliseconds at a time between requests, and later while deliveries still come. It guarantees that every due case is projected once, also after a
 * kill (the notes are on disk), that a reader who waits sees what is due in its ledgers projected or waits no longer than PATIENCE_MS, and that one
 * case that can't be projected keeps no other from it.
 *
 *     a centre hands in received, accepted   acknowledged; due 1, no row of the case
 *     a page waits for that ledger           due 0; the row says accepted
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { EventId, PlaceCode } from '../../shared/base/brands.ts';
import { StoreError } from '../../store/file/errors.ts';
import type { Ledger, ReadDb, WriteDb } from '../../store/types.ts';
import { questionCase } from './questions.ts';
import { renumberTwins } from './renumber-duplicates.ts';

/** Other requests wait no longer than this for one slice of work, in ms. */
const SLICE_MS = 15;
/** Cases looked up at a time: more than a slice has time for. */
const SLICE_CASES = 100;
/** While deliveries come in they have the right of way: after one nothing is projected for so long, in ms. */
const QUIET_MS = 100;
/** A reader waits no longer than this for what is due, in ms: after an outage the county's cases take some ten seconds. */
const PATIENCE_MS = 1000;
/** After a failure of the file (a full disk), in ms. */
const RETRY_MS = 5000;

interface Due {
  readonly no: number;
  readonly case_id: EventId;
}

/** Notes cases as due. Within the transaction that stored their events. */
export function noteDue(file: WriteDb, ledger: PlaceCode, cases: readonly EventId[]): void {
  const insert = file.sql('INSERT INTO hub_due (case_id, ledger) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const id of cases) insert.run(id, ledger);
}

/** How many cases are due. */
export function countDue(file: ReadDb): number {
  return file.sql('SELECT count(*) FROM hub_due').pluck().get() as number;
}

const ANY_DUE = `SELECT no, case_id FROM hub_due WHERE case_id NOT IN (SELECT value FROM json_each(?))
  AND 'ledger-' || ledger NOT IN (SELECT value FROM json_each(?)) ORDER BY no LIMIT ?`;
const DUE_IN = `SELECT no, case_id FROM hub_due WHERE ledger IN (SELECT value FROM json_each(?))
  AND case_id NOT IN (SELECT value FROM json_each(?))
  AND 'ledger-' || ledger NOT IN (SELECT value FROM json_each(?)) LIMIT ?`;

/** Makes the case's row equal to its events, asks what is to be asked, and gives it another number where its own is taken. */
function projectOne(ledger: Ledger, id: EventId, now: number): void {
  const fold = ledger.project(id)?.fold ?? null;
  questionCase(ledger, id, fold, now);
  if (fold !== null) renumberTwins(ledger, fold.number, now);
}

const isOfTheFile = (failure: unknown): boolean => failure instanceof StoreError && failure.kind !== 'Rejected';

export type WhenProjected = (ledgers: readonly PlaceCode[] | null) => Promise<void>;

export interface ProjectorOptions {
  readonly ledger: Ledger;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  readonly report: (failure: unknown) => void;
  /** Databases whose cases are left for later: more of them is about to come, questions of this hub among it. */
  readonly notYet?: () => readonly string[];
}

/** A request that reads as soon as its ledgers are projected. */
interface Reader {
  readonly ledgers: readonly PlaceCode[] | null;
  /** On the clock of `performance`. */
  readonly until: number;
  readonly go: () => void;
}

/** One per open hub; works by itself after every commit that left cases due, and at the start. */
export class Projector {
  readonly #options: ProjectorOptions;
  /** Cases that this program can't project; left due for the next start. */
  readonly #stuck = new Set<EventId>();
  /** Waiting readers, in the order they came. Other requests wait for one slice at a time, however many readers there are. */
  #readers: Reader[] = [];
  #running = false;
  #closed = false;
  /** The last delivery that was there when it was looked. */
  #known = 0;
  /** Ends the wait for a quiet moment. */
  #interrupt: () => void = () => undefined;
  /** The file took nothing just now. */
  #failing = false;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    options.ledger.file.afterCommit(() => this.#wake());
    this.#wake();
  }

  /**
   * Called before reading: resolves when what was due in these ledgers (null: in all) is projected, after PATIENCE_MS at the latest; the rest follows
   * by itself. Never rejects: what is there can be read even where nothing can be written.
   */
  readonly projected: WhenProjected = (ledgers) => {
    if (this.#closed || this.#failing || this.#due(ledgers, 1).length === 0) return Promise.resolve();
    return new Promise((go) => {
      this.#readers.push({ ledgers, until: performance.now() + PATIENCE_MS, go });
      this.#interrupt();
      this.#wake();
    });
  };

  close(): void {
    this.#closed = true;
    for (const { go } of this.#readers.splice(0)) go();
  }

  #wake(): void {
    if (this.#running || this.#closed || this.#due(null, 1).length === 0) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    try {
      await turn();
      await this.#work();
    } finally {
      this.#running = false;
    }
    // What came between the last look and here has started no run.
    this.#wake();
  }

  async #work(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#quiet();
        if (this.#closed) return;
        if (!this.#slice(this.#readers[0]?.ledgers ?? null) && this.#readers.length === 0) return;
      } catch (failure) {
        await this.#recover(failure);
        continue;
      }
      this.#letGo();
      await turn();
    }
  }

  /** After a delivery that has come since the last look: waits a while, or until a reader comes. */
  async #quiet(): Promise<void> {
    const newest = this.#newest();
    if (this.#readers.length > 0 || newest === this.#known) return;
    this.#known = newest;
    const reader = new AbortController();
    this.#interrupt = () => reader.abort();
    await wait(QUIET_MS, undefined, { ref: false, signal: reader.signal }).catch(() => undefined);
  }

  async #recover(failure: unknown): Promise<void> {
    this.#options.report(failure);
    this.#failing = true;
    for (const { go } of this.#readers.splice(0)) go();
    await wait(RETRY_MS, undefined, { ref: false });
    this.#failing = false;
  }

  /** Readers are served in the order they came; one that has waited long enough reads what is there. */
  #letGo(): void {
    const now = performance.now();
    const [late, left] = [
      this.#readers.filter(({ until }) => until <= now),
      this.#readers.filter(({ until }) => until > now),
    ];
    for (let first = left[0]; first !== undefined && this.#due(first.ledgers, 1).length === 0; first = left[0])
      late.push(left.shift() as Reader);
    this.#readers = left;
    for (const { go } of late) go();
  }

  #newest(): number {
    return this.#options.ledger.file.sql('SELECT coalesce(max(no), 0) FROM hub_due').pluck().get() as number;
  }

  #due(ledgers: readonly PlaceCode[] | null, limit: number): Due[] {
    const { file } = this.#options.ledger;
    const stuck = JSON.stringify([...this.#stuck]);
    const later = JSON.stringify(this.#options.notYet?.() ?? []);
    if (ledgers === null) return file.sql(ANY_DUE).all(stuck, later, limit) as Due[];
    return file.sql(DUE_IN).all(JSON.stringify(ledgers), stuck, later, limit) as Due[];
  }

  /** Works for one slice, in one transaction. False when nothing was due. Throws when the file fails; nothing is changed then. */
  #slice(ledgers: readonly PlaceCode[] | null): boolean {
    const due = this.#due(ledgers, SLICE_CASES);
    if (due.length === 0) return false;
    const until = performance.now() + SLICE_MS;
    this.#options.ledger.transaction(() => {
      for (const each of due) {
        this.#projectDue(each);
        if (performance.now() >= until) break;
      }
    });
    return true;
  }

  /** Projects one case. A failure of one must keep no other from it. */
  #projectDue({ no, case_id: id }: Due): void {
    const { ledger, now, report } = this.#options;
    try {
      ledger.transaction(() => {
        projectOne(ledger, id, now());
        ledger.file.sql('DELETE FROM hub_due WHERE no = ?').run(no);
      });
    } catch (failure) {
      if (isOfTheFile(failure)) throw failure;
      this.#stuck.add(id);
      report(failure);
    }
  }
}
