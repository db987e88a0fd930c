/**
 * What could not be read: documents that came down and are not whole (`unreadable`, tried again later), and documents that were set aside
 * so that they block nothing (`quarantine`). Both are counted and shown (LEDGER §6).
 */
import type { ReadDb, UnreadableReason, UnreadableRow, WriteDb } from '../types.ts';

/** Notes that a document can't be read, and why. */
export function markUnreadable(
  file: WriteDb,
  row: { readonly ledger: string; readonly id: string; readonly why: UnreadableReason; readonly message: string },
  at: string,
): void {
  file
    .sql('INSERT OR REPLACE INTO unreadable (ledger, id, why, message, at) VALUES (?, ?, ?, ?, ?)')
    .run(row.ledger, row.id, row.why, row.message, at);
}

/** The document can be read now, or is gone. */
export function clearUnreadable(file: WriteDb, ledger: string, id: string): void {
  file.sql('DELETE FROM unreadable WHERE ledger = ? AND id = ?').run(ledger, id);
}

/** What can't be read, by ledger and id. `ledger` is the place code, or the database's name where it is no ledger. */
export function unreadableRows(file: ReadDb): UnreadableRow[] {
  return file.sql('SELECT ledger, id, why, message, at FROM unreadable ORDER BY ledger, id').all() as UnreadableRow[];
}

/** Returns whether a ledger has documents that can't be read. */
export function hasUnreadable(file: ReadDb, ledger: string): boolean {
  return file.sql('SELECT 1 FROM unreadable WHERE ledger = ? LIMIT 1').get(ledger) !== undefined;
}

export function countUnreadable(file: ReadDb): number {
  return file.sql('SELECT count(*) FROM unreadable').pluck().get() as number;
}

/** What was set aside, without its content. */
export function quarantinedRows(file: ReadDb): UnreadableRow[] {
  return file.sql('SELECT ledger, id, why, message, at FROM quarantine ORDER BY ledger, id').all() as UnreadableRow[];
}

export function countQuarantined(file: ReadDb): number {
  return file.sql('SELECT count(*) FROM quarantine').pluck().get() as number;
}
