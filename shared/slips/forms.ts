/** Papers filled in as a label beside its value (姓名 | 吴春梅 | 身份证号 | …), one or several on a sheet: each is one slip, to be asked about. */
import { type Cell, EMPTY_CELL, type SheetRow, cellText, isBlank } from './cells.ts';
import { type Columns, fieldOfHeading, readHeader } from './columns.ts';
import type { SlipField } from './slip-fields.ts';

export interface Form {
  /** Its values side by side, under the number of its first row. */
  readonly row: SheetRow;
  readonly columns: Columns;
  /** The rows that it stands in. */
  readonly rows: readonly SheetRow[];
  /** What those rows hold beside it. */
  readonly rest: readonly SheetRow[];
}

interface Pair {
  readonly field: SlipField;
  readonly label: string;
  readonly value: Cell;
}

const LABEL_AND_VALUE = /^([^:]{1,12}):\s*(\S[^]*)$/u;
const HOLDS_NUMBER = /\d{6}/;

/** Labels with their values in the same cell: 姓名：吴春梅 电话：13874512345. */
function pairsWithin(cell: Cell): Pair[] {
  const parts = cellText(cell)
    .replace(/[^\s:]{1,12}:/gu, '\n$&')
    .split('\n');
  const pairs = parts.map((part): Pair | null => {
    const [, label = '', text = ''] = LABEL_AND_VALUE.exec(part.trim()) ?? [];
    const field = label === '' ? null : fieldOfHeading({ kind: 'text', text: label });
    return !field ? null : { field, label, value: { ...cell, kind: 'text', text } };
  });
  return pairs.filter((pair) => pair !== null);
}

interface FormLine {
  readonly row: SheetRow;
  readonly pairs: readonly Pair[];
  /** Neither label nor value. */
  readonly rest: ReadonlySet<Cell>;
}

/** Labels of the row that have a value beside them or behind a colon. */
function formLine(row: SheetRow): FormLine {
  const own = row.cells.filter((cell) => !isBlank(cell));
  const rest = new Set(own);
  const pairs = own.flatMap((cell, index): Pair[] => {
    const within = pairsWithin(cell);
    if (within.length > 0) {
      rest.delete(cell);
      return within;
    }
    const field = fieldOfHeading(cell);
    const value = own[index + 1];
    if (!field || value === undefined || fieldOfHeading(value) !== undefined || pairsWithin(value).length > 0)
      return [];
    rest.delete(cell);
    rest.delete(value);
    return [{ field, label: cellText(cell), value }];
  });
  return { row, pairs, rest };
}

/**
 * Returns whether the row holds a label and its value. A row that could be headings as well is one if a matter or a number stands beside its label.
 */
export function isFormRow(row: SheetRow, namesMatter: (text: string) => boolean): boolean {
  const { pairs } = formLine(row);
  if (pairs.length === 0) return false;
  if (readHeader(row) === null) return true;
  return pairs.some(
    ({ field, value }) =>
      (field === 'matter' && namesMatter(cellText(value))) || (field === 'id' && HOLDS_NUMBER.test(cellText(value))),
  );
}

function formOf(lines: readonly FormLine[]): Form | null {
  const pairs = lines.flatMap((line) => line.pairs);
  const of: Partial<Record<SlipField, number>> = {};
  pairs.forEach(({ field }, index) => {
    of[field] ??= index;
  });
  const [first] = lines;
  if (first === undefined || of.name === undefined || (of.id ?? of.matter) === undefined) return null;
  const hidden = lines.some(({ row }) => row.hidden === true);
  return {
    rows: lines.map(({ row }) => row),
    rest: lines.flatMap(({ row, rest }) =>
      rest.size === 0 ? [] : [{ ...row, cells: row.cells.map((cell) => (rest.has(cell) ? cell : EMPTY_CELL)) }],
    ),
    row: { row: first.row.row, cells: pairs.map(({ value }) => value), ...(hidden && { hidden }) },
    columns: { of, headings: pairs.map(({ label }) => label) },
  };
}

/** The forms among rows, in order; a name or a number that stands there a second time begins the next one. */
export function readForms(rows: readonly SheetRow[], namesMatter: (text: string) => boolean): Form[] {
  const groups: FormLine[][] = [];
  let seen = new Set<SlipField>();
  for (const row of rows) {
    if (!isFormRow(row, namesMatter)) continue;
    const line = formLine(row);
    if (
      groups.length === 0 ||
      line.pairs.some(({ field }) => (field === 'name' || field === 'id') && seen.has(field))
    ) {
      groups.push([]);
      seen = new Set();
    }
    groups.at(-1)?.push(line);
    for (const { field } of line.pairs) seen.add(field);
  }
  return groups.map(formOf).filter((form) => form !== null);
}
