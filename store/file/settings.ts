/** Small values by name, in the data file: in backups, and changed in the same transaction as what they speak of. */
import type { ReadDb, WriteDb } from '../types.ts';

/** Set by a restore inside the restored file: its next start begins a new series. */
export const RESTORED = 'restored';

/** The value, null when there is none. */
export function getSetting(file: ReadDb, name: string): string | null {
  const value: unknown = file.sql('SELECT value FROM setting WHERE name = ?').pluck().get(name);
  return typeof value === 'string' ? value : null;
}

/** Keeps a value; null removes it. */
export function setSetting(file: WriteDb, name: string, value: string | null): void {
  if (value === null) file.sql('DELETE FROM setting WHERE name = ?').run(name);
  else
    file
      .sql('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(name, value);
}
