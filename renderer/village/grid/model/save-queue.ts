/**
 * Carries changed rows to the service, one request at a time, the newest text of a row only. A keystroke never waits for it; what could
 * not be saved stays in the queue and is tried again, and the page says so. A row is marked saved only by the service's answer.
 */
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import type { Column } from './columns.ts';

export interface RowToSave {
  readonly id: string;
  readonly position: number;
  readonly cells: DraftCells;
  readonly source: 'typed' | 'pasted';
}

export interface CursorToSave {
  readonly position: number;
  readonly column: Column;
}

export interface SaveState {
  /** Rows that the service has not answered for. */
  readonly waiting: number;
  /** What the last try failed with; null while all goes well. */
  readonly problem: string | null;
}

export interface SaveQueueDeps {
  readonly save: (rows: readonly RowToSave[], cursor: CursorToSave | undefined) => Promise<readonly DraftRow[]>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** Answers for rows that were not changed again while the request was under way. */
  readonly saved: (rows: readonly DraftRow[]) => void;
  readonly changed: (state: SaveState) => void;
  /** Runs the task after so many milliseconds; gives the way to call it off. */
  readonly later: (ms: number, task: () => void) => () => void;
  /** The sentence for a failure. */
  readonly problemOf: (error: unknown) => string;
}

export interface SaveQueue {
  put(rows: readonly RowToSave[], removed: readonly string[]): void;
  /** Remembers where the agent is; travels with the next save or by itself after a pause. */
  cursor(at: CursorToSave): void;
  /** Resolves with true when everything is saved, false when the try failed. */
  drain(): Promise<boolean>;
  stop(): void;
}

/** As many rows as one request may carry (contract of batch.save). */
const MOST_ROWS = 2000;
const CURSOR_PAUSE_MS = 800;
const RETRY_MS = [500, 1000, 2000, 5000] as const;

export function createSaveQueue(deps: SaveQueueDeps): SaveQueue {
  const rows = new Map<string, RowToSave>();
  const removed = new Set<string>();
  let place: CursorToSave | undefined;
  let running: Promise<boolean> | null = null;
  let failures = 0;
  let problem: string | null = null;
  let timer: (() => void) | null = null;
  let stopped = false;

  const tell = () => deps.changed({ waiting: rows.size + removed.size, problem });
  const idle = () => rows.size === 0 && removed.size === 0 && place === undefined;
  const hasWork = () => !idle() && !stopped;
  const wait = (ms: number) => {
    timer?.();
    timer = deps.later(ms, () => {
      timer = null;
      start();
    });
  };

  /** A row stays in the queue until its own answer is here, so a failure loses nothing. */
  async function sendOnce(): Promise<void> {
    const batch = [...rows.values()].slice(0, MOST_ROWS);
    const at = place;
    const gone = [...removed];
    if (batch.length > 0 || at !== undefined) {
      const answers = await deps.save(batch, at);
      if (place === at) place = undefined;
      const savedIds = new Set(batch.filter((row) => rows.get(row.id) === row).map((row) => row.id));
      for (const id of savedIds) rows.delete(id);
      // The service may answer for neighbours too (a duplicate that is one no longer); those are welcome unless typed into meanwhile.
      deps.saved(answers.filter((row) => !rows.has(row.id) && !removed.has(row.id)));
    }
    if (gone.length > 0) {
      await deps.remove(gone);
      for (const id of gone) removed.delete(id);
    }
  }

  async function run(): Promise<boolean> {
    try {
      // One after another on purpose: an older text must never arrive after a newer one.
      // oxlint-disable-next-line no-await-in-loop
      while (hasWork()) await sendOnce();
      failures = 0;
      problem = null;
      return true;
    } catch (error) {
      problem = deps.problemOf(error);
      if (!stopped) wait(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 5000);
      failures += 1;
      return false;
    } finally {
      running = null;
      tell();
    }
  }

  function start(): Promise<boolean> {
    timer?.();
    timer = null;
    running ??= run();
    return running;
  }

  return {
    put(changed, gone) {
      for (const row of changed) {
        rows.set(row.id, row);
        removed.delete(row.id);
      }
      for (const id of gone) {
        rows.delete(id);
        removed.add(id);
      }
      if (changed.length + gone.length === 0) return;
      tell();
      void start();
    },
    cursor(at) {
      place = at;
      if (running === null && timer === null) wait(CURSOR_PAUSE_MS);
    },
    async drain() {
      let done = true;
      while (done && (!idle() || running !== null)) {
        // oxlint-disable-next-line no-await-in-loop
        done = await start();
      }
      return done;
    },
    stop() {
      stopped = true;
      timer?.();
    },
  };
}
