/** The diary of sync: every run ends in a row with an outcome (DESIGN §6), and documents that the hub denied are listed. */
import type { ReadDb, WriteDb } from '../types.ts';

/** Runs kept; older ones are dropped when a new one begins. Two months of a run every five minutes in office hours. */
const KEEP_RUNS = 5000;

interface SyncRun {
  readonly run: number;
  /** What set it off: a write, the network, the clock, the button. */
  readonly cause: string;
  readonly startedAt: string;
  /** null while it runs, or when the program was killed during it. */
  readonly endedAt: string | null;
  /** `complete`, or the kind of failure; '' while it runs. */
  readonly outcome: string;
  readonly docsUp: number;
  readonly docsDown: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** A sentence for the person; no personal data. */
  readonly message: string;
}

interface RunRow {
  run: number;
  cause: string;
  started_at: string;
  ended_at: string;
  outcome: string;
  docs_up: number;
  docs_down: number;
  bytes_up: number;
  bytes_down: number;
  message: string;
}

function syncRun(row: RunRow): SyncRun {
  return {
    run: row.run,
    cause: row.cause,
    startedAt: row.started_at,
    endedAt: row.ended_at === '' ? null : row.ended_at,
    outcome: row.outcome,
    docsUp: row.docs_up,
    docsDown: row.docs_down,
    bytesUp: row.bytes_up,
    bytesDown: row.bytes_down,
    message: row.message,
  };
}

/** Notes that a run begins; answers its number. `at` is an ISO instant. */
export function startRun(file: WriteDb, cause: string, at: string): number {
  return file.transaction(() => {
    const { lastInsertRowid } = file
      .sql(
        `INSERT INTO sync_run (cause, started_at, ended_at, outcome, docs_up, docs_down, bytes_up, bytes_down, message)
         VALUES (?, ?, '', '', 0, 0, 0, 0, '')`,
      )
      .run(cause, at);
    file.sql('DELETE FROM sync_run WHERE run <= ?').run(Number(lastInsertRowid) - KEEP_RUNS);
    return Number(lastInsertRowid);
  });
}

type RunEnd = Pick<SyncRun, 'outcome' | 'docsUp' | 'docsDown' | 'bytesUp' | 'bytesDown' | 'message'> & {
  readonly at: string;
};

/** Notes how a run ended. */
export function finishRun(file: WriteDb, run: number, end: RunEnd): void {
  file
    .sql(
      `UPDATE sync_run SET ended_at = ?, outcome = ?, docs_up = ?, docs_down = ?, bytes_up = ?, bytes_down = ?, message = ?
       WHERE run = ?`,
    )
    .run(end.at, end.outcome, end.docsUp, end.docsDown, end.bytesUp, end.bytesDown, end.message, run);
}

/** The newest run that ended, of one outcome or of any; null when there is none. */
export function lastRun(file: ReadDb, outcome: string | null = null): SyncRun | null {
  const row = file
    .sql(
      `SELECT * FROM sync_run WHERE ended_at <> '' AND (@outcome IS NULL OR outcome = @outcome) ORDER BY run DESC LIMIT 1`,
    )
    .get({ outcome }) as RunRow | undefined;
  return row === undefined ? null : syncRun(row);
}

/** The newest runs, newest first. */
export function recentRuns(file: ReadDb, limit: number): SyncRun[] {
  return (file.sql('SELECT * FROM sync_run ORDER BY run DESC LIMIT ?').all(limit) as RunRow[]).map(syncRun);
}

interface Denied {
  readonly ledger: string;
  readonly id: string;
  readonly why: string;
  readonly at: string;
}

/** What the hub does not take of a ledger: these, and no others any more. `at` is an ISO instant. */
export function keepDenied(
  file: WriteDb,
  ledger: string,
  denied: readonly { readonly id: string; readonly why: string }[],
  at: string,
): void {
  file.transaction(() => {
    file.sql('DELETE FROM denied WHERE ledger = ?').run(ledger);
    const add = file.sql('INSERT INTO denied (ledger, id, why, at) VALUES (?, ?, ?, ?)');
    for (const { id, why } of denied) add.run(ledger, id, why, at);
  });
}

/** What was denied and still lacks a receipt, by ledger and id: what was taken meanwhile, by whatever way, is off the list. */
export function deniedDocs(file: ReadDb): Denied[] {
  return file
    .sql(
      `SELECT ledger, id, why, denied.at FROM denied JOIN event_row USING (ledger, id)
       WHERE receipted = 0 ORDER BY ledger, id`,
    )
    .all() as Denied[];
}
