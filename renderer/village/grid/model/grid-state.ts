/** What the grid holds in memory. Rows are never altered in place: a changed row is a new object, so undo can keep old ones. */
import { EMPTY_CELLS, SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import type { Column } from './columns.ts';

/** What the service said about a row when it was last saved. */
export type Judgement = Pick<
  DraftRow,
  'verdict' | 'reasons' | 'confirmable' | 'matterCode' | 'matterName' | 'candidates' | 'origin'
>;

export interface GridRow {
  readonly id: string;
  readonly position: number;
  readonly cells: DraftCells;
  readonly source: DraftRow['source'];
  /** Columns whose value came from the row above and was not typed over: shown in grey. */
  readonly carried: readonly Column[];
  /** null until the service has answered for the first time. */
  readonly judgement: Judgement | null;
}

export interface Cursor {
  readonly row: string;
  readonly column: Column;
}

/** The cell that is being typed into, with its text so far. */
interface Editing {
  readonly text: string;
}

export interface GridState {
  /** In order of position; the last one is always blank. */
  readonly rows: readonly GridRow[];
  readonly cursor: Cursor;
  readonly editing: Editing | null;
  readonly problemsOnly: boolean;
  /** A slip that is being typed for the first time, until the cursor leaves it: what is still to come is not complained of. */
  readonly fresh: string | null;
  /** Earlier versions of `rows`, newest last. */
  readonly undo: readonly (readonly GridRow[])[];
}

export function blankRow(id: string, position: number): GridRow {
  return { id, position, cells: EMPTY_CELLS, source: 'typed', carried: [], judgement: null };
}

export function gridRowOf(row: DraftRow): GridRow {
  const { id, position, cells, source } = row;
  return { id, position, cells, source, carried: [], judgement: judgementOf(row) };
}

export function judgementOf(row: DraftRow): Judgement {
  const { verdict, reasons, confirmable, matterCode, matterName, candidates, origin } = row;
  return { verdict, reasons, confirmable, matterCode, matterName, candidates, origin };
}

export const sameCells = (a: DraftCells, b: DraftCells): boolean => SLIP_COLUMNS.every(({ key }) => a[key] === b[key]);

export const isBlank = (row: GridRow): boolean => SLIP_COLUMNS.every(({ key }) => row.cells[key] === '');

/** -1 when no row has that id. */
export const indexOfRow = (rows: readonly GridRow[], id: string): number => rows.findIndex((row) => row.id === id);

export function cursorRow(state: GridState): GridRow | null {
  return state.rows.find((row) => row.id === state.cursor.row) ?? null;
}

/** Adds the blank row at the end when it is missing. */
export function withBlankTail(rows: readonly GridRow[], newId: () => string): readonly GridRow[] {
  const last = rows.at(-1);
  if (last !== undefined && isBlank(last)) return rows;
  return [...rows, blankRow(newId(), last === undefined ? 0 : last.position + 1)];
}
