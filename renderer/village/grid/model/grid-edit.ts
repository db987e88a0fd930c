/** Changes to the rows of the grid: each takes the state and gives the next one together with what must be saved or removed. Pure. */
import { textToKeep } from '../../../../shared/slips/cell-limit.ts';
import { SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import { ghostCells, rowAbove, typeInto } from './carry-down.ts';
import type { Column } from './columns.ts';
import { blankRow, gridRowOf, indexOfRow, isBlank, judgementOf, sameCells, withBlankTail } from './grid-state.ts';
import type { GridRow, GridState } from './grid-state.ts';

export interface Outcome {
  readonly state: GridState;
  readonly save: readonly GridRow[];
  readonly remove: readonly string[];
}

const UNDO_DEPTH = 100;

export const unchanged = (state: GridState): Outcome => ({ state, save: [], remove: [] });

/** Puts the new rows in place, remembers the old ones, and finds what the difference asks of the service. */
function change(state: GridState, rows: readonly GridRow[], newId: () => string, cursor = state.cursor): Outcome {
  const whole = withBlankTail(
    rows.map((row) => (isBlank(row) && row.judgement !== null ? { ...row, judgement: null, carried: [] } : row)),
    newId,
  );
  const next: GridState = {
    ...state,
    rows: whole,
    cursor: whole.some((row) => row.id === cursor.row) ? cursor : { ...cursor, row: whole.at(-1)?.id ?? '' },
    editing: null,
    undo: [...state.undo, state.rows].slice(-UNDO_DEPTH),
  };
  return { state: next, ...difference(state.rows, whole) };
}

/** Blank rows are never saved, and a row that was emptied is removed: an agent who leaves a line empty has handed in nothing. */
function difference(before: readonly GridRow[], after: readonly GridRow[]): Pick<Outcome, 'save' | 'remove'> {
  const old = new Map(before.map((row) => [row.id, row]));
  const filled = new Set(after.filter((row) => !isBlank(row)).map((row) => row.id));
  const save = after.filter((row) => {
    const earlier = old.get(row.id);
    if (isBlank(row)) return false;
    return earlier === undefined || row.position !== earlier.position || !sameCells(row.cells, earlier.cells);
  });
  const remove = before.filter((row) => !filled.has(row.id) && !isBlank(row));
  return { save, remove: remove.map((row) => row.id) };
}

const replaceAt = (rows: readonly GridRow[], index: number, row: GridRow): readonly GridRow[] =>
  rows.map((old, at) => (at === index ? row : old));

/** Puts text into one cell; blanks around it go. The same text again is no change, unless it was only carried. */
export function setCell(state: GridState, rowId: string, column: Column, text: string, newId: () => string): Outcome {
  const index = indexOfRow(state.rows, rowId);
  const row = state.rows[index];
  const typed = textToKeep(text.trim());
  if (row === undefined) return unchanged({ ...state, editing: null });
  const next = typeInto(state.rows, index, column, typed);
  if (next === null || (sameCells(next.cells, row.cells) && next.carried.length === row.carried.length))
    return unchanged({ ...state, editing: null });
  return change(state, replaceAt(state.rows, index, next), newId);
}

interface Fill {
  readonly row: string;
  readonly column: Column;
  readonly cells: Partial<DraftCells>;
}

/** Puts several cells into one row. Only `column` was chosen; the others are grey until typed over, and Enter passes them. */
export function fillCells(state: GridState, fill: Fill, newId: () => string): Outcome {
  const index = indexOfRow(state.rows, fill.row);
  const row = state.rows[index];
  if (row === undefined) return unchanged(state);
  const filled = Object.keys(fill.cells) as Column[];
  const carried = [...new Set([...row.carried, ...filled])].filter((column) => column !== fill.column);
  return change(
    state,
    replaceAt(state.rows, index, { ...row, cells: { ...row.cells, ...fill.cells }, carried }),
    newId,
  );
}

/** Ctrl+D: the value of the row above, now the row's own. */
export function copyDown(state: GridState, newId: () => string): Outcome {
  const { row, column } = state.cursor;
  const above = rowAbove(state.rows, indexOfRow(state.rows, row));
  return above === null ? unchanged(state) : setCell(state, row, column, above.cells[column], newId);
}

/** A blank row above the cursor. Positions below move down only as far as the next gap. */
export function insertRow(state: GridState, newId: () => string): Outcome {
  const index = indexOfRow(state.rows, state.cursor.row);
  const here = state.rows[index];
  if (here === undefined || isBlank(here)) return unchanged(state);
  const fresh = blankRow(newId(), here.position);
  const rows = spread([...state.rows.slice(0, index), fresh, ...state.rows.slice(index)], index + 1);
  return change(state, rows, newId, { row: fresh.id, column: state.cursor.column });
}

/** Makes positions rise strictly from `from` on; stops where they already do. */
function spread(rows: readonly GridRow[], from: number): readonly GridRow[] {
  const next = [...rows];
  for (let at = from; at < next.length; at += 1) {
    const row = next[at];
    const before = next[at - 1];
    if (row === undefined || before === undefined || row.position > before.position) break;
    next[at] = { ...row, position: before.position + 1 };
  }
  return next;
}

/** Takes the row away; undo brings it back. The cursor stays at its place in the list. */
export function removeRow(state: GridState, newId: () => string): Outcome {
  const index = indexOfRow(state.rows, state.cursor.row);
  if (index < 0 || (index === state.rows.length - 1 && isBlank(state.rows[index] as GridRow))) return unchanged(state);
  const rows = state.rows.filter((_, at) => at !== index);
  const follower = rows[Math.min(index, rows.length - 1)];
  return change(state, rows, newId, follower ? { ...state.cursor, row: follower.id } : state.cursor);
}

/** Lays pasted rows over the grid from the cursor on; new rows are added at the end as needed. */
export function pasteRows(state: GridState, pasted: readonly Partial<DraftCells>[], newId: () => string): Outcome {
  const start = indexOfRow(state.rows, state.cursor.row);
  if (start < 0 || pasted.length === 0) return unchanged(state);
  const rows = [...state.rows];
  pasted.forEach((cells, offset) => {
    const at = start + offset;
    const target = rows[at] ?? blankRow(newId(), (rows[at - 1]?.position ?? -1) + 1);
    const fresh = isBlank(target);
    // One pasted column into a blank row is like typing it: the grey values hold. A whole row stands for itself.
    const base =
      fresh && Object.keys(cells).length <= 1
        ? { ...target.cells, ...ghostCells([...rows.slice(0, at), target], at) }
        : target.cells;
    rows[at] = {
      ...target,
      cells: { ...base, ...cells },
      source: fresh ? 'pasted' : target.source,
      carried: target.carried.filter((column) => cells[column] === undefined),
    };
  });
  return change(state, rows, newId);
}

/** One step back. Rows that are as they were keep what the service said since. */
export function undoLast(state: GridState, newId: () => string): Outcome {
  const earlier = state.undo.at(-1);
  if (earlier === undefined) return unchanged(state);
  const now = new Map(state.rows.map((row) => [row.id, row]));
  const rows = earlier.map((row) => {
    const current = now.get(row.id);
    return current !== undefined && current.position === row.position && sameCells(current.cells, row.cells)
      ? current
      : row;
  });
  const back = change(state, rows, newId, cursorOfDifference(state, rows));
  return { ...back, state: { ...back.state, undo: state.undo.slice(0, -1) } };
}

/** Undo shows what it did: the cursor goes to the first row that changed. */
function cursorOfDifference(state: GridState, rows: readonly GridRow[]) {
  const now = new Map(state.rows.map((row) => [row.id, row]));
  const changed = rows.find((row) => {
    const current = now.get(row.id);
    return current === undefined || !sameCells(current.cells, row.cells);
  });
  return changed === undefined ? state.cursor : { ...state.cursor, row: changed.id };
}

/** Takes in what the service answered for saved rows; a row that was changed again meanwhile keeps its cells. */
export function takeJudgements(state: GridState, answers: readonly DraftRow[]): GridState {
  const byId = new Map(answers.map((row) => [row.id, row]));
  const rows = state.rows.map((row) => {
    const answer = byId.get(row.id);
    return answer === undefined || !sameCells(answer.cells, row.cells)
      ? row
      : { ...row, judgement: judgementOf(answer) };
  });
  return { ...state, rows };
}

/**
 * Takes in the rows as the service has them now (after an import, a split, a finish). Blank local rows stay; rows the service no longer has go.
 * The way back is closed when rows came or went: undo must not take away what an import brought.
 */
export function mergeStoredRows(state: GridState, stored: readonly DraftRow[], newId: () => string): GridState {
  const local = new Map(state.rows.map((row) => [row.id, row]));
  const filled = stored.filter((row) => SLIP_COLUMNS.some(({ key }) => row.cells[key] !== ''));
  const known = new Set(filled.map((row) => row.id));
  const rows = filled.map((row): GridRow => {
    const mine = local.get(row.id);
    const fresh = gridRowOf(row);
    return mine !== undefined && sameCells(mine.cells, row.cells) ? { ...fresh, carried: mine.carried } : fresh;
  });
  const blanks = state.rows.filter((row) => !known.has(row.id) && isBlank(row));
  const lastStored = rows.reduce((most, row) => Math.max(most, row.position), -1);
  const placed = blanks.map((row, at, all) =>
    at === all.length - 1 ? { ...row, position: Math.max(row.position, lastStored + 1) } : row,
  );
  const ordered = withBlankTail(
    [...rows, ...placed].sort((a, b) => a.position - b.position),
    newId,
  );
  const cameOrWent = filled.length !== state.rows.length - blanks.length || filled.some((row) => !local.has(row.id));
  const cursor = ordered.some((row) => row.id === state.cursor.row)
    ? state.cursor
    : { ...state.cursor, row: ordered.at(-1)?.id ?? '' };
  return { ...state, rows: ordered, cursor, undo: cameOrWent ? [] : state.undo };
}
