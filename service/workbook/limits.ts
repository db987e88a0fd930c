/** How much a file to import may hold. What is empty counts for nothing, however much of it there is. */
import { type Sheet, type SheetRow, isBlank } from '../../shared/slips/cells.ts';
import { withoutPrepared } from './prepared-rows.ts';
import { WorkbookError } from './workbook-error.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Rows with content, of all sheets together. */
export const MAX_ROWS = 20_000;
/** Rows of one sheet that are looked at at all: as many as a spreadsheet has. */
export const MOST_ROWS = 1_048_576;
/** The last column that may hold anything. */
export const MAX_COLUMNS = 200;

/** Cells that hold something: more than real tables have, and few enough for the memory. */
export const MAX_CELLS = 2_000_000;
/** Characters, counted in every cell that shows them: a hundred of a file's bytes may stand for a gigabyte. */
export const MAX_CHARACTERS = 50_000_000;

const widthOf = ({ cells }: SheetRow): number => cells.findLastIndex((cell) => !isBlank(cell)) + 1;
const countOf = (sheets: readonly Sheet[]): number =>
  sheets.reduce((sum, { rows }) => sum + rows.filter((row) => widthOf(row) > 0).length, 0);

/**
 * The sheets as they are, where they hold too many rows without those that were only prepared. Throws WorkbookError when they hold more
 * rows or columns than are read.
 */
export function withinLimits(sheets: readonly Sheet[]): readonly Sheet[] {
  for (const { sheet, rows } of sheets)
    if (rows.some((row) => widthOf(row) > MAX_COLUMNS)) throw new WorkbookError('too-many-columns', { sheet });
  if (countOf(sheets) <= MAX_ROWS) return sheets;
  const filled = sheets.map((sheet) => ({ ...sheet, rows: withoutPrepared(sheet.rows) }));
  if (countOf(filled) > MAX_ROWS) throw new WorkbookError('too-many-rows');
  return filled;
}
