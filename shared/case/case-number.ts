/**
 * The label of a case (LEDGER §3). It is read out on the telephone: capitals, no two characters that look alike, in groups; and its last six,
 * `A7-0001`, come back only in another year or at another place, so that they find the case. The case itself is its first event.
 */
import { CASE_NO, type CaseNo, type LocalDate, type PlaceCode, type Station } from '../base/brands.ts';
import { compactDate } from '../base/local-date.ts';

/** What stations are made of: without 0 O Q, 1 I L, 2 Z, 5 S, 8 B, G beside 6 and U beside V. */
export const STATION_CHARACTERS = '34679ACDEFHJKMNPRTWXY';

const inCapitals = (station: string): string => station.toUpperCase();

/** Under what the running numbers of one station are counted: its year. */
export const caseNumberCounter = (place: PlaceCode, on: LocalDate, station: Station): string =>
  `${place}-${on.slice(0, 4)}-${inCapitals(station)}`;

/** The number after the highest that is stored of that station and year; four digits, more where a year has more. */
export function nextCaseNumber(place: PlaceCode, on: LocalDate, station: Station, highest: number): CaseNo {
  const running = String(highest + 1).padStart(4, '0');
  return `${place}-${compactDate(on)}-${inCapitals(station)}-${running}` as CaseNo;
}

/** What a number says; null for what is none, and for one to which the hub gave a suffix. */
export function partsOfCaseNumber(
  number: unknown,
): { readonly place: string; readonly day: string; readonly station: string; readonly running: number } | null {
  const { place, day, station, running, suffix } = CASE_NO.exec(typeof number === 'string' ? number : '')?.groups ?? {};
  if (place === undefined || day === undefined || station === undefined || suffix !== undefined) return null;
  return { place, day, station: inCapitals(station), running: Number(running) };
}
