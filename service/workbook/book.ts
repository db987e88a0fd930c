/** Workbooks of every kind as plain cells. Run aside (read-aside.ts): a file may be made to be too much. */
import type { Sheet } from '../../shared/slips/cells.ts';
import { decodeText } from './decode.ts';
import { readHtml } from './html.ts';
import type { OtherFormat } from './other-books.ts';
import { readFlatOds, readOds } from './ods.ts';
import { WorkbookError } from './workbook-error.ts';
import { readXlsx } from './xlsx.ts';
import { type Zip, openZip } from './zip.ts';

/** A zip of parts (.xlsx, .xlsm, .xlsb, .ods), records (.xls, .et), one XML text (Excel 2003, flat OpenDocument), or a web page. */
export type BookFormat = 'zip' | 'xls' | 'xml' | 'html';

const isXlsb = (zip: Zip): boolean => zip.names.some((name) => /(?:^|\/)workbook\d*\.bin$/iu.test(name));

/** The elements that a whole workbook of one XML text ends with. */
const XML_END = /<\/(?:[\w.-]+:)?(Workbook|document)\s*>(?:\s|<!--[^>]*-->)*$/u;
const TAIL = 1024;

/** Which of the two kinds of workbook of one XML text it is. Throws WorkbookError where its end is gone. */
function xmlKind(bytes: Uint8Array): 'fods' | 'xlml' {
  // Without the zeros that every second byte is in UTF-16.
  const tail = Buffer.from(bytes.subarray(-TAIL)).toString('latin1').replaceAll('\0', '');
  const [, root] = XML_END.exec(tail) ?? [];
  if (root === undefined) throw new WorkbookError('cut-off');
  return root === 'document' ? 'fods' : 'xlml';
}

async function readOther(bytes: Uint8Array, format: OtherFormat): Promise<Sheet[]> {
  // Large, and most workbooks have no need of it.
  return (await import('./other-books.ts')).readOther(bytes, format);
}

async function read(bytes: Uint8Array, format: BookFormat): Promise<Sheet[]> {
  if (format === 'zip') {
    const zip = openZip(bytes);
    if (zip.has('content.xml')) return readOds(zip);
    if (!isXlsb(zip)) return readXlsx(zip);
    return readOther(bytes, 'xlsb');
  }
  if (format === 'html') return readHtml(decodeText(bytes));
  if (format === 'xls') return readOther(bytes, 'xls');
  return xmlKind(bytes) === 'fods' ? readFlatOds(bytes) : readOther(bytes, 'xlml');
}

/** Reads a workbook whose kind is known. Throws WorkbookError; any other failure of a reader is a broken file. */
export async function readBook(bytes: Uint8Array, format: BookFormat): Promise<Sheet[]> {
  try {
    return await read(bytes, format);
  } catch (error) {
    throw error instanceof WorkbookError ? error : new WorkbookError('broken', { cause: error });
  }
}
