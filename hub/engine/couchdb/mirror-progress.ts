/** How far the hub's file and CouchDB know each other's documents, database by database; kept in the file with what it speaks of. */
import type { ReadDb, WriteDb } from '../../../store/types.ts';

export interface MirrorProgress {
  readonly name: string;
  /** Which database of which CouchDB this speaks of; of another one nothing is known. '' before the first contact. */
  readonly instance: string;
  /** Everything up to this sequence of the file is acknowledged by CouchDB. */
  readonly pushed: number;
  /** Everything up to this seq of CouchDB is in the file, or counted as strange. */
  readonly since: number | string;
  /** Documents of CouchDB that are none of ours and cannot be kept. */
  readonly strange: number;
}

interface MirrorProgressRow extends Omit<MirrorProgress, 'since'> {
  readonly since: string;
}

const NOTHING = { instance: '', pushed: 0, since: 0, strange: 0 };

export function readProgress(file: ReadDb, name: string): MirrorProgress {
  const row = file.sql('SELECT name, instance, pushed, since, strange FROM hub_couchdb WHERE name = ?').get(name) as
    | MirrorProgressRow
    | undefined;
  return row === undefined ? { name, ...NOTHING } : { ...row, since: JSON.parse(row.since) as number | string };
}

/** Changes what is given. Within the caller's transaction where there is one. */
export function changeProgress(file: WriteDb, name: string, change: Partial<Omit<MirrorProgress, 'name'>>): void {
  const { instance, pushed, since, strange } = { ...readProgress(file, name), ...change };
  file
    .sql('INSERT OR REPLACE INTO hub_couchdb (name, instance, pushed, since, strange) VALUES (?, ?, ?, ?, ?)')
    .run(name, instance, pushed, JSON.stringify(since), strange);
}

/** Documents of a database that CouchDB has not acknowledged. */
export const waitingIn = (file: ReadDb, name: string): number =>
  file.store.info(name).update_seq - readProgress(file, name).pushed;

/** Documents of all databases that CouchDB has not acknowledged. */
export function countWaiting(file: ReadDb): number {
  const rows = file.sql('SELECT name, pushed FROM hub_couchdb').all() as { name: string; pushed: number }[];
  const pushed = new Map(rows.map((row) => [row.name, row.pushed]));
  return file.store
    .databases()
    .reduce((sum, name) => sum + file.store.info(name).update_seq - (pushed.get(name) ?? 0), 0);
}
