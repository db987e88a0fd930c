/** Workbooks for people: every text is written as text, whatever it begins with, so that nothing typed into a slip runs as a formula. */
import type ExcelJS from 'exceljs';

interface ExportColumn {
  readonly heading: string;
  /** In characters; 12 when left out. */
  readonly width?: number;
}

export interface ExportSheet {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const DEFAULT_WIDTH = 12;
const MAX_SHEET_NAME = 31;
/** Longest text a cell holds (the format's own limit). */
const MAX_CELL_TEXT = 32_767;
const TEXT_FORMAT = '@';

/** Excel forbids these in sheet names, and names that are equal but for their case. */
function sheetName(name: string, taken: Set<string>): string {
  const clean =
    name
      .replace(/[[\]:*?/\\]/gu, ' ')
      .replace(/^'+|'+$/gu, '')
      .trim() || '表';
  let candidate = clean.slice(0, MAX_SHEET_NAME);
  for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) {
    const suffix = `(${count})`;
    candidate = clean.slice(0, MAX_SHEET_NAME - suffix.length) + suffix;
  }
  taken.add(candidate.toLowerCase());
  return candidate;
}

/** Control characters that XML can't hold are left out. */
function cellText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '')
    .slice(0, MAX_CELL_TEXT);
}

function writeRow(row: ExcelJS.Row, values: readonly (string | number | null)[]): void {
  values.forEach((value, index) => {
    if (value === null) return;
    const cell = row.getCell(index + 1);
    if (typeof value === 'string') cell.numFmt = TEXT_FORMAT;
    cell.value = typeof value === 'string' ? cellText(value) : value;
  });
}

/** The bytes of an .xlsx with these sheets; headings are bold and stay in view. */
export async function writeWorkbook(sheets: readonly ExportSheet[]): Promise<Uint8Array> {
  const { default: Excel } = await import('exceljs');
  const workbook = new Excel.Workbook();
  const taken = new Set<string>();
  for (const sheet of sheets) {
    const worksheet = workbook.addWorksheet(sheetName(sheet.name, taken), { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns.forEach((column, index) => {
      worksheet.getColumn(index + 1).width = column.width ?? DEFAULT_WIDTH;
    });
    const header = worksheet.getRow(1);
    writeRow(
      header,
      sheet.columns.map((column) => column.heading),
    );
    header.font = { bold: true };
    sheet.rows.forEach((values, index) => writeRow(worksheet.getRow(index + 2), values));
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
