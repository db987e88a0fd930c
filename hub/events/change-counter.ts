/** Which databases moved since when: one counter for all, so that a site learns in one small request what is new (DESIGN §5). */
import type { DataFile } from '../../store/types.ts';

export interface DatabaseChange {
  readonly name: string;
  readonly move: number;
}

export function highestChange(file: DataFile): number {
  return file.sql('SELECT coalesce(max(move), 0) FROM hub_move').pluck().get() as number;
}

/** Notes that there is something new in a database. Within the transaction that makes it so. */
export function noteChange(file: DataFile, database: string): void {
  file
    .sql(
      `INSERT INTO hub_move (name, move) VALUES (?, (SELECT coalesce(max(move), 0) + 1 FROM hub_move))
       ON CONFLICT (name) DO UPDATE SET move = excluded.move`,
    )
    .run(database);
}

/** Notes every write in the transaction that makes it. */
export function noteChanges(file: DataFile): void {
  file.onWrite((database) => noteChange(file, database));
}

/** The databases that moved after a point of the counter. */
export function changedSince(file: DataFile, since: number): readonly DatabaseChange[] {
  return file.sql('SELECT name, move FROM hub_move WHERE move > ? ORDER BY move').all(since) as DatabaseChange[];
}
