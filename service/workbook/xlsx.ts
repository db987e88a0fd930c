/** Workbooks (.xlsx) through exceljs, as plain cells. */
import type ExcelJS from 'exceljs';
import { localDate } from '../../shared/domain/local-date.ts';
import { type Cell, EMPTY_CELL, type Sheet, type SheetRow, isBlank } from '../../shared/slips/cells.ts';
import { WorkbookError } from './workbook-error.ts';
import { guardZip } from './zip-guard.ts';

const MAX_COLUMNS = 200;
/** Rows that a file may hold with nothing but formatting in them; programs write tens of thousands, hostile files millions. */
const MAX_STORED_ROWS = 200_000;

/** Parts of a sheet that say nothing about slips; some programs write them in ways that exceljs fails on. */
const IGNORED = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'autoFilter',
  'hyperlinks',
  'headerFooter',
  'pageSetup',
  'rowBreaks',
];

/** exceljs reads and writes dates without a zone as UTC. */
function dateCell(value: Date): Cell {
  const date = localDate(value.getUTCFullYear(), value.getUTCMonth() + 1, value.getUTCDate());
  return date === null ? { kind: 'error', text: String(value) } : { kind: 'date', date };
}

function textCell(text: string): Cell {
  return text.trim() === '' ? EMPTY_CELL : { kind: 'text', text };
}

/** A formula that only quotes a text tells its result itself, also where the program that wrote the file stored none. */
const QUOTED_TEXT = /^=?"((?:[^"]|"")*)"$/u;

function formulaCell(value: ExcelJS.CellFormulaValue | ExcelJS.CellSharedFormulaValue): Cell {
  const { result } = value;
  if (result !== undefined && result !== null) return { ...plainCell(result), formula: true };
  const quoted = 'formula' in value ? QUOTED_TEXT.exec(value.formula)?.[1] : undefined;
  if (quoted !== undefined) return { ...textCell(quoted.replaceAll('""', '"')), formula: true };
  return { kind: 'error', text: '公式没有结果', formula: true };
}

function plainCell(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return EMPTY_CELL;
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'text', text: value ? '是' : '否' };
  if (value instanceof Date) return dateCell(value);
  if ('richText' in value) return textCell(value.richText.map((part) => part.text).join(''));
  if ('error' in value) return { kind: 'error', text: value.error };
  if ('formula' in value || 'sharedFormula' in value) return formulaCell(value);
  if ('hyperlink' in value) {
    const shown: unknown = value.text;
    return plainCell(typeof shown === 'string' ? shown : (shown as ExcelJS.CellRichTextValue));
  }
  return EMPTY_CELL;
}

function sheetCell(cell: ExcelJS.Cell): Cell {
  const { master } = cell;
  if (!cell.isMerged || master === cell) return plainCell(cell.value);
  return { ...plainCell(master.value), merged: Number(master.col) === Number(cell.col) ? 'down' : 'across' };
}

function sheetRow(row: ExcelJS.Row, number: number): SheetRow {
  const count = Math.min(row.cellCount, MAX_COLUMNS);
  const cells: Cell[] = [];
  for (let column = 1; column <= count; column += 1) cells.push(sheetCell(row.getCell(column)));
  return row.hidden ? { row: number, cells, hidden: true } : { row: number, cells };
}

/** Reads the bytes of a workbook; rows without content are left out. Throws WorkbookError. */
export async function readXlsx(bytes: Uint8Array, maxRows: number): Promise<Sheet[]> {
  const names = guardZip(bytes);
  if (names.includes('EncryptedPackage')) throw new WorkbookError('encrypted');
  if (!names.some((name) => /^\/?xl\/workbook\.xml$/iu.test(name))) throw new WorkbookError('not-workbook');
  // Loaded when first needed: exceljs takes longer to load than everything else here.
  const { default: Excel } = await import('exceljs');
  const workbook = new Excel.Workbook();
  try {
    // exceljs knows maxRows, its types do not.
    const options = { ignoreNodes: IGNORED, maxRows: MAX_STORED_ROWS };
    await workbook.xlsx.load(bytes.slice().buffer, options);
  } catch (error) {
    const tooLong = error instanceof Error && error.message.startsWith('Max row count');
    throw new WorkbookError(tooLong ? 'too-many-rows' : 'broken', { cause: error });
  }
  let left = maxRows;
  return workbook.worksheets.map((worksheet) => {
    const rows: SheetRow[] = [];
    worksheet.eachRow({ includeEmpty: false }, (row, number) => {
      const read = sheetRow(row, number);
      if (read.cells.every(isBlank) && !read.cells.some((cell) => cell.merged)) return;
      left -= 1;
      if (left < 0) throw new WorkbookError('too-many-rows');
      rows.push(read);
    });
    return worksheet.state === 'visible'
      ? { sheet: worksheet.name, rows }
      : { sheet: worksheet.name, rows, hidden: true };
  });
}
