/** Which databases changed since when: one counter for all, so that a site learns in one small request what is new (DESIGN §5). */
import type { DataFile, ReadDb, WriteDb } from '../../store/types.ts';

export interface DatabaseChange {
  readonly name: string;
  readonly change: number;
}

export function highestChange(file: ReadDb): number {
  return file.sql('SELECT coalesce(max(change), 0) FROM hub_change').pluck().get() as number;
}

/** Notes that there is something new in a database. Within the transaction that makes it so. */
export function noteChange(file: WriteDb, database: string): void {
  file
    .sql(
      `INSERT INTO hub_change (name, change) VALUES (?, (SELECT coalesce(max(change), 0) + 1 FROM hub_change))
       ON CONFLICT (name) DO UPDATE SET change = excluded.change`,
    )
    .run(database);
}

/** Notes every write in the transaction that makes it. */
export function noteChanges(file: DataFile): void {
  file.onWrite((database) => noteChange(file, database));
}

/** The databases that changed after a point of the counter. */
export function changedSince(file: ReadDb, since: number): readonly DatabaseChange[] {
  return file
    .sql('SELECT name, change FROM hub_change WHERE change > ? ORDER BY change')
    .all(since) as DatabaseChange[];
}
