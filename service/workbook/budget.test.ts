/** What all sheets of a file may show is counted once for every kind of file, wherever its texts are repeated. */
import { createRequire } from 'node:module';
import type * as SheetJs from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import type { WrittenBook } from '../../test/fixtures/xlsx-of.ts';
import { xlsxOf } from '../../test/fixtures/xlsx-of.ts';
import { zipOf } from '../../test/fixtures/zip-of.ts';
import { readAnyFile } from './any-file.ts';
import { MAX_CELLS, MAX_CHARACTERS } from './limits.ts';
import { WorkbookError } from './workbook-error.ts';

const XLSX = createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;

/** One text in a block of so many rows and columns of each of two sheets; further right a row may have one more. */
const HIGH = 100;
const WIDE = 10;
const LENGTH = 24_990;
const TEXT = '低'.repeat(LENGTH);
const LEFT = MAX_CHARACTERS - 2 * HIGH * WIDE * LENGTH;

/** The rows from 1: whether it is the first of the block, and the text beside it. */
const rows = <T>(more: string, row: (isFirst: boolean, beside: string) => T): T[] =>
  Array.from({ length: HIGH }, (_, index) => row(index === 0, index === HIGH - 1 ? more : ''));
const twice = (sheet: (more: string, name: string) => string, more: string): string =>
  sheet('', 'A') + sheet(more, 'B');

/** Beside a merged block something must stand in each row: numbers count for no characters. */
function written(more: string, bookType: SheetJs.BookType): Uint8Array {
  const sheet = (beside: string): SheetJs.WorkSheet => {
    const made = XLSX.utils.aoa_to_sheet(
      rows(beside, (isFirst, text) => [
        ...(isFirst ? [TEXT] : [null]),
        ...Array.from({ length: WIDE }, () => null),
        text === '' ? 1 : text,
      ]),
    );
    made['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: HIGH - 1, c: WIDE - 1 } }];
    return made;
  };
  const book = { SheetNames: ['A', 'B'], Sheets: { A: sheet(''), B: sheet(more) } };
  return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType, compression: true }));
}

function shared(more: string): Uint8Array {
  const sheet = (beside: string): string =>
    `<sheetData>${rows(beside, (_, text) => `<row>${'<c t="s"><v>0</v></c>'.repeat(WIDE)}<c t="str"><v>${text}</v></c></row>`).join('')}</sheetData>`;
  const book: WrittenBook = {
    strings: [`<t>${TEXT}</t>`],
    sheets: ['', more].map((beside, index) => ({ name: String(index), xml: sheet(beside) })),
  };
  return xlsxOf(book);
}

const ODF = ['office', 'table', 'text']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const odf = (root: string, tables: string): string =>
  `<office:${root} ${ODF}><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:${root}>`;
const repeated = (more: string): string =>
  twice(
    (beside, name) =>
      `<table:table table:name="${name}"><table:table-row table:number-rows-repeated="${HIGH}"><table:table-cell table:number-columns-repeated="${WIDE}"><text:p>${TEXT}</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>${beside}</text:p></table:table-cell></table:table-row></table:table>`,
    more,
  );

const page = (more: string): Uint8Array =>
  new TextEncoder().encode(
    twice(
      (beside) =>
        `<table>${rows(beside, (isFirst, text) => `<tr>${isFirst ? `<td rowspan="${HIGH}" colspan="${WIDE}">${TEXT}</td>` : ''}<td>${text === '' ? '1' : text}</td></tr>`).join('')}</table>`,
      more,
    ),
  );

/** Why the file is refused; null: it is read. */
async function refusal(bytes: Uint8Array): Promise<string | null> {
  try {
    await readAnyFile(bytes, '表');
    return null;
  } catch (error) {
    return error instanceof WorkbookError ? error.code : String(error);
  }
}

describe('the sheets of one file', () => {
  it.each([
    ['.xlsx, one shared text in many cells', shared, 0],
    ['.xlsx, merged', (more: string) => written(more, 'xlsx'), 0],
    ['.xlsb, merged', (more: string) => written(more, 'xlsb'), 0],
    ['XML of Excel 2003, merged', (more: string) => written(more, 'xlml'), 0],
    [
      '.ods, repeated',
      (more: string) => zipOf([{ name: 'content.xml', data: odf('document-content', repeated(more)) }]),
      0,
    ],
    ['.fods, repeated', (more: string) => new TextEncoder().encode(odf('document', repeated(more))), 0],
    ['a page, spanned', page, 2 * HIGH - 1],
  ] as const)('show so many characters and no more: %s', async (_, made, beside) => {
    const most = 'x'.repeat(LEFT - beside);
    const read = await readAnyFile(made(most), '表');
    expect(read).toHaveLength(2);
    expect(read.every((sheet) => sheet.rows.length >= HIGH)).toBe(true);
    expect(await refusal(made(`${most}x`))).toBe('unpacks-too-big');
  });

  it('hold so many cells and no more, those of a csv too', async () => {
    const csv = `${'1,'.repeat(99)}1\n`.repeat(MAX_CELLS / 100);
    expect((await readAnyFile(new TextEncoder().encode(csv), '表'))[0]?.rows).toHaveLength(MAX_CELLS / 100);
    expect(await refusal(new TextEncoder().encode(`1,${csv}`))).toBe('unpacks-too-big');
  });

  it('hold no more blanks than characters, though each element of an OpenDocument stands for a thousand', async () => {
    const blanks = (count: number): Uint8Array =>
      new TextEncoder().encode(
        odf(
          'document',
          `<table:table table:name="表"><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>${'<text:s text:c="1000"/>'.repeat(count)}</text:p></table:table-cell></table:table-row></table:table>`,
        ),
      );
    expect((await readAnyFile(blanks(MAX_CHARACTERS / 1000 - 1), '表'))[0]?.rows).toHaveLength(1);
    expect(await refusal(blanks(MAX_CHARACTERS / 1000))).toBe('unpacks-too-big');
  });
});
