/** What a place wrote about visitors who left without a case: consultations and first-asked records. */
import type { VisitorCounts } from '../../shared/api/rows.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import type { ReadDb } from '../types.ts';

/** Of one day, by every machine of the place. An event's id begins with its day, which is what the range of ids uses. */
export function visitorsOn(file: ReadDb, place: PlaceCode, on: LocalDate): VisitorCounts {
  const day = compactDate(on);
  const rows = file
    .sql(
      `SELECT id, type FROM event_row WHERE id >= ? AND id < ? AND ledger = ?
         AND type IN ('site.consulted', 'site.first-asked')`,
    )
    .all(`${day}-`, `${day}.`, place) as { id: string; type: string }[];
  const people = (id: string): number => {
    const event = file.store.get(ledgerName(place), id) as { data?: { count?: unknown } } | undefined;
    const count = event?.data?.count;
    return typeof count === 'number' ? count : 1;
  };
  const of = (type: string) => rows.filter((row) => row.type === type);
  return {
    consulted: of('site.consulted').reduce((sum, { id }) => sum + people(id), 0),
    firstAsked: of('site.first-asked').length,
  };
}
