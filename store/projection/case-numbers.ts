/** The case numbers that were given out: the highest running number of each place, year and station (LEDGER §3). Part of the projection. */
import type { LedgerEvent } from '../../shared/event/event.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { caseNumberCounter, partsOfCaseNumber } from '../../shared/case/case-number.ts';
import { deviceCertificate } from '../trust/device-keys.ts';
import { readIdentity } from '../trust/identity.ts';
import type { EventTable } from './projection-table.ts';
import type { ReadDb } from '../types.ts';

/**
 * The number that a first event gives its case, where its writer may give it: the machine's own place and station, the day of the event. Null for
 * any other claim, which counts for nothing: if it counted, it would stop another machine from registering, or take its number away.
 */
export function ownNumber(
  file: ReadDb,
  { by, on, data }: LedgerEvent,
): { readonly counter: string; readonly running: number } | null {
  const parts = partsOfCaseNumber(data['number']);
  if (parts === null || parts.place !== by.place || parts.day !== compactDate(on)) return null;
  const identity = readIdentity(file);
  const station = (identity?.device === by.device ? identity : deviceCertificate(file, by.device))?.station;
  if (station === undefined || parts.station !== station.toUpperCase()) return null;
  return { counter: caseNumberCounter(by.place, on, station), running: parts.running };
}

export const numberCounterTable: EventTable = {
  name: 'number_counter',
  ddl: `CREATE TABLE number_counter (counter TEXT PRIMARY KEY NOT NULL, highest INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM number_counter ORDER BY counter',
  add(file, _ledger, event, caseId) {
    const number = caseId === event._id ? ownNumber(file, event) : null;
    if (number === null) return;
    file
      .sql(
        `INSERT INTO number_counter (counter, highest) VALUES (?, ?)
         ON CONFLICT (counter) DO UPDATE SET highest = max(highest, excluded.highest)`,
      )
      .run(number.counter, number.running);
  },
};

/** The highest running number of a counter (`caseNumberCounter`); 0 when none is. */
export function highestNumber(file: ReadDb, counter: string): number {
  return (
    (file.sql('SELECT highest FROM number_counter WHERE counter = ?').pluck().get(counter) as number | undefined) ?? 0
  );
}
