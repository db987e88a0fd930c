/** The moves of the cursor. Pure: the state in, the new cursor out. */
import { SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';
import { isTakenOver } from './carry-down.ts';
import { columnIndex } from './columns.ts';
import { indexOfRow } from './grid-state.ts';
import type { Cursor, GridState } from './grid-state.ts';
import { visibleRows } from './visible.ts';

export type Move =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  /** Tab, Shift+Tab: every cell, over the ends of rows. */
  | 'tab'
  | 'tab-back'
  /** Enter: the next cell that must be typed; what was taken over from above is skipped. */
  | 'enter'
  | 'row-start'
  | 'row-end'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last';

const PAGE = 12;

export function moveCursor(state: GridState, move: Move): Cursor {
  const rows = visibleRows(state);
  const at = Math.max(0, indexOfRow(rows, state.cursor.row));
  const column = columnIndex(state.cursor.column);
  const go = (row: number, to: number): Cursor => ({
    row: rows[Math.min(Math.max(row, 0), rows.length - 1)]?.id ?? state.cursor.row,
    column: SLIP_COLUMNS[Math.min(Math.max(to, 0), SLIP_COLUMNS.length - 1)]?.key ?? state.cursor.column,
  });
  const last = SLIP_COLUMNS.length - 1;
  switch (move) {
    case 'up':
      return go(at - 1, column);
    case 'down':
      return go(at + 1, column);
    case 'left':
      return go(at, column - 1);
    case 'right':
      return go(at, column + 1);
    case 'tab':
      if (column < last) return go(at, column + 1);
      return at < rows.length - 1 ? go(at + 1, 0) : state.cursor;
    case 'tab-back':
      if (column > 0) return go(at, column - 1);
      return at > 0 ? go(at - 1, last) : state.cursor;
    case 'enter':
      return nextToType(state, rows[at]?.id ?? state.cursor.row, column) ?? go(at, column);
    case 'row-start':
      return go(at, 0);
    case 'row-end':
      return go(at, last);
    case 'page-up':
      return go(at - PAGE, column);
    case 'page-down':
      return go(at + PAGE, column);
    case 'first':
      return go(0, 0);
    case 'last':
      return go(rows.length - 1, 0);
  }
}

/** The rest of this row, then the next visible one; null at the very end. */
function nextToType(state: GridState, rowId: string, column: number): Cursor | null {
  const rows = visibleRows(state);
  const at = indexOfRow(rows, rowId);
  for (const [offset, from] of [
    [0, column + 1],
    [1, 0],
  ] as const) {
    const row = rows[at + offset];
    if (row === undefined) continue;
    const index = indexOfRow(state.rows, row.id);
    const next = SLIP_COLUMNS.slice(from).find(({ key, onEnter }) => onEnter && !isTakenOver(state.rows, index, key));
    if (next !== undefined) return { row: row.id, column: next.key };
  }
  return null;
}
