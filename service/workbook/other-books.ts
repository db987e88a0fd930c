/** Workbooks of the other kinds (.xls and .et, .xlsb, XML of 2003) through SheetJS, as plain cells. */
import { createRequire } from 'node:module';
import type * as SheetJs from '@e965/xlsx';
import { type Cell, EMPTY_CELL, type Sheet } from '../../shared/slips/cells.ts';
import { Budget } from './budget.ts';
import { failed, numberCell, textCell } from './cell-values.ts';
import { type Range, type RawSheet, type StruckCells, toSheets } from './raw-sheet.ts';
import { WorkbookError } from './workbook-error.ts';
import { xlmlStruck } from './xlml-struck.ts';
import { xlsStruck } from './xls-struck.ts';
import { xlsbStruck } from './xlsb-struck.ts';
import { formatKind } from './xlsx-styles.ts';
import { openZip } from './zip.ts';

// The CommonJS build brings the code pages of old .xls files along.
const XLSX = createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;

/** Lower rows, in points, and narrower columns, in pixels, can't be seen. */
const LOWEST = 1.5;
const NARROWEST = 2;

const ERROR_TEXTS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
  0x2b: '#GETTING_DATA',
};

function plainCell(cell: SheetJs.CellObject, date1904: boolean): Cell {
  const { t, v } = cell;
  if (t === 's') return textCell(String(v ?? ''));
  if (t === 'b') return { kind: 'text', text: v ? 'TRUE' : 'FALSE' };
  if (t === 'e') return failed(cell.f ?? null, ERROR_TEXTS[Number(v)] ?? '#VALUE!');
  if (t !== 'n') return EMPTY_CELL;
  const format = typeof cell.z === 'string' && !/^general$/iu.test(cell.z) && cell.z !== '@' ? cell.z : null;
  const value = Number(v);
  const shown = (): string | null => (format === null ? null : XLSX.SSF.format(format, value));
  return numberCell(value, { kind: format === null ? 'number' : formatKind(format), date1904, shown });
}

/** Characters that the cell shows, its remark's too. */
const lengthOf = ({ v, c = [] }: SheetJs.CellObject): number =>
  (typeof v === 'string' ? v.length : 0) + c.reduce((sum, { t }) => sum + (t?.length ?? 0), 0);

function readCell(cell: SheetJs.CellObject, date1904: boolean, struck: boolean): Cell {
  const plain = plainCell(cell, date1904);
  const comment = cell.c
    // Of a remark in an .xls the library hands over what stands behind it too.
    ?.map((each) => (each.t ?? '').split('\0')[0])
    .join('\n')
    .trim();
  if (plain.kind === 'empty' && !comment) return plain;
  return {
    ...plain,
    ...(cell.f !== undefined && plain.kind !== 'empty' && { formula: true }),
    ...(struck && plain.kind !== 'empty' && { struck }),
    ...(comment && { comment }),
  };
}

interface Known {
  readonly name: string;
  readonly hidden: boolean;
  readonly date1904: boolean;
  readonly struck: StruckCells | undefined;
  readonly budget: Budget;
}

function rawSheet(sheet: SheetJs.DenseWorkSheet, { name, hidden, date1904, struck, budget }: Known): RawSheet {
  const rows = new Map<number, Map<number, Cell>>();
  sheet['!data'].forEach((cells, row) => {
    const held = new Map<number, Cell>();
    const struckHere = struck?.get(row + 1);
    cells?.forEach((cell, column) => {
      if (cell === undefined) return;
      // Before the text is looked at: many cells may show one.
      budget.takeCharacters(lengthOf(cell));
      const read = readCell(cell, date1904, struckHere?.has(column + 1) === true);
      if (read.kind !== 'empty' || read.comment !== undefined) budget.takeCells(1);
      held.set(column + 1, read);
    });
    if (held.size > 0) rows.set(row + 1, held);
  });
  const merges = (sheet['!merges'] ?? []).map(({ s, e }: SheetJs.Range): Range => ({
    top: s.r + 1,
    left: s.c + 1,
    bottom: e.r + 1,
    right: e.c + 1,
  }));
  return {
    name,
    hidden,
    rows,
    storedRows: rows.size,
    merges,
    hiddenRow: (row) => {
      const told = sheet['!rows']?.[row - 1];
      return told?.hidden === true || (told?.hpt !== undefined && told.hpt < LOWEST);
    },
    hiddenColumn: (column) => {
      const told = sheet['!cols']?.[column - 1];
      return told?.hidden === true || (told?.wpx !== undefined && told.wpx < NARROWEST);
    },
  };
}

/** Sheets of charts, dialogs and macros; those of macros with cells have them read. */
const NO_CELLS: ReadonlySet<string> = new Set(['chart', 'dialog', 'macro']);

/** What the library says of a workbook that it can't read. */
function problem(error: unknown): WorkbookError {
  const said = error instanceof Error ? error.message : '';
  if (/password|encrypt/iu.test(said)) return new WorkbookError('encrypted', { cause: error });
  if (/unsupported file|cannot find workbook|could not find workbook/iu.test(said))
    return new WorkbookError('not-workbook', { cause: error });
  return new WorkbookError('broken', { cause: error });
}

/** The stream of a workbook within its compound file; the file itself where it is none. */
function streamOf(bytes: Uint8Array): Buffer {
  if (bytes[0] !== 0xd0) return Buffer.from(bytes);
  const file: unknown = XLSX.CFB.read(bytes, { type: 'array' });
  const found = ['/Workbook', '/Book'].map((name) => XLSX.CFB.find(file, name) as { content?: Uint8Array } | null);
  return Buffer.from(found.find((each) => each?.content !== undefined)?.content ?? []);
}

/**
 * The parts in a zip made anew. The library keeps to no limits and has its own way to find parts, so a file could show it others than were
 * counted here.
 */
function packedAnew(bytes: Uint8Array): Uint8Array {
  const zip = openZip(bytes);
  const made = XLSX.CFB.utils.cfb_new();
  for (const name of zip.names)
    if (!name.endsWith('/')) XLSX.CFB.utils.cfb_add(made, `/${name}`, zip.read(name) ?? Buffer.alloc(0));
  return XLSX.CFB.write(made, { type: 'buffer', fileType: 'zip' }) as Buffer;
}

function struckCells(bytes: Uint8Array, format: OtherFormat): readonly StruckCells[] {
  switch (format) {
    case 'xls':
      return xlsStruck(streamOf(bytes));
    case 'xlsb':
      return xlsbStruck(openZip(bytes));
    case 'xlml':
      return xlmlStruck(bytes);
    default:
      return format satisfies never;
  }
}

export type OtherFormat = 'xls' | 'xlsb' | 'xlml';

/** Reads the bytes of a workbook; rows without content are left out. Throws WorkbookError. */
export function readOther(file: Uint8Array, format: OtherFormat): Sheet[] {
  const bytes = format === 'xlsb' ? packedAnew(file) : file;
  let book: SheetJs.WorkBook;
  try {
    book = XLSX.read(bytes, {
      type: 'array',
      dense: true,
      cellNF: true,
      cellStyles: true,
      cellText: false,
      cellHTML: false,
    });
  } catch (error) {
    throw problem(error);
  }
  const struck = struckCells(bytes, format);
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const budget = new Budget();
  return toSheets(
    book.SheetNames.flatMap((name, index) => {
      const sheet = book.Sheets[name];
      if (sheet !== undefined && NO_CELLS.has(sheet['!type'] ?? '')) return [];
      if (sheet?.['!data'] === undefined) throw new WorkbookError('sheet-missing', { sheet: name });
      const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
      return [rawSheet(sheet as SheetJs.DenseWorkSheet, { name, hidden, date1904, struck: struck[index], budget })];
    }),
    budget,
  );
}
