/** Any file that someone hands in as a sheet, as plain cells. Told by its content, not by its name. */
import path from 'node:path';
import type { Sheet } from '../../shared/slips/cells.ts';
import { readCsv } from './csv.ts';
import { WorkbookError } from './workbook-error.ts';
import { readXlsx } from './xlsx.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_ROWS = 20_000;

const ZIP = [0x50, 0x4b];
/** Compound file: .xls and .et of old, and workbooks with a password to open. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** Reads xlsx and csv. Throws WorkbookError with a code and a Chinese sentence; `fileName` only names the sheet of a csv. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<Sheet[]> {
  if (bytes.length === 0) throw new WorkbookError('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new WorkbookError('too-big');
  if (startsWith(bytes, ZIP)) return readXlsx(bytes, MAX_ROWS);
  if (startsWith(bytes, COMPOUND)) {
    const encrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new WorkbookError(encrypted ? 'encrypted' : 'old-xls');
  }
  if (startsWith(bytes, PDF)) throw new WorkbookError('not-workbook');
  const name = path.basename(fileName);
  const sheet = readCsv(bytes, name.replace(/\.[^.]+$/u, '') || name);
  if (sheet.rows.length > MAX_ROWS) throw new WorkbookError('too-many-rows');
  const [first] = sheet.rows;
  const head = first?.cells[0];
  if (head?.kind === 'text' && /^\s*[<{]/u.test(head.text)) throw new WorkbookError('not-workbook');
  return [sheet];
}
