/** How high each row is: the cells, a line for each reason, a line for what can be done; told from the data, so that the list is virtual without measuring. */
import type { DraftRow } from '../../../shared/api/rows.ts';
import type { GridRow } from './grid-state.ts';
import { isPending } from './visible.ts';

/** Pixels at the normal type size (17); grid.css says the same in rem. */
export const CELL_LINE = 46;
const REASON_LINE = 29;
const OFFER_LINE = 44;

/** Reasons are shown while a person still has to act. */
export function shownReasons(row: GridRow): DraftRow['reasons'] {
  return isPending(row) ? (row.judgement?.reasons ?? []) : [];
}

/** Confirmed or set aside by a person: one line that says so, with the way back. */
export const isDecided = (row: GridRow): boolean =>
  row.judgement?.verdict === 'confirmed' || row.judgement?.verdict === 'dropped';

export function rowHeight(row: GridRow): number {
  if (isPending(row)) return CELL_LINE + Math.max(1, shownReasons(row).length) * REASON_LINE + OFFER_LINE;
  return CELL_LINE + (isDecided(row) ? OFFER_LINE : 0);
}
