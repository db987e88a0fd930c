/** Any file that someone hands in as a sheet, as plain cells. Told by its content, not by its name. */
import path from 'node:path';
import type { Sheet } from '../../shared/slips/cells.ts';
import { readCsv } from './csv.ts';
import { MAX_FILE_BYTES, withinLimits } from './limits.ts';
import { readAside } from './read-aside.ts';
import { type FileKind, sniff } from './sniff.ts';
import { WorkbookError } from './workbook-error.ts';

/** The file's name without its folder and ending: the name of a sheet that has none. */
function bareName(fileName: string): string {
  const name = path.basename(fileName);
  return name.replace(/\.[^.]+$/u, '') || name;
}

/** Tables of a page have no names of their own. */
const namedByFile = (tables: readonly Sheet[], name: string): Sheet[] =>
  tables.map((table, index) => ({ ...table, sheet: tables.length === 1 ? name : `${name}(${index + 1})` }));

async function sheetsOf(kind: FileKind, bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  switch (kind.format) {
    case 'csv':
      return [readCsv(kind.text, bareName(fileName))];
    case 'html':
      return namedByFile(await readAside(bytes, 'html'), bareName(fileName));
    case 'zip':
    case 'xls':
    case 'xml':
      return readAside(bytes, kind.format);
    default:
      return kind satisfies never;
  }
}

/** Reads workbooks and csv. Throws WorkbookError with a code and a Chinese sentence; `fileName` only names the sheet of a csv or page. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  if (bytes.length === 0) throw new WorkbookError('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new WorkbookError('too-big');
  return withinLimits(await sheetsOf(sniff(bytes), bytes, fileName));
}
