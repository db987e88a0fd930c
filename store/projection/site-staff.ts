/** The staff of a place, by the last event about each of them. Part of the projection. */
import type { StaffMember } from '../../shared/api/rows.ts';
import type { StaffId } from '../../shared/base/brands.ts';
import { instantOf } from '../../shared/event/event.ts';
import type { EventTable } from './projection-table.ts';
import type { ReadDb } from '../types.ts';

export const siteStaffTable: EventTable = {
  name: 'site_staff',
  ddl: `CREATE TABLE site_staff (
    place TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, windows TEXT NOT NULL, active INTEGER NOT NULL,
    said TEXT NOT NULL, PRIMARY KEY (place, id)
  ) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM site_staff ORDER BY place, id',
  /** The last word on a member of staff holds, by the order of LEDGER §3: day, corrected instant, id. */
  add(file, ledger, event) {
    if (event.type !== 'site.staff') return;
    const { id, name, windows, active } = event.data as Record<string, unknown>;
    if (typeof id !== 'string' || typeof name !== 'string' || !Array.isArray(windows)) return;
    const said = `${event.on} ${String(instantOf(event)).padStart(16, '0')} ${event._id}`;
    file
      .sql(
        `INSERT INTO site_staff (place, id, name, windows, active, said) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (place, id) DO UPDATE SET name = excluded.name, windows = excluded.windows,
           active = excluded.active, said = excluded.said
         WHERE excluded.said > said`,
      )
      .run(ledger, id, name, JSON.stringify(windows), active === false ? 0 : 1, said);
  },
};

/** The staff of a place, by badge number. */
export function staffOf(file: ReadDb, place: string): StaffMember[] {
  const rows = file.sql('SELECT id, name, windows, active FROM site_staff WHERE place = ? ORDER BY id').all(place) as {
    id: StaffId;
    name: string;
    windows: string;
    active: number;
  }[];
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    windows: JSON.parse(row.windows) as string[],
    active: row.active === 1,
  }));
}
