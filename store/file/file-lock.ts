/**
 * The operating system's lock of a file, on a tiny SQLite file as Node has none itself: it is had at once or not at all, cannot be held
 * twice, and ends with the process, however that ends.
 */
import path from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreError } from './errors.ts';

/** Keeps every lock reachable until it is let go, as garbage collection would close its file and end it. */
const HELD = new Set<Database>();

/**
 * Takes the lock and answers how to let it go; null when another has it. The file stays, and stays empty: a deleted one could be locked twice.
 * @throws StoreError `ReadOnly` where the file can't be used.
 */
export function lockFile(file: string): (() => void) | null {
  let db: Database | undefined;
  try {
    const lock = (db = new Sqlite(file, { timeout: 0 }));
    // Held in memory: nothing is left of a killed process.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    HELD.add(lock);
    return () => {
      HELD.delete(lock);
      lock.close();
    };
  } catch (error) {
    db?.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return null;
    const message = `数据文件夹里的 ${path.basename(file)} 打不开，请检查文件夹的权限和磁盘`;
    throw new StoreError('ReadOnly', { message, cause: error });
  }
}
