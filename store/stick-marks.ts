/**
 * Up to where machines have taken the hub's databases by stick (docs/STICKS.md): a site's own marks, what villages said of theirs, and at the
 * hub what every machine said. A mark of another epoch counts as none.
 */
import type { Marks } from '../shared/api/bundle.ts';
import type { DeviceId, SeriesId } from '../shared/domain/brands.ts';
import type { DataFile } from './types.ts';

interface MarkRow {
  readonly name: string;
  readonly epoch: string;
  readonly seq: number;
}

/** What a machine holds in this epoch, as it travels; null without any mark. */
export function marksOf(file: DataFile, device: DeviceId, epoch: SeriesId | null): Marks | null {
  if (epoch === null) return null;
  const rows = file
    .sql('SELECT name, epoch, seq FROM stick_mark WHERE device = ? AND epoch = ? ORDER BY name')
    .all(device, epoch) as MarkRow[];
  return rows.length === 0 ? null : { epoch, marks: rows.map(({ name, seq }) => ({ name, seq })) };
}

/** 0 without a mark in this epoch. */
export function markOf(file: DataFile, device: DeviceId, name: string, epoch: SeriesId): number {
  const seq: unknown = file
    .sql('SELECT seq FROM stick_mark WHERE device = ? AND name = ? AND epoch = ?')
    .pluck()
    .get(device, name, epoch);
  return typeof seq === 'number' ? seq : 0;
}

/** Within one epoch a mark never goes back; a mark of another epoch replaces it. */
export function moveMark(
  file: DataFile,
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
