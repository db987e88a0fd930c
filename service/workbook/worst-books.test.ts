/** Workbooks made to be much work, each within the size of a file: read or refused after so much work as their bytes are, never its square. */
import { createRequire } from 'node:module';
import type * as SheetJs from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { type WrittenBook, sheetXlsx, xlsxOf, xlsxParts } from '../../test/fixtures/xlsx-of.ts';
import { zipOf } from '../../test/fixtures/zip-of.ts';
import { MAX_ROWS } from './limits.ts';
import { readAside } from './read-aside.ts';
import { WorkbookError } from './workbook-error.ts';

const XLSX = createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;

/** Only a reader whose work grows with the square of its file comes near this on any machine. */
const LIMITS = { memory: 900, ms: 60_000 };

async function outcome(bytes: Uint8Array, format: 'zip' | 'html' = 'zip'): Promise<string> {
  try {
    const sheets = await readAside(bytes, format, LIMITS);
    return `${sheets.reduce((sum, { rows }) => sum + rows.length, 0)} rows`;
  } catch (error) {
    return error instanceof WorkbookError ? error.code : String(error);
  }
}

const column = (index: number): string =>
  (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') + String.fromCharCode(65 + (index % 26));
const rows = (count: number, cells: (row: number) => string): string =>
  Array.from({ length: count }, (_, index) => `<row r="${index + 1}">${cells(index + 1)}</row>`).join('');
const numbers = (count: number): string =>
  rows(count, (row) => `<c r="A${row}"><v>1</v></c><c r="B${row}"><v>2</v></c>`);

const book = (more: string, before = ''): WrittenBook => ({
  sheets: [{ name: '表', xml: `${before}<sheetData>${numbers(MAX_ROWS)}</sheetData>${more}` }],
});

describe('a workbook', () => {
  it.each([
    [
      'of ranges merged beside one another',
      () =>
        book(
          `<mergeCells>${Array.from({ length: MAX_ROWS }, (_, row) => `<mergeCell ref="B${row + 1}:D${row + 1}"/>`.repeat(20)).join('')}</mergeCells>`,
        ),
      '20000 rows',
    ],
    [
      'of ranges merged over one another',
      () =>
        book(
          `<mergeCells>${Array.from({ length: MAX_ROWS }, (_, row) => `<mergeCell ref="A${MAX_ROWS - row}:A${MAX_ROWS}"/>`).join('')}</mergeCells>`,
        ),
      'unpacks-too-big',
    ],
    [
      'of a million columns’ widths',
      () => book('', `<cols>${'<col min="1" max="200" hidden="1"/>'.repeat(1_000_000)}</cols>`),
      '20000 rows',
    ],
    ['of marks that do not end', () => book(`<x a="${'&lt;!--'.repeat(1)}"/>${'<v '.repeat(3_000_000)}`), 'broken'],
    ['of elements inside one another', () => book('<x>'.repeat(3_000_000)), 'broken'],
    [
      'of one long text in every cell',
      () => ({
        strings: [`<t>${' 低'.repeat(16_000)}</t>`],
        sheets: [
          {
            name: '表',
            xml: `<sheetData>${rows(MAX_ROWS, (row) => Array.from({ length: 50 }, (_, index) => `<c r="${column(index)}${row}" t="s"><v>0</v></c>`).join(''))}</sheetData>`,
          },
        ],
      }),
      'unpacks-too-big',
    ],
  ] as const)('%s is soon done with', async (_, made, expected) =>
    expect(await outcome(xlsxOf(made() as WrittenBook))).toBe(expected),
  );

  it('that names a sheet ten thousand times is refused', async () => {
    const parts = xlsxParts({ sheets: [{ name: '表', xml: '<sheetData/>' }] }).map((part) =>
      part.name === 'xl/workbook.xml'
        ? { ...part, data: String(part.data).replace(/(<sheet .*?\/>)/u, (sheet) => sheet.repeat(10_000)) }
        : part,
    );
    expect(await outcome(zipOf(parts))).toBe('unpacks-too-big');
  });

  it('with two parts of one name is refused: which of them is shown is for the program that opens it', async () => {
    const row = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
    const [one, other] = [sheetXlsx, sheetXlsx].map((_, index) =>
      xlsxParts({ sheets: [{ name: '表', xml: `<sheetData>${row(String(index))}</sheetData>` }] }),
    ) as [ReturnType<typeof xlsxParts>, ReturnType<typeof xlsxParts>];
    const twice = other.filter(({ name }) => name.includes('sheet1.xml'));
    expect(await outcome(zipOf([...one, ...twice]))).toBe('broken');
    expect(await outcome(zipOf([...one, ...twice.map((part) => ({ ...part, name: part.name.toUpperCase() }))]))).toBe(
      'broken',
    );
    expect(await outcome(zipOf(one))).toBe('1 rows');
  });
});

describe('a workbook of records in a zip', () => {
  it('is read by its directory, whatever else its parts’ own heads say', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['低保'], ['医保']]);
    const book = { SheetNames: ['表'], Sheets: { 表: sheet } };
    const written = new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsb', compression: true }));
    expect(await outcome(written)).toBe('2 rows');
    const zip = Buffer.from(written);
    // Another name, and stored: a reader that goes by these finds something else.
    for (let at = zip.indexOf('PK\x03\x04'); at >= 0; at = zip.indexOf('PK\x03\x04', at + 4)) {
      zip.writeUInt16LE(0, at + 8);
      zip.write('zz', at + 30);
    }
    expect(await outcome(new Uint8Array(zip))).toBe('2 rows');
  });
});

describe('an OpenDocument sheet', () => {
  it('of a text in a million pieces is soon done with', async () => {
    const namespaces = ['office', 'table', 'text']
      .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
      .join(' ');
    const text = `<office:document ${namespaces}><office:body><office:spreadsheet><table:table table:name="表"><table:table-row><table:table-cell><text:p>${'x<text:s/>'.repeat(1_000_000)}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>`;
    expect(await outcome(new TextEncoder().encode(text))).toBe('1 rows');
  });
});

describe('a web page', () => {
  it('of elements inside one another is soon done with', async () => {
    const page = `<table><tr><td>1</td></tr>${'<div>'.repeat(2_000_000)}`;
    expect(await outcome(new TextEncoder().encode(page), 'html')).toBe('broken');
  });
});
