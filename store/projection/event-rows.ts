/** One row an event. What single events say of themselves is told to the tables of event-tables.ts. Part of the projection. */
import type { EventId } from '../../shared/base/brands.ts';
import { caseOf } from '../../shared/case/case-rules.ts';
import { isKnownType } from '../../shared/case/known-types.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import { EVENT_TABLES } from './event-tables.ts';
import type { ProjectionTable } from './projection-table.ts';
import { type Link, linkRanges } from './series-ranges.ts';
import type { Outside, ReadDb, WriteDb } from '../types.ts';

export type AnyEvent = LedgerEvent | NewerEvent;

export const isReadable = (event: AnyEvent): event is LedgerEvent => event.v === 1;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const LEDGER = 'ledger-';

/** The place of a ledger by its database name; null for other databases. */
export function placeOfLedger(database: string): string | null {
  return database.startsWith(LEDGER) ? database.slice(LEDGER.length) : null;
}

/** The case an event belongs to, '' for none. */
export function caseIdOf(event: AnyEvent): EventId | '' {
  if (isReadable(event)) return caseOf(event) ?? '';
  return text(event['case']) as EventId | '';
}

/** Returns whether a kept receipt covers a place in a series. Events of other machines are green by that alone (LEDGER §5). */
function isCovered(file: ReadDb, { device, series, seq }: AnyEvent['by']): boolean {
  return (
    file
      .sql('SELECT 1 FROM receipt_range WHERE device = ? AND series = ? AND from_seq <= ? AND to_seq >= ? LIMIT 1')
      .get(device, series, seq, seq) !== undefined
  );
}

interface AddOptions {
  /** Of this change, for the ranges. */
  readonly token: number;
  /** This machine's device: its events become green by their chain (receipts.ts), not here. */
  readonly own: string;
  readonly outside?: Outside | undefined;
}

/** Adds those of the events that are not here yet, and answers which. */
export function addEventRows(
  file: WriteDb,
  ledger: string,
  events: readonly AnyEvent[],
  { token, own, outside }: AddOptions,
): readonly AnyEvent[] {
  const added = events.filter((event) => addRow(file, ledger, event, own));
  for (const [device, series] of seriesOf(added)) noteSeriesLedger(file, { device, series }, ledger);
  const links = added.filter((event) => outside?.joined(event._id) !== true).map(linkOf);
  for (const taken of linkRanges(file, links, token)) suspectClone(file, taken);
  for (const event of added)
    if (isReadable(event)) for (const table of EVENT_TABLES) table.add(file, ledger, event, caseIdOf(event));
  return added;
}

function seriesOf(events: readonly AnyEvent[]): Iterable<readonly [string, string]> {
  return new Map(events.map(({ by }) => [`${by.device} ${by.series}`, [by.device, by.series] as const])).values();
}

/** Its place in its series. */
export const linkOf = ({ _id: id, by: { device, series, seq, prev } }: AnyEvent): Link => ({
  device,
  series,
  seq,
  prev: prev ?? '',
  id,
});

export const eventRowTable: ProjectionTable = {
  name: 'event_row',
  ddl: `
  CREATE TABLE event_row (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL, case_id TEXT NOT NULL, type TEXT NOT NULL, v INTEGER NOT NULL,
    device TEXT NOT NULL, series TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL,
    about TEXT NOT NULL, on_date TEXT NOT NULL, at TEXT NOT NULL, place TEXT NOT NULL, staff TEXT NOT NULL,
    receipted INTEGER NOT NULL, newer INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX event_of_case ON event_row (case_id);
  CREATE INDEX event_of_series ON event_row (device, series, seq);
  CREATE INDEX event_unsynced ON event_row (device, series, seq, ledger) WHERE receipted = 0;
  CREATE INDEX event_newer ON event_row (id) WHERE newer = 1;`,
  compared: 'SELECT * FROM event_row ORDER BY id',
};

/** False when it is here already. */
function addRow(file: WriteDb, ledger: string, event: AnyEvent, own: string): boolean {
  const { by } = event;
  const { changes } = file
    .sql(
      `INSERT INTO event_row (id, ledger, case_id, type, v, device, series, seq, prev, about, on_date, at, place, staff,
         receipted, newer)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    )
    .run(
      event._id,
      ledger,
      caseIdOf(event),
      text(event['type']),
      event.v,
      by.device,
      by.series,
      by.seq,
      by.prev ?? '',
      text(event['about']),
      text(event['on']),
      text(event['at']),
      by.place,
      text(by['staff']),
      Number(by.device !== own && isCovered(file, by)),
      Number(!isReadable(event) || !isKnownType(event.type)),
    );
  return changes > 0;
}

/** Notes that the receipts of a series are asked for by a ledger. */
export function noteSeriesLedger(
  file: WriteDb,
  { device, series }: Pick<Link, 'device' | 'series'>,
  ledger: string,
): void {
  file
    .sql('INSERT INTO series_ledger (device, series, ledger) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(device, series, ledger);
}

/** Notes all events of one number in a series as a clone's: those in ledgers, and those that lie elsewhere (LEDGER §1). */
export function suspectClone(file: WriteDb, { device, series, seq }: Link, elsewhere: readonly string[] = []): void {
  file
    .sql(
      `INSERT OR IGNORE INTO clone_pair (device, series, seq, id)
       SELECT @device, @series, @seq, id FROM (
         SELECT id FROM event_row WHERE device = @device AND series = @series AND seq = @seq
         UNION SELECT value FROM json_each(@elsewhere))`,
    )
    .run({ device, series, seq, elsewhere: JSON.stringify(elsewhere) });
}
