/**
 * Workbooks for people, ready to print: a title across the columns, headings that stay in view and come again on every page, as wide as the
 * paper, with page numbers. Every text is written as text, whatever it begins with, so that nothing typed into a slip runs as a formula. The
 * same table gives the same bytes, whenever it is written.
 */
import type { CellStyle, WriteSheet } from 'hucre/xlsx';
import { withoutEnds } from '../outside/ends.ts';

export interface WorkbookColumn {
  readonly heading: string;
  /** In characters of half width; 12 when left out. */
  readonly width?: number;
  /** How numbers are shown, as in `0.00`; without it the column holds text. */
  readonly numbers?: string;
}

export interface WorkbookTable {
  /** Of the sheet; what Excel forbids in it is left out. */
  readonly name: string;
  /** Stands above the headings, across all columns. */
  readonly title?: string;
  readonly columns: readonly WorkbookColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Stands below the rows, across all columns. */
  readonly note?: string;
}

const DEFAULT_WIDTH = 12;
/** Characters that fit on a page in readable size: A4 upright, A4 across; what is wider goes on A3 across. */
const UPRIGHT_WIDTH = 90;
const ACROSS_WIDTH = 150;
/** Longest name of a sheet and longest text of a cell that Excel opens. */
const MAX_NAME = 31;
const MAX_TEXT = 32_767;
const FOOTER = '&C第 &P 页，共 &N 页';
const MARGINS = { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 };
/** The files inside must not tell when they were written. */
const MADE = new Date(Date.UTC(2000, 0, 1));

const TEXT = '@';
const FONT = { name: '宋体', size: 11 };
const EDGE = { style: 'thin' } as const;
const BORDER = { top: EDGE, right: EDGE, bottom: EDGE, left: EDGE };
const TITLE: CellStyle = {
  font: { ...FONT, size: 16, bold: true },
  numFmt: TEXT,
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
};
const HEADING: CellStyle = {
  font: { ...FONT, bold: true },
  numFmt: TEXT,
  border: BORDER,
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
};
const CELL: CellStyle = { font: FONT, numFmt: TEXT, border: BORDER, alignment: { vertical: 'center', wrapText: true } };

const NOTE: CellStyle = { font: FONT, numFmt: TEXT, alignment: { vertical: 'center', wrapText: true } };

/** Text where the column's numbers stand, as for a share of nothing. */
const NO_NUMBER: CellStyle = { ...CELL, alignment: { ...CELL.alignment, horizontal: 'right' } };

/** Excel forbids some characters in names of sheets, and names that are equal but for their case. */
function sheetName(name: string, taken: Set<string>): string {
  const clean = withoutEnds(cellText(name).replace(/[[\]:*?/\\]|\s+/gu, ' '), "'").trim() || '表';
  let candidate = clean.slice(0, MAX_NAME);
  for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) {
    const suffix = `(${count})`;
    candidate = clean.slice(0, MAX_NAME - suffix.length) + suffix;
  }
  taken.add(candidate.toLowerCase());
  return candidate;
}

/** Without control characters, which XML can't hold; a text that looks like Excel's own way to write one is kept from being read so. */
function cellText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '')
    .slice(0, MAX_TEXT)
    .replace(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_');
}

const written = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? cellText(value) : value;

function pageSetup(columns: readonly WorkbookColumn[]): NonNullable<WriteSheet['pageSetup']> {
  const width = columns.reduce((sum, column) => sum + (column.width ?? DEFAULT_WIDTH), 0);
  return {
    paperSize: width > ACROSS_WIDTH ? 'a3' : 'a4',
    orientation: width > UPRIGHT_WIDTH ? 'landscape' : 'portrait',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    margins: MARGINS,
  };
}

/** The rows above the table's own: a title, if there is one, and the headings. */
function headOf({ title, columns }: WorkbookTable): (string | null)[][] {
  const headings = columns.map(({ heading }) => cellText(heading));
  return title === undefined ? [headings] : [[cellText(title)], headings];
}

function sheetOf(table: WorkbookTable, name: string): WriteSheet {
  const { title, columns, rows, note } = table;
  const head = headOf(table);
  const last = columns.length - 1;
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  head.forEach((values, row) =>
    values.forEach((value, column) =>
      cells.set(`${row},${column}`, { value, style: title !== undefined && row === 0 ? TITLE : HEADING }),
    ),
  );
  rows.forEach((values, row) =>
    values.forEach((value, column) => {
      const text = typeof value === 'string' && columns[column]?.numbers !== undefined;
      if (text) cells.set(`${head.length + row},${column}`, { value: cellText(value), style: NO_NUMBER });
    }),
  );
  const across = [...(title === undefined ? [] : [0]), ...(note === undefined ? [] : [head.length + rows.length])];
  if (note !== undefined)
    columns.forEach((_, column) =>
      cells.set(`${head.length + rows.length},${column}`, { value: column === 0 ? cellText(note) : null, style: NOTE }),
    );
  return {
    name,
    columns: columns.map(({ width, numbers }) => ({
      width: width ?? DEFAULT_WIDTH,
      style: numbers === undefined ? CELL : { ...CELL, numFmt: numbers },
    })),
    rows: [...head, ...rows.map((values) => values.map(written)), ...(note === undefined ? [] : [[cellText(note)]])],
    cells,
    merges: last > 0 ? across.map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last })) : [],
    rowDefs: new Map(title === undefined ? [] : [[0, { height: 30 }]]),
    freezePane: { rows: head.length },
    pageSetup: pageSetup(columns),
    headerFooter: { oddFooter: FOOTER },
  };
}

/** The rows that Excel repeats on every printed page, for each sheet; hucre's own option leaves the sheet's name without its quotes. */
function printTitles(tables: readonly WorkbookTable[], names: readonly string[]) {
  return tables.map((table, index) => {
    const name = names[index] ?? '';
    return {
      name: '_xlnm.Print_Titles',
      range: `'${name.replaceAll("'", "''")}'!$1:$${headOf(table).length}`,
      scope: name,
    };
  });
}

/** The bytes of an .xlsx with these tables, a sheet each. */
export async function writeWorkbook(tables: readonly WorkbookTable[]): Promise<Uint8Array> {
  // Loaded when first needed: few sessions write one.
  const { writeXlsx } = await import('hucre/xlsx');
  const taken = new Set<string>();
  const names = tables.map(({ name }) => sheetName(name, taken));
  return writeXlsx({
    sheets: tables.map((table, index) => sheetOf(table, names[index] ?? '')),
    namedRanges: printTitles(tables, names),
    defaultFont: FONT,
    properties: { created: MADE, modified: MADE },
  });
}
