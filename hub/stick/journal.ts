/** Which sticks came and went, for the console. */
import type { StickLogRow } from '../../shared/api/stick.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';

type Entry = Omit<StickLogRow, 'placeName'>;

const SHOWN = 100;

export function noteStick(file: WriteDb, { at, way, place, station, events, known, held }: Entry): void {
  file
    .sql('INSERT INTO hub_stick (at, way, place, station, events, known, held) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(at, way, place, station, events, known, held);
}

/** The newest first. */
export function stickRows(file: ReadDb, nameOf: (place: PlaceCode) => string): StickLogRow[] {
  const rows = file
    .sql('SELECT at, way, place, station, events, known, held FROM hub_stick ORDER BY no DESC LIMIT ?')
    .all(SHOWN) as Entry[];
  return rows.map((row) => ({ ...row, placeName: nameOf(row.place) }));
}
