/**
 * Up to where machines hold the hub's databases (docs/STICKS.md): this machine's own marks, what villages said of theirs, and at the hub what
 * every machine said in its bundles. A mark of another epoch counts as none.
 */
import type { Marks } from '../../shared/api/bundle.ts';
import type { DeviceId, PlaceCode, SeriesId } from '../../shared/base/brands.ts';
import { placeOfLedger } from '../projection/event-rows.ts';
import { hubMark, keepHubMark } from './pull-checkpoints.ts';
import type { ReadDb, WriteDb } from '../types.ts';

interface MarkRow {
  readonly name: string;
  readonly epoch: string;
  readonly seq: number;
}

/** What another machine said it holds in this epoch, as it travels; null without any mark. */
export function marksOf(file: ReadDb, device: DeviceId, epoch: SeriesId | null): Marks | null {
  if (epoch === null) return null;
  const rows = file
    .sql('SELECT name, epoch, seq FROM stick_mark WHERE device = ? AND epoch = ? ORDER BY name')
    .all(device, epoch) as MarkRow[];
  return rows.length === 0 ? null : { epoch, marks: rows.map(({ name, seq }) => ({ name, seq })) };
}

/** 0 without a mark in this epoch. */
export function markOf(file: ReadDb, device: DeviceId, name: string, epoch: SeriesId): number {
  const seq: unknown = file
    .sql('SELECT seq FROM stick_mark WHERE device = ? AND name = ? AND epoch = ?')
    .pluck()
    .get(device, name, epoch);
  return typeof seq === 'number' ? seq : 0;
}

/** Within one epoch a mark never goes back; a mark of another epoch replaces it. */
export function moveMark(
  file: WriteDb,
  device: DeviceId,
  epoch: SeriesId,
  mark: { readonly name: string; readonly seq: number },
): void {
  file
    .sql(
      `INSERT INTO stick_mark (device, name, epoch, seq) VALUES (?, ?, ?, ?) ON CONFLICT (device, name) DO UPDATE SET
         seq = CASE WHEN epoch = excluded.epoch THEN max(seq, excluded.seq) ELSE excluded.seq END, epoch = excluded.epoch`,
    )
    .run(device, mark.name, epoch, mark.seq);
}

// ---- this machine's own: of a ledger the very mark that parcels go on from, so that what came by stick need not come over a line again

const placeOf = (name: string): PlaceCode | null => placeOfLedger(name) as PlaceCode | null;

/** Up to where this machine holds a database of the hub, by whatever way it came; 0 where that is unknown. */
export function ownMark(file: ReadDb, own: DeviceId, name: string, epoch: SeriesId): number {
  const place = placeOf(name);
  return place === null ? markOf(file, own, name, epoch) : (hubMark(file, place) ?? 0);
}

/** `epoch` is the present one. */
export function moveOwnMark(
  file: WriteDb,
  own: DeviceId,
  epoch: SeriesId,
  { name, seq }: { readonly name: string; readonly seq: number },
): void {
  const place = placeOf(name);
  if (place === null) moveMark(file, own, epoch, { name, seq });
  else keepHubMark(file, place, seq);
}

/** All of them, as they travel. */
export function ownMarks(file: ReadDb, own: DeviceId, epoch: SeriesId | null): Marks | null {
  if (epoch === null) return null;
  const marks = file.store
    .databases()
    .map((name) => ({ name, seq: ownMark(file, own, name, epoch) }))
    .filter(({ seq }) => seq > 0);
  return { epoch, marks };
}
