/** Where the columns of the grid lie (slip-fields.ts says what they are). */
import { type CellKey, SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';

export type Column = CellKey;

export const columnIndex = (key: Column): number => SLIP_COLUMNS.findIndex((column) => column.key === key);
export const columnLabel = (key: Column): string => SLIP_COLUMNS[columnIndex(key)]?.label ?? key;

/** Pixels before the first column: the number of the row and its verdict. */
const LEAD = 150;

export interface ColumnPlace {
  readonly left: number;
  readonly width: number;
}

/** Where each column lies in `available` pixels; `scale` is the type size against the normal one. Wider than available when it must be. */
export function placeColumns(
  available: number,
  scale: number,
): { readonly lead: number; readonly places: readonly ColumnPlace[]; readonly total: number } {
  const lead = Math.round(LEAD * scale);
  const least = SLIP_COLUMNS.map(({ width }) => Math.round(width * scale));
  const spare = Math.max(0, available - lead - least.reduce((sum, width) => sum + width, 0));
  const shares = SLIP_COLUMNS.reduce((sum, { grows }) => sum + grows, 0);
  let left = lead;
  const places = SLIP_COLUMNS.map(({ grows }, index): ColumnPlace => {
    const place = { left, width: (least[index] ?? 0) + Math.floor((spare * grows) / shares) };
    left += place.width;
    return place;
  });
  return { lead, places, total: left };
}
