/** Text files with separated values (csv, txt), with whatever separator. */
import { type Cell, EMPTY_CELL, type Sheet, type SheetRow } from '../../shared/slips/cells.ts';
import { columnsByContent, readHeader } from '../../shared/slips/columns.ts';
import { separatedRows, widthOf } from '../../shared/slips/separated.ts';
import { Budget } from './budget.ts';
import { MOST_ROWS } from './limits.ts';
import { WorkbookError } from './workbook-error.ts';

/** The likeliest first: where nothing tells, a tab parts cells, as it stands in none. */
const SEPARATORS = ['\t', ',', ';', '|', '\uff0c', '\uff1b', '\uff5c', '、'] as const;
/** The part of a file, and its rows, by which the separator is told. */
const SNIFFED_CHARACTERS = 256 * 1024;
const SNIFFED_ROWS = 60;

/** `="433022…"` is how people keep Excel from reading a long number: the text inside is meant. */
function csvCell(field: string): Cell {
  const text = /^="([^"]*)"$/.exec(field.trim())?.[1] ?? field;
  return text.trim() === '' ? EMPTY_CELL : { kind: 'text', text };
}

function* cellRows(text: string, separator: string): Generator<SheetRow> {
  for (const { row, fields } of separatedRows(text, separator)) yield { row, cells: fields.map(csvCell) };
}

/**
 * How much of a table the separator makes: columns of a heading row, else columns known by their content, else the share of rows that are
 * equally wide. The commonest character tells nothing: a list in a cell has more commas than the row has cells.
 */
function tableMade(text: string, separator: string): readonly number[] {
  const rows: SheetRow[] = [];
  for (const row of cellRows(text, separator)) if (rows.push(row) === SNIFFED_ROWS) break;
  const headings = rows.map((row) => Object.keys(readHeader(row)?.of ?? {}).length);
  const known = Object.keys(columnsByContent(rows, () => false)?.of ?? {}).length;
  const width = widthOf(rows.map(({ cells }) => cells));
  const even = width > 1 ? rows.filter(({ cells }) => cells.length === width).length / rows.length : 0;
  return [Math.max(0, ...headings), known, even];
}

function sniffSeparator(text: string): string {
  const head = text.slice(0, SNIFFED_CHARACTERS);
  let best: { separator: string; made: readonly number[] } = { separator: ',', made: [0, 0, 0] };
  for (const separator of SEPARATORS) {
    const made = tableMade(head, separator);
    const differing = made.findIndex((figure, index) => figure !== best.made[index]);
    if (differing >= 0 && (made[differing] ?? 0) > (best.made[differing] ?? 0)) best = { separator, made };
  }
  return best.separator;
}

/** Excel takes the separator from such a first line, and shows it as no row. */
const DECLARED = /^"?sep=(.)"?(?:\r\n|\n|\r)/iu;

/** The text of a csv file as one sheet of the rows that hold anything. Throws WorkbookError. */
export function readCsv(text: string, sheet: string): Sheet {
  const declared = DECLARED.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const budget = new Budget();
  const rows: SheetRow[] = [];
  for (const row of cellRows(body, declared?.[1] ?? sniffSeparator(body))) {
    if (rows.push(row) > MOST_ROWS) throw new WorkbookError('too-many-rows');
    for (const cell of row.cells) if (cell.kind !== 'empty') budget.take(cell);
  }
  return { sheet, rows };
}
