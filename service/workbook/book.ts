/** Workbooks of every kind as plain cells. Run aside (read-aside.ts): a file may be made to be too much. */
import type { Sheet } from '../../shared/slips/cells.ts';
import { decodeText } from './decode.ts';
import { readHtml } from './html.ts';
import { WorkbookError } from './workbook-error.ts';
import { readXlsx } from './xlsx.ts';
import { type Zip, openZip } from './zip.ts';

/** A zip of parts (.xlsx, .xlsm, .xlsb, .ods), records (.xls, .et), one XML text (Excel 2003, flat OpenDocument), or a web page. */
export type BookFormat = 'zip' | 'xls' | 'xml' | 'html';

const ENCRYPTED_ODS = 'encryption-data';

/** .xlsb and .ods: what the library unpacks for itself. */
const isOther = (zip: Zip): boolean =>
  zip.has('content.xml') || zip.names.some((name) => /(?:^|\/)workbook\d*\.bin$/iu.test(name));

async function read(bytes: Uint8Array, format: BookFormat): Promise<Sheet[]> {
  if (format === 'zip') {
    const zip = openZip(bytes);
    if (!isOther(zip)) return readXlsx(zip);
    if (zip.read('META-INF/manifest.xml')?.includes(ENCRYPTED_ODS)) throw new WorkbookError('encrypted');
    // The library keeps to no limits: what it will unpack is unpacked here first.
    for (const name of zip.names) zip.read(name);
  }
  if (format === 'html') return readHtml(decodeText(bytes));
  const { readOther } = await import('./other-books.ts');
  return readOther(bytes);
}

/** Reads a workbook whose kind is known. Throws WorkbookError: whatever else a reader stumbles over is a broken file. */
export async function readBook(bytes: Uint8Array, format: BookFormat): Promise<Sheet[]> {
  try {
    return await read(bytes, format);
  } catch (error) {
    throw error instanceof WorkbookError ? error : new WorkbookError('broken', { cause: error });
  }
}
