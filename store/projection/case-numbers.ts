/** The case numbers that were given out: the highest running number of each place, day and station (LEDGER §3). Part of the projection. */
import type { LedgerEvent } from '../../shared/event/event.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { deviceCertificate } from '../trust/device-keys.ts';
import { readIdentity } from '../trust/identity.ts';
import type { EventTable } from './projection-table.ts';
import type { DataFile } from '../types.ts';

/** `<place>-<day>-<station><nnnn>`; a suffix given by the hub does not count. */
const NUMBER = /^(\d+)-(\d{8})-([2-9a-hjkmnp-z]{2})(\d{4,6})$/;

/**
 * The number that a first event gives its case, where its writer may give it: the machine's own place and station, the day of the event. Null for
 * any other claim, which counts for nothing: if it counted, it would stop another machine from registering, or take its number away.
 */
export function ownNumber(
  file: DataFile,
  { by, on, data }: LedgerEvent,
): { readonly prefix: string; readonly running: number } | null {
  const { number } = data;
  const [, place, day, station, running] = NUMBER.exec(typeof number === 'string' ? number : '') ?? [];
  if (place !== by.place || day !== compactDate(on)) return null;
  const identity = readIdentity(file);
  const author = identity?.device === by.device ? identity : deviceCertificate(file, by.device);
  return station === author?.station ? { prefix: `${place}-${day}-${station}`, running: Number(running) } : null;
}

export const numberCounterTable: EventTable = {
  name: 'number_counter',
  ddl: `CREATE TABLE number_counter (prefix TEXT PRIMARY KEY NOT NULL, highest INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM number_counter ORDER BY prefix',
  add(file, _ledger, event, caseId) {
    const number = caseId === event._id ? ownNumber(file, event) : null;
    if (number === null) return;
    file
      .sql(
        `INSERT INTO number_counter (prefix, highest) VALUES (?, ?)
         ON CONFLICT (prefix) DO UPDATE SET highest = max(highest, excluded.highest)`,
      )
      .run(number.prefix, number.running);
  },
};

/** The highest running number stored under a prefix; 0 when none is. */
export function highestNumber(file: DataFile, prefix: string): number {
  return (
    (file.sql('SELECT highest FROM number_counter WHERE prefix = ?').pluck().get(prefix) as number | undefined) ?? 0
  );
}
