/** What the rows of the events say of single events and of all of them, for those who need no more of them than that. */
import type { DeviceId, EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { ReadDb } from '../types.ts';

/** Returns whether the event is in a ledger of this file. */
export const isStored = (file: ReadDb, id: EventId): boolean =>
  file.sql('SELECT 1 FROM event_row WHERE id = ?').get(id) !== undefined;

/** Returns the ledger that the event is in; null for an event that is in none. */
export function ledgerOfEvent(file: ReadDb, id: EventId): PlaceCode | null {
  return (file.sql('SELECT ledger FROM event_row WHERE id = ?').pluck().get(id) as PlaceCode | undefined) ?? null;
}

/** Returns the number that the event got on its arrival in this file; null for an event that is in no ledger. */
export function arrivalOf(file: ReadDb, id: EventId): number | null {
  return (file.sql('SELECT no FROM event_row WHERE id = ?').pluck().get(id) as number | undefined) ?? null;
}

/** Returns when the event was written by its own word, in ISO 8601; null for an event that is in no ledger. */
export function writtenAt(file: ReadDb, id: EventId): string | null {
  return (file.sql('SELECT at FROM event_row WHERE id = ?').pluck().get(id) as string | undefined) ?? null;
}

/** Returns the number of the newest arrival, 0 before the first. Rows are never deleted, so it is their count without counting. */
export function newestArrival(file: ReadDb): number {
  return file.sql('SELECT coalesce(max(no), 0) FROM event_row').pluck().get() as number;
}

export function countEvents(file: ReadDb): number {
  return file.sql('SELECT count(*) FROM event_row').pluck().get() as number;
}

/** Counts the events of each ledger. */
export function eventsByLedger(file: ReadDb): ReadonlyMap<string, number> {
  const rows = file.sql('SELECT ledger, count(*) AS events FROM event_row GROUP BY ledger').all() as {
    ledger: string;
    events: number;
  }[];
  return new Map(rows.map(({ ledger, events }) => [ledger, events]));
}

/** An event, by the case and ledger that it is in, that speaks about another one. */
interface Mention {
  readonly case: EventId;
  readonly ledger: PlaceCode;
  readonly about: EventId;
  readonly device: DeviceId | null;
}

/** Returns whether a device has spoken of an event in a case's ledger. */
export function hasSpokenOf(file: ReadDb, { case: id, ledger, about, device }: Mention): boolean {
  return (
    file
      .sql('SELECT 1 FROM event_row WHERE case_id = ? AND about = ? AND ledger = ? AND device = ?')
      .get(id, about, ledger, device ?? '') !== undefined
  );
}
