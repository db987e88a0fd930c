/** A sheet as a file stores it, and how it becomes rows of cells: merged ranges spread, hidden columns marked, limits kept. */
import { type Cell, EMPTY_CELL, type Sheet, type SheetRow, isBlank } from '../../shared/slips/cells.ts';
import type { Budget } from './budget.ts';
import { MAX_COLUMNS } from './limits.ts';
import { WorkbookError } from './workbook-error.ts';

/** Rows and columns from 1, both ends included. */
export interface Range {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Columns by row, from 1. */
export type StruckCells = ReadonlyMap<number, ReadonlySet<number>>;

export interface RawSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Cells that hold something, by row and column from 1. Their reader took them from the file's budget. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, Cell>>;
  /** How many rows the file stores a value in, blank texts among them. */
  readonly storedRows: number;
  readonly merges: readonly Range[];
  hiddenRow(row: number): boolean;
  hiddenColumn(column: number): boolean;
}

/** `B3`, `$B$3`, `b3`; null for anything else. */
export function parseRef(text: string | undefined): { readonly row: number; readonly column: number } | null {
  const match = /^\$?([a-z]{1,3})\$?(\d{1,7})$/iu.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, letters = '', digits = ''] = match;
  const column = Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}

/** `A1:F1`; null for anything else, also for whole columns without rows. */
export function parseRange(text: string | undefined): Range | null {
  const [from, to = from] = (text ?? '').split(':').map(parseRef);
  if (!from || !to) return null;
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.column, to.column),
    bottom: Math.max(from.row, to.row),
    right: Math.max(from.column, to.column),
  };
}

/** A title may be merged a little further than the table below it reaches. */
const BEYOND = 3;

/** Index of the first of the ascending `numbers` that is not below `least`; their count where all are. */
function firstFrom(numbers: readonly number[], least: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] as number) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Spreads each range's first cell over the rest of it, as far as rows hold anything: a range may name a million rows. Throws WorkbookError
 * where ranges lie over one another so often, or show so long texts, that the budget is used up.
 */
function spread(
  rows: ReadonlyMap<number, Cell[]>,
  numbers: readonly number[],
  merges: readonly Range[],
  budget: Budget,
): void {
  const width = Math.max(0, ...Array.from(rows.values(), (cells) => cells.length));
  for (const { top, left: first, bottom, right } of merges) {
    const master = rows.get(top)?.[first - 1];
    if (master === undefined || master.merged !== undefined || isBlank(master)) continue;
    const last = Math.min(right, Math.max(width, first + BEYOND), MAX_COLUMNS);
    for (let index = firstFrom(numbers, top); index < numbers.length; index += 1) {
      const row = numbers[index] as number;
      if (row > bottom) break;
      budget.take(master, Math.max(0, last - first + (row === top ? 0 : 1)));
      const cells = rows.get(row) as Cell[];
      for (let column = first; column <= last; column += 1)
        if (row !== top || column !== first)
          cells[column - 1] = { ...master, merged: column === first ? 'down' : 'across' };
    }
  }
}

/** The rows that hold anything. Throws WorkbookError. */
function toSheet(raw: RawSheet, budget: Budget): Sheet {
  const rows = new Map<number, Cell[]>();
  for (const [row, held] of raw.rows) {
    const cells: Cell[] = [];
    for (const [column, cell] of held) {
      if (isBlank(cell) && cell.comment === undefined) continue;
      if (column > MAX_COLUMNS) throw new WorkbookError('too-many-columns', { sheet: raw.name });
      cells[column - 1] = cell;
    }
    if (cells.length > 0) rows.set(row, cells);
  }
  const numbers = [...rows.keys()].sort((a, b) => a - b);
  spread(rows, numbers, raw.merges, budget);
  const read = numbers.map((row): SheetRow => {
    const cells = Array.from(rows.get(row) as Cell[], (cell: Cell | undefined, index): Cell => {
      const held = cell ?? EMPTY_CELL;
      return raw.hiddenColumn(index + 1) && !isBlank(held) ? { ...held, hidden: true } : held;
    });
    return raw.hiddenRow(row) ? { row, cells, hidden: true } : { row, cells };
  });
  return raw.hidden ? { sheet: raw.name, rows: read, hidden: true } : { sheet: raw.name, rows: read };
}

/** All sheets of a file. Throws WorkbookError where one is wider than any real table, or all hold more than the budget has left. */
export const toSheets = (raws: Iterable<RawSheet>, budget: Budget): Sheet[] =>
  Array.from(raws, (raw) => toSheet(raw, budget));
