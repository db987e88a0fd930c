/** What a spreadsheet program puts on the clipboard, laid out over the grid's columns. */
import type { DraftCells } from '../../../shared/api/rows.ts';
import { COLUMNS, columnIndex } from './columns.ts';
import type { Column } from './columns.ts';
import { HEADINGS, OTHER_HEADINGS } from '../../../shared/slips/headings.ts';
import type { SlipField } from '../../../shared/slips/headings.ts';
import { separatedRows } from '../../../shared/slips/separated.ts';

/** Rows of cells, those without content left out; a line break inside a cell becomes a space, as the grid has one line a cell. */
function parseTable(text: string): string[][] {
  return Array.from(separatedRows(text, '\t'), ({ fields }) =>
    fields.map((field) => field.replace(/\s+/gu, ' ').trim()),
  );
}

const MAX_CELL = 500;
/** As many rows as one save carries (contract of batch.save). */
const MAX_ROWS = 2000;

export type PastePlan =
  | { readonly ok: true; readonly rows: readonly Partial<DraftCells>[]; readonly headed: boolean }
  | { readonly ok: false; readonly problem: 'nothing' | 'too-wide' | 'too-many' | 'too-long' };

/** The same words over the columns as in an imported sheet. Of the numbering the position speaks, so it is not taken over. */
const FIELD_COLUMNS: Readonly<Partial<Record<SlipField, Column | 'ignored'>>> = {
  serial: 'ignored',
  date: 'date',
  name: 'name',
  id: 'idNumber',
  group: 'group',
  phone: 'phone',
  matter: 'matter',
  materials: 'materials',
  note: 'note',
};

const squeeze = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

function headingColumn(text: string): Column | 'ignored' | null {
  const word = squeeze(text);
  if (OTHER_HEADINGS.has(word)) return 'ignored';
  const field = (Object.keys(HEADINGS) as SlipField[]).find((key) => HEADINGS[key].includes(word));
  return field === undefined ? null : (FIELD_COLUMNS[field] ?? null);
}

/**
 * What a paste would put where, starting in column `at`; with a head row (at least two known words) the columns are told by it and unknown ones
 * go into the note under their own name. Nothing is cut off silently: what does not fit is refused as a whole.
 */
export function planPaste(text: string, at: Column): PastePlan {
  const table = parseTable(text);
  const first = table[0];
  if (first === undefined) return { ok: false, problem: 'nothing' };
  const heads = first.map(headingColumn);
  const headed = heads.filter((head) => head !== null && head !== 'ignored').length >= 2;
  const body = headed ? table.slice(1) : table;
  if (body.length === 0) return { ok: false, problem: 'nothing' };
  if (body.length > MAX_ROWS) return { ok: false, problem: 'too-many' };
  const start = columnIndex(at);
  if (!headed && body.some((row) => widthOf(row) > COLUMNS.length - start)) return { ok: false, problem: 'too-wide' };
  const rows = body.map((row) => (headed ? byHeading(row, heads, first) : byPosition(row, start)));
  const tooLong = rows.some((cells) => Object.values(cells).some((cell) => cell.length > MAX_CELL));
  return tooLong ? { ok: false, problem: 'too-long' } : { ok: true, rows, headed };
}

const widthOf = (row: readonly string[]): number => row.findLastIndex((cell) => cell !== '') + 1;

function byPosition(row: readonly string[], start: number): Partial<DraftCells> {
  return Object.fromEntries(COLUMNS.slice(start, start + row.length).map(({ key }, index) => [key, row[index] ?? '']));
}

function byHeading(
  row: readonly string[],
  heads: readonly (Column | 'ignored' | null)[],
  names: readonly string[],
): Partial<DraftCells> {
  const cells: Partial<Record<Column, string>> = {};
  const extra: string[] = [];
  row.forEach((value, index) => {
    const head = heads[index] ?? null;
    if (head === 'ignored' || value === '') return;
    if (head === null) extra.push(names[index] ? `${names[index]}:${value}` : value);
    else cells[head] = cells[head] === undefined ? value : `${cells[head]} ${value}`;
  });
  if (extra.length > 0) cells.note = [cells.note, ...extra].filter(Boolean).join(';');
  return cells;
}
