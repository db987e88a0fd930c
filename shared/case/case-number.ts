/** The label of a case (LEDGER §3): the place and station that issued it, the day, a running number. The case itself is its first event. */
import type { CaseNo, LocalDate, PlaceCode, Station } from '../base/brands.ts';
import { compactDate } from '../base/local-date.ts';

/** What all numbers of one device and day begin with. */
export function caseNumberPrefix(place: PlaceCode, on: LocalDate, station: Station): string {
  return `${place}-${compactDate(on)}-${station}`;
}

/** `nnnn` = 1 + the highest stored with that prefix; four digits, more when a day has more. */
export function nextCaseNumber(place: PlaceCode, on: LocalDate, station: Station, highest: number): CaseNo {
  return `${caseNumberPrefix(place, on, station)}${String(highest + 1).padStart(4, '0')}` as CaseNo;
}

/** The running part of a number that begins with `prefix`; null for another prefix or a hub's suffix. */
export function runningPart(number: CaseNo, prefix: string): number | null {
  const rest = number.startsWith(prefix) ? number.slice(prefix.length) : '';
  return /^\d{4,6}$/.test(rest) ? Number(rest) : null;
}
