/** What a spreadsheet program puts on the clipboard, laid out over the grid's columns. */
import { SLIP_COLUMNS, cellOfField } from '../../../../shared/slips/slip-fields.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import { columnIndex } from './columns.ts';
import type { Column } from './columns.ts';
import { LONG_MARK, textToKeep } from '../../../../shared/slips/cell-limit.ts';
import { readPastedHeader } from '../../../../shared/slips/columns.ts';
import { separatedRows } from '../../../../shared/slips/separated.ts';

/** Rows of cells, those without content left out; a line break inside a cell becomes a space, as the grid has one line a cell. */
function parseTable(text: string): string[][] {
  return Array.from(separatedRows(text, '\t'), ({ fields }) =>
    fields.map((field) => textToKeep(field).replace(/\s+/gu, ' ').trim()),
  );
}

/** As many rows as one save carries (contract of batch.save). */
const MAX_ROWS = 2000;

export type PastePlan =
  | { readonly ok: true; readonly rows: readonly Partial<DraftCells>[]; readonly headed: boolean }
  | { readonly ok: false; readonly problem: 'nothing' | 'too-wide' | 'too-many' };

/** What a pasted column becomes: a cell, nothing, or a part of the note under its own name. */
type Target = Column | 'ignored' | 'note-under-name';

/** The columns by their headings, as an import finds them. Of the numbering the position speaks, so it is not taken over. */
function targetsOf(first: readonly string[]): readonly Target[] | null {
  const head = readPastedHeader({ row: 1, cells: first.map((text) => ({ kind: 'text', text })) });
  if (head === null) return null;
  return head.fields.map((field, index) => {
    if (field === null || field === 'serial') return 'ignored';
    const cell = field === undefined || head.of[field] !== index ? null : cellOfField(field);
    return cell ?? 'note-under-name';
  });
}

/**
 * What a paste would put where, starting in column `at`; with a head row (at least two known words) the columns are told by it and unknown ones
 * go into the note under their own name. Nothing is cut off silently: a table that does not fit is refused as a whole, and a text too long for
 * its cell leaves its mark there.
 */
export function planPaste(text: string, at: Column): PastePlan {
  const table = parseTable(text);
  const first = table[0];
  if (first === undefined) return { ok: false, problem: 'nothing' };
  const targets = targetsOf(first);
  const headed = targets !== null;
  const body = headed ? table.slice(1) : table;
  if (body.length === 0) return { ok: false, problem: 'nothing' };
  if (body.length > MAX_ROWS) return { ok: false, problem: 'too-many' };
  const start = columnIndex(at);
  if (!headed && body.some((row) => widthOf(row) > SLIP_COLUMNS.length - start))
    return { ok: false, problem: 'too-wide' };
  const rows = body.map((row) => (headed ? byHeading(row, targets, first) : byPosition(row, start)));
  return { ok: true, rows, headed };
}

/** Several cells of a row in one; where one of them was too long, so are they all. */
function joined(texts: readonly (string | undefined)[], by: string): string {
  const written = texts.filter((text) => text !== undefined && text !== '') as string[];
  return written.includes(LONG_MARK) ? LONG_MARK : textToKeep(written.join(by));
}

const widthOf = (row: readonly string[]): number => row.findLastIndex((cell) => cell !== '') + 1;

function byPosition(row: readonly string[], start: number): Partial<DraftCells> {
  return Object.fromEntries(
    SLIP_COLUMNS.slice(start, start + row.length).map(({ key }, index) => [key, row[index] ?? '']),
  );
}

function byHeading(row: readonly string[], targets: readonly Target[], names: readonly string[]): Partial<DraftCells> {
  const cells: Partial<Record<Column, string>> = {};
  const extra: string[] = [];
  row.forEach((value, index) => {
    const target = targets[index] ?? 'note-under-name';
    if (target === 'ignored' || value === '') return;
    if (target === 'note-under-name')
      extra.push(names[index] && value !== LONG_MARK ? `${names[index]}:${value}` : value);
    else cells[target] = value;
  });
  if (extra.length > 0) cells.note = joined([cells.note, ...extra], ';');
  return cells;
}
