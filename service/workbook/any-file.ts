/** Any file of sheets as plain cells, told by its content. Run aside (read-aside.ts): text may be made to be too much as well. */
import type { Sheet } from '../../shared/slips/cells.ts';
import { readBook } from './book.ts';
import { readCsv } from './csv.ts';
import { withinLimits } from './limits.ts';
import { sniff } from './sniff.ts';

/** Tables of a page have no names of their own. */
const namedByFile = (tables: readonly Sheet[], name: string): Sheet[] =>
  tables.map((table, index) => ({ ...table, sheet: tables.length === 1 ? name : `${name}(${index + 1})` }));

async function sheetsOf(bytes: Uint8Array, name: string): Promise<readonly Sheet[]> {
  const kind = sniff(bytes);
  switch (kind.format) {
    case 'csv':
      return [readCsv(kind.text, name)];
    case 'html':
      return namedByFile(await readBook(bytes, 'html'), name);
    case 'zip':
    case 'xls':
    case 'xml':
      return readBook(bytes, kind.format);
    default:
      return kind satisfies never;
  }
}

/** Reads workbooks, pages and csv; `name` is that of a sheet that has none. Throws WorkbookError. */
export async function readAnyFile(bytes: Uint8Array, name: string): Promise<readonly Sheet[]> {
  return withinLimits(await sheetsOf(bytes, name));
}
