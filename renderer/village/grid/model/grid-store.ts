/**
 * The grid's one place of change. An agent types a week's paper slips without looking at the screen; every key must act at once, nothing that was typed
 * may be lost, and the service saves and judges rows while typing goes on. So the state is one immutable value that only `dispatch` replaces: an action
 * from keyboard, mouse or service gives the next state and the rows to save and to remove, which go to the save queue. It guarantees that the grid ends
 * with one blank row to type into, that a blank row is never saved and a row that was emptied is removed, that the cursor stands on a row that is there,
 * and that each change by hand is one step back. No DOM, no time, no network: ids, saving and the remembered cursor are passed in.
 *
 *     an empty grid: row n1, blank; the cursor in its name
 *     type 向小明          editing {text: 向小明}; nothing is saved while it is typed
 *     commit, move down   save n1 {name: 向小明}; rows n1, n2 (blank); cursor n2, position 1
 *     undo                remove n1; row n1, blank again; cursor n1, position 0
 */
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import type { Column } from './columns.ts';
import {
  copyDown,
  fillCells,
  insertRow,
  pasteRows,
  removeRow,
  setCell,
  takeJudgements,
  mergeStoredRows,
  undoLast,
  unchanged,
} from './grid-edit.ts';
import type { Outcome } from './grid-edit.ts';
import { moveCursor } from './grid-move.ts';
import type { Move } from './grid-move.ts';
import { blankRow, cursorRow, indexOfRow, isBlank } from './grid-state.ts';
import type { Cursor, GridRow, GridState } from './grid-state.ts';
import type { CursorToSave, RowToSave } from './save-queue.ts';
import { nextPending } from './visible.ts';

export type GridAction =
  | { readonly do: 'move'; readonly move: Move }
  | { readonly do: 'goto'; readonly row: string; readonly column: Column }
  /** Typing on a cell replaces its text; F2 and double click keep it. */
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'edit' }
  | { readonly do: 'cancel' }
  /** Takes the typed text into the cell and goes on. */
  | { readonly do: 'commit'; readonly move?: Move }
  | { readonly do: 'set'; readonly row: string; readonly column: Column; readonly text: string }
  /** Several cells at once, chosen for the sake of `column`: the others are taken over. One step back undoes them together. */
  | { readonly do: 'fill'; readonly row: string; readonly column: Column; readonly cells: Partial<DraftCells> }
  | { readonly do: 'clear' }
  | { readonly do: 'copy-down' }
  | { readonly do: 'paste'; readonly rows: readonly Partial<DraftCells>[] }
  | { readonly do: 'insert-row' }
  | { readonly do: 'remove-row' }
  | { readonly do: 'undo' }
  | { readonly do: 'next-pending' }
  | { readonly do: 'filter'; readonly problemsOnly: boolean }
  | { readonly do: 'judged'; readonly rows: readonly DraftRow[] }
  | { readonly do: 'stored'; readonly rows: readonly DraftRow[] };

export interface GridStoreDeps {
  readonly newId: () => string;
  readonly save: (rows: readonly RowToSave[], removed: readonly string[]) => void;
  readonly cursor: (at: CursorToSave) => void;
}

export interface GridStore {
  get(): GridState;
  dispatch(action: GridAction): void;
  subscribe(listener: () => void): () => void;
}

/** A grid that opens where the agent left it: `at` is the remembered position and column. */
export function createGridStore(stored: readonly DraftRow[], at: CursorToSave, deps: GridStoreDeps): GridStore {
  const tail = blankRow(deps.newId(), 0);
  const empty: GridState = {
    rows: [tail],
    cursor: { row: tail.id, column: at.column },
    editing: null,
    problemsOnly: false,
    fresh: null,
    undo: [],
  };
  const rows = mergeStoredRows(empty, stored, deps.newId).rows;
  const here = rows.find((row) => row.position >= at.position) ?? rows.at(-1) ?? tail;
  let state: GridState = { ...empty, rows, cursor: { row: here.id, column: at.column } };
  const listeners = new Set<() => void>();

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(action) {
      const before = state;
      const outcome = reduce(state, action, deps.newId);
      state = withFresh(before, outcome.state);
      if (outcome.save.length + outcome.remove.length > 0) deps.save(outcome.save.map(toSave), outcome.remove);
      if (state.cursor !== before.cursor) rememberCursor(state, deps);
      if (state !== before) for (const listener of listeners) listener();
    },
  };
}

/** A blank row that got its first text is fresh while the cursor stays in it. */
function withFresh(before: GridState, after: GridState): GridState {
  const here = after.cursor.row;
  const started = (state: GridState) => state.rows.some((row) => row.id === here && !isBlank(row));
  const fresh =
    before.fresh === here || (before.cursor.row === here && !started(before) && started(after)) ? here : null;
  return fresh === after.fresh ? after : { ...after, fresh };
}

/** An imported row that is corrected by hand is typed from then on; the service keeps where it came from. */
const toSave = (row: GridRow): RowToSave => ({
  id: row.id,
  position: row.position,
  cells: row.cells,
  source: row.source === 'imported' ? 'typed' : row.source,
});

function rememberCursor(state: GridState, deps: GridStoreDeps): void {
  const row = cursorRow(state);
  if (row !== null) deps.cursor({ position: row.position, column: state.cursor.column });
}

/** Everything an action changes. */
function reduce(state: GridState, action: GridAction, newId: () => string): Outcome {
  const { row, column } = state.cursor;
  switch (action.do) {
    case 'move':
      return unchanged({ ...state, cursor: moveCursor(state, action.move) });
    case 'goto':
      return goTo(state, { row: action.row, column: action.column }, newId);
    case 'type':
      return unchanged({ ...state, editing: { text: action.text } });
    case 'edit':
      return unchanged({ ...state, editing: { text: cursorRow(state)?.cells[column] ?? '' } });
    case 'cancel':
      return unchanged({ ...state, editing: null });
    case 'commit':
      return thenMove(commit(state, newId), action.move);
    case 'set':
      return setCell(state, action.row, action.column, action.text, newId);
    case 'fill':
      return fillCells(state, action, newId);
    case 'clear':
      return setCell(state, row, column, '', newId);
    case 'copy-down':
      return copyDown(state, newId);
    case 'paste':
      return pasteRows(state, action.rows, newId);
    case 'insert-row':
      return insertRow(state, newId);
    case 'remove-row':
      return removeRow(state, newId);
    case 'undo':
      return undoLast(state, newId);
    case 'next-pending':
      return unchanged(toNextPending(state));
    case 'filter':
      return unchanged({ ...state, problemsOnly: action.problemsOnly });
    case 'judged':
      return unchanged(takeJudgements(state, action.rows));
    case 'stored':
      return unchanged(mergeStoredRows(state, action.rows, newId));
  }
}

function commit(state: GridState, newId: () => string): Outcome {
  if (state.editing === null) return unchanged(state);
  return setCell(state, state.cursor.row, state.cursor.column, state.editing.text, newId);
}

function thenMove(outcome: Outcome, move: Move | undefined): Outcome {
  if (move === undefined) return outcome;
  return { ...outcome, state: { ...outcome.state, cursor: moveCursor(outcome.state, move) } };
}

/** Leaving a cell by mouse takes what was typed, like Enter does. */
function goTo(state: GridState, cursor: Cursor, newId: () => string): Outcome {
  const left = commit(state, newId);
  if (indexOfRow(left.state.rows, cursor.row) < 0) return left;
  return { ...left, state: { ...left.state, cursor } };
}

/** To the cell that the first reason names. */
function toNextPending(state: GridState): GridState {
  const row = nextPending(state);
  if (row === null) return state;
  const column = row.judgement?.reasons.find((reason) => reason.field !== null)?.field ?? 'matter';
  return { ...state, editing: null, cursor: { row: row.id, column } };
}
