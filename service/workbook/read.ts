/** Any file that someone hands in as a sheet, as plain cells. Told by its content, not by its name. */
import path from 'node:path';
import type { Sheet } from '../../shared/slips/cells.ts';
import { readCsv } from './csv.ts';
import { MAX_FILE_BYTES, withinLimits } from './limits.ts';
import { readAside } from './read-aside.ts';
import { type FileKind, sniff } from './sniff.ts';
import { WorkbookError } from './workbook-error.ts';

async function sheetsOf(kind: FileKind, bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  switch (kind.format) {
    case 'csv': {
      const name = path.basename(fileName);
      return [readCsv(kind.text, name.replace(/\.[^.]+$/u, '') || name)];
    }
    case 'zip':
    case 'xls':
    case 'xml':
      return readAside(bytes, kind.format);
    case 'html':
      throw new WorkbookError('save-as', { what: '网页' });
    default:
      return kind satisfies never;
  }
}

/** Reads workbooks and csv. Throws WorkbookError with a code and a Chinese sentence; `fileName` only names the sheet of a csv. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  if (bytes.length === 0) throw new WorkbookError('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new WorkbookError('too-big');
  return withinLimits(await sheetsOf(sniff(bytes), bytes, fileName));
}
