/** Workbooks (.xlsx, .xlsm) as plain cells, read by the parts and relations of the package itself. */
import type { Sheet } from '../../shared/slips/cells.ts';
import { Budget } from './budget.ts';
import { countRows } from './count-rows.ts';
import { type RawSheet, toSheets } from './raw-sheet.ts';
import { WorkbookError } from './workbook-error.ts';
import { openPackage, relationsOf } from './xlsx-package.ts';
import { type SheetContext, readSheetPart } from './xlsx-sheet.ts';
import { readComments, readStrings } from './xlsx-strings.ts';
import { type CellStyle, readStyles } from './xlsx-styles.ts';
import type { Zip } from './zip.ts';

function partBytes(zip: Zip, part: string): Buffer {
  const bytes = zip.read(part);
  if (bytes === null) throw new WorkbookError('broken');
  return bytes;
}

function commentsOf(zip: Zip, sheet: string): Map<string, string> {
  const part = relationsOf(zip, sheet).find((each) => each.type === 'comments' && zip.has(each.part))?.part;
  return part === undefined ? new Map() : readComments(partBytes(zip, part));
}

/** What a format makes of a number. The library that knows is large, and most workbooks have no need of it. */
async function shower(styles: readonly CellStyle[]): Promise<SheetContext['show']> {
  if (styles.every(({ kind, format }) => kind === 'date' || format === null)) return (_format, value) => String(value);
  const { SSF } = await import('@e965/xlsx');
  return (format, value) => {
    try {
      return SSF.format(format, value);
    } catch {
      // A format that is none shows the number.
      return String(value);
    }
  };
}

/** Reads the zip of a workbook; rows without content are left out. Throws WorkbookError. */
export async function readXlsx(zip: Zip): Promise<Sheet[]> {
  const { sheets, date1904, ...parts } = openPackage(zip);
  const strings = parts.strings === null ? [] : readStrings(partBytes(zip, parts.strings));
  const styles = parts.styles === null ? [] : readStyles(partBytes(zip, parts.styles));
  const show = await shower(styles);
  const budget = new Budget();
  return toSheets(
    sheets.map(({ name, hidden, part }): RawSheet => {
      const bytes = partBytes(zip, part);
      const comments = commentsOf(zip, part);
      const raw = readSheetPart(bytes, { name, hidden }, { strings, styles, comments, date1904, budget, show });
      if (countRows(bytes, 'xlsx') > raw.storedRows) throw new WorkbookError('not-all-read', { sheet: name });
      return raw;
    }),
    budget,
  );
}
