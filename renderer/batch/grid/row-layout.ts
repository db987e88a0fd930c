/** How high each row is: the line of cells, and under it a line for each reason, so that the list can be virtual without measuring. */
import type { DraftRow } from '../../../shared/api/rows.ts';
import type { GridRow } from './grid-state.ts';

/** Pixels at the normal type size. */
export const CELL_LINE = 46;
export const REASON_LINE = 44;

/** Reasons are shown while a person still has to act or may take the decision back. */
export function shownReasons(row: GridRow): DraftRow['reasons'] {
  const judgement = row.judgement;
  if (judgement === null || judgement.verdict === 'take' || judgement.verdict === 'empty') return [];
  return judgement.reasons;
}

/** A row that was set aside or confirmed keeps one line: what was decided, and the way back. */
export function rowHeight(row: GridRow): number {
  const verdict = row.judgement?.verdict;
  const lines =
    verdict === 'ask' || verdict === 'refuse' ? Math.max(1, shownReasons(row).length) : isDecided(row) ? 1 : 0;
  return CELL_LINE + lines * REASON_LINE;
}

export const isDecided = (row: GridRow): boolean =>
  row.judgement?.verdict === 'confirmed' || row.judgement?.verdict === 'dropped';
