import Database from 'better-sqlite3';
import { openStore, type WrittenDoc } from '../../store/pouch/index.ts';

/** `file`: the database has a file of its own. `store`: it shares one with tables of the program, which a hook fills. */
export type Mode = 'file' | 'store';

export const KEY = '5eed'.repeat(16);
export const LEDGER = 'ledger-431222101001';
/** Documents of one bulk write, and of one transaction of the caller's: all of them are there, or none. */
export const BATCH = 20;
export const CASE = 3;

/** Sets key and pragmas as the program does, and makes the tables that the hook and the caller write. */
export function prepareConnection(connection: Database.Database): void {
  connection.pragma("cipher = 'chacha20'");
  connection.pragma(`key = "raw:${KEY}"`);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.exec(`
    CREATE TABLE IF NOT EXISTS projection (database TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (database, id)) STRICT;
    CREATE TABLE IF NOT EXISTS counter (n INTEGER NOT NULL) STRICT;
    INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);
  `);
}

/** The hook: one row for each document, in the transaction of its write. */
export function project(connection: Database.Database, database: string, docs: readonly WrittenDoc[]): void {
  const insert = connection.prepare('INSERT INTO projection VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const { id } of docs) insert.run(database, id);
}

/** What the writer has acknowledged so far: lines such as `put 17`. */
export type Acknowledged = ReadonlySet<string>;

function groups(ids: readonly string[], kind: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const id of ids) {
    const [name, number] = id.split('-');
    if (name === kind && number !== undefined) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  }
  return sizes;
}

/** Opens a file that a writer has left behind and says what is wrong with it; nothing, if all is well. */
export function examine(path: string, mode: Mode, acknowledged: Acknowledged): string[] {
  const faults: string[] = [];
  const connection = new Database(path);
  try {
    prepareConnection(connection);
    const store = openStore(connection);
    const check = connection.pragma('integrity_check', { simple: true });
    if (check !== 'ok') faults.push(`integrity_check: ${String(check)}`);
    const database = mode === 'store' ? LEDGER : (store.databases()[0] ?? '');
    const docs = store.changes(database, 0, 1_000_000);
    const ids = docs.map(({ id }) => id);
    const { doc_count: count, update_seq: seq } = store.info(database);
    if (count !== ids.length) faults.push(`doc_count is ${count}, there are ${ids.length} documents`);
    if (seq !== (docs.at(-1)?.seq ?? 0)) faults.push(`update_seq is ${seq}, the last document has ${docs.at(-1)?.seq}`);
    const sizes = { put: groups(ids, 'put'), batch: groups(ids, 'batch'), case: groups(ids, 'case') };
    const whole = { put: 1, batch: BATCH, case: CASE };
    for (const kind of ['put', 'batch', 'case'] as const) {
      for (const [number, size] of sizes[kind]) {
        if (size !== whole[kind]) faults.push(`${kind} ${number} is torn: ${size} of ${whole[kind]}`);
      }
    }
    for (const line of acknowledged) {
      const [kind, number] = line.split(' ') as ['put' | 'batch' | 'case', string];
      if (!sizes[kind].has(number)) faults.push(`${line} was acknowledged and is lost`);
    }
    if (mode === 'store') faults.push(...examineProjection(connection, ids, sizes.case.size));
  } finally {
    connection.close();
  }
  return faults;
}

function examineProjection(connection: Database.Database, ids: readonly string[], cases: number): string[] {
  const faults: string[] = [];
  const projected = new Set(connection.prepare('SELECT id FROM projection').pluck().all());
  if (projected.size !== ids.length || ids.some((id) => !projected.has(id))) {
    faults.push(`${projected.size} documents are projected, ${ids.length} are stored`);
  }
  const counted = connection.prepare('SELECT n FROM counter').pluck().get();
  if (counted !== cases) faults.push(`the counter stands at ${String(counted)} after ${cases} transactions`);
  return faults;
}
