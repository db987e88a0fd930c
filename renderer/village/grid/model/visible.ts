/** Which rows are on the screen, and where the next one is that a person must look at. */
import type { DraftRow } from '../../../../shared/api/rows.ts';
import { indexOfRow } from './grid-state.ts';
import type { GridRow, GridState } from './grid-state.ts';

/** asks or is refused: a person has to decide. */
export function isPending(row: GridRow): boolean {
  const verdict = row.judgement?.verdict;
  return verdict === 'ask' || verdict === 'refuse';
}

/** With 只看待定的 the rows that wait for a decision, and the one under the cursor: it must not vanish while it is mended. */
export function visibleRows(state: Pick<GridState, 'rows' | 'problemsOnly' | 'cursor'>): readonly GridRow[] {
  if (!state.problemsOnly) return state.rows;
  return state.rows.filter((row) => isPending(row) || row.id === state.cursor.row);
}

/** The next row that waits for a decision, from the cursor downwards and then from the top; null when nothing waits. */
export function nextPending(state: Pick<GridState, 'rows' | 'cursor'>): GridRow | null {
  const from = indexOfRow(state.rows, state.cursor.row) + 1;
  const order = [...state.rows.slice(from), ...state.rows.slice(0, from)];
  return order.find(isPending) ?? null;
}

export type VerdictCounts = Readonly<Record<DraftRow['verdict'], number>>;

export function countVerdicts(rows: readonly GridRow[]): VerdictCounts {
  const counts = { empty: 0, take: 0, ask: 0, confirmed: 0, refuse: 0, dropped: 0 };
  for (const row of rows) counts[row.judgement?.verdict ?? 'empty'] += 1;
  return counts;
}
