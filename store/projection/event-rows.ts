/** One row an event, and what single events say of themselves: numbers given out, slips, hand-over lists, staff. Part of the projection. */
import type { EventId, StaffId } from '../../shared/base/brands.ts';
import { caseOf } from '../../shared/case/case-rules.ts';
import { isKnownType } from '../../shared/case/known-types.ts';
import { instantOf, type LedgerEvent, type NewerEvent } from '../../shared/event/event.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import type { StaffMember } from '../../shared/api/rows.ts';
import { deviceCertificate } from '../trust/device-keys.ts';
import { readIdentity } from '../trust/identity.ts';
import { type Link, linkRanges } from './series-ranges.ts';
import type { DataFile, Outside } from '../types.ts';

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

/** Does a kept receipt cover a place in a series? What others wrote is green by that alone (LEDGER §5). */
function isCovered(file: DataFile, { device, series, seq }: AnyEvent['by']): boolean {
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
  file: DataFile,
  ledger: string,
  events: readonly AnyEvent[],
  { token, own, outside }: AddOptions,
): readonly AnyEvent[] {
  const added = events.filter((event) => addRow(file, ledger, event, own));
  for (const [device, series] of seriesOf(added))
    file
      .sql('INSERT INTO series_ledger (device, series, ledger) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(device, series, ledger);
  const links = added.filter((event) => outside?.joined(event._id) !== true).map(linkOf);
  for (const taken of linkRanges(file, links, token)) suspectClone(file, taken);
  for (const event of added) if (isReadable(event)) readOutEvent(file, ledger, event, caseIdOf(event));
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

/** False when it is here already. */
function addRow(file: DataFile, ledger: string, event: AnyEvent, own: string): boolean {
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

function suspectClone(file: DataFile, { device, series, seq }: Link): void {
  file
    .sql(
      `INSERT OR IGNORE INTO clone_pair (device, series, seq, id)
       SELECT device, series, seq, id FROM event_row WHERE device = ? AND series = ? AND seq = ?`,
    )
    .run(device, series, seq);
}

/** `<place>-<day>-<station><nnnn>`; a suffix given by the hub does not count. */
const NUMBER = /^(\d+)-(\d{8})-([2-9a-hjkmnp-z]{2})(\d{4,6})$/;

/**
 * The number that a first event gives its case, where its writer may give it: the machine's own place and station, the day of the event. Null for
 * any other claim, which counts for nothing: believed, it would stop another machine from registering, or take its number away.
 */
export function ownNumber(
  file: DataFile,
  { by, on, data }: LedgerEvent,
): { readonly prefix: string; readonly running: number } | null {
  const [, place, day, station, running] = NUMBER.exec(text(data['number'])) ?? [];
  if (place !== by.place || day !== compactDate(on)) return null;
  const identity = readIdentity(file);
  const author = identity?.device === by.device ? identity : deviceCertificate(file, by.device);
  return station === author?.station ? { prefix: `${place}-${day}-${station}`, running: Number(running) } : null;
}

function readOutEvent(file: DataFile, ledger: string, event: LedgerEvent, caseId: string): void {
  const { data } = event;
  if (caseId === event._id) {
    const number = ownNumber(file, event);
    if (number !== null) countNumber(file, number.prefix, number.running);
    const key = text((data['slip'] as { key?: unknown } | undefined)?.key);
    if (key !== '')
      file.sql('INSERT INTO slip_key (key, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING').run(key, caseId);
  } else if (event.type === 'handed-over') {
    file
      .sql(
        `INSERT INTO hand_over (list, case_id, event_id, ledger, on_date, staff) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(text(data['list']), caseId, event._id, ledger, event.on, event.by.staff);
  } else if (event.type === 'site.staff') keepStaff(file, ledger, event);
}

function countNumber(file: DataFile, prefix: string, running: number): void {
  file
    .sql(
      `INSERT INTO number_counter (prefix, highest) VALUES (?, ?)
       ON CONFLICT (prefix) DO UPDATE SET highest = max(highest, excluded.highest)`,
    )
    .run(prefix, running);
}

/** The highest running number stored under a prefix; 0 when none is. */
export function highestNumber(file: DataFile, prefix: string): number {
  return (
    (file.sql('SELECT highest FROM number_counter WHERE prefix = ?').pluck().get(prefix) as number | undefined) ?? 0
  );
}

/** The last word on a member of staff holds, by the order of LEDGER §3: day, corrected instant, id. */
function keepStaff(file: DataFile, place: string, event: LedgerEvent): void {
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
    .run(place, id, name, JSON.stringify(windows), active === false ? 0 : 1, said);
}

/** The staff of a place, by badge number. */
export function staffOf(file: DataFile, place: string): StaffMember[] {
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
