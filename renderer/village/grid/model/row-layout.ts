/** How high each row is: the cells, a line for each reason, a line for what can be done; told from the data, so that the list is virtual without measuring. */
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { GridRow } from './grid-state.ts';
import { isPending } from './visible.ts';

/** Pixels at the normal type size (17); grid.css says the same in rem. */
export const CELL_LINE = 46;
const REASON_LINE = 29;
const OFFER_LINE = 44;

/** Reasons are shown while a person still has to act; in a fresh row only those about what has been typed. */
export function shownReasons(row: GridRow, fresh: boolean): DraftRow['reasons'] {
  if (!isPending(row)) return [];
  const reasons = row.judgement?.reasons ?? [];
  return fresh ? reasons.filter(({ field }) => field !== null && row.cells[field] !== '') : reasons;
}

/** Still being typed, and nothing wrong with what is there. */
export const isBeingTyped = (row: GridRow, fresh: boolean): boolean =>
  fresh && isPending(row) && shownReasons(row, fresh).length === 0;

/** Confirmed or set aside by a person: one line that says so, with the way back. */
export const isDecided = (row: GridRow): boolean =>
  row.judgement?.verdict === 'confirmed' || row.judgement?.verdict === 'dropped';

export function rowHeight(row: GridRow, fresh: boolean): number {
  if (isBeingTyped(row, fresh)) return CELL_LINE;
  if (isPending(row)) return CELL_LINE + Math.max(1, shownReasons(row, fresh).length) * REASON_LINE + OFFER_LINE;
  return CELL_LINE + (isDecided(row) ? OFFER_LINE : 0);
}
