/**
 * The operating system's lock of a file, on a tiny SQLite file as Node has none itself: it is had at once or not at all, cannot be held
 * twice, and ends with the process, however that ends.
 */
import Sqlite from 'better-sqlite3';

/** Takes the lock and answers how to let it go; null when another has it. The file stays, and stays empty: a deleted one could be locked twice. */
export function lockFile(file: string): (() => void) | null {
  const db = new Sqlite(file, { timeout: 0 });
  try {
    // Held in memory: nothing is left of a killed process.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return () => db.close();
  } catch (error) {
    db.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
