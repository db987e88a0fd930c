/** Reads any file to import as plain cells. Its kind is told by its content, not by its name. */
import path from 'node:path';
import type { Sheet } from '../../shared/slips/cells.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { readAside } from './read-aside.ts';
import { WorkbookError } from './workbook-error.ts';

/** The file's name without its folder and ending: the name of a sheet that has none. */
function bareName(fileName: string): string {
  const name = path.basename(fileName);
  return name.replace(/\.[^.]+$/u, '') || name;
}

/** Reads workbooks and csv. Throws WorkbookError with a code and a Chinese sentence; `fileName` only names the sheet of a csv or page. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  if (bytes.length === 0) throw new WorkbookError('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new WorkbookError('too-big');
  return readAside(bytes, bareName(fileName));
}
