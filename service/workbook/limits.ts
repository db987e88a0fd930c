/** How much a file that someone hands in may hold. What is empty counts for nothing, however much of it there is. */
import { type Sheet, isBlank } from '../../shared/slips/cells.ts';
import { WorkbookError } from './workbook-error.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Rows with content, of all sheets together. */
export const MAX_ROWS = 20_000;
/** The last column that may hold anything. */
export const MAX_COLUMNS = 200;

/** Cells that hold something: more than anybody's tables have, and few enough for the memory. */
export const MAX_CELLS = 2_000_000;
/** Characters of shared texts, counted in every cell that shows one: a hundred of a file's bytes may stand for a gigabyte. */
export const MAX_SHARED_CHARACTERS = 50_000_000;

/** The sheets as they are. Throws WorkbookError when they hold more rows or columns than are read. */
export function withinLimits(sheets: readonly Sheet[]): readonly Sheet[] {
  let rows = 0;
  for (const sheet of sheets)
    for (const { cells } of sheet.rows) {
      const width = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
      if (width === 0) continue;
      rows += 1;
      if (rows > MAX_ROWS) throw new WorkbookError('too-many-rows');
      if (width > MAX_COLUMNS) throw new WorkbookError('too-many-columns', { sheet: sheet.sheet });
    }
  return sheets;
}
