/** One table in many hands: whatever kind of file it is in and however its parts are written, the same cells come out. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as SheetJs from '@e965/xlsx';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WrittenBook, xlsxParts } from '../../test/fixtures/xlsx-of.ts';
import { type ZipPart, zipOf } from '../../test/fixtures/zip-of.ts';
import { type BookFormat, readBook } from './book.ts';

const XLSX = createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;

const text = fc
  .array(fc.constantFrom('低', '保', '张', 'a', '<', '&', '"', "'", ' ', '一', '0', '7'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((characters) => characters.join(''))
  .filter((each) => each.trim() === each && each !== '');
const cell: fc.Arbitrary<SheetJs.CellObject | null> = fc.oneof(
  text.map((v) => ({ t: 's', v }) as const),
  fc.integer({ min: 1, max: 200_000 }).map((v) => ({ t: 'n', v }) as const),
  fc.integer({ min: 36_600, max: 50_000 }).map((v) => ({ t: 'n', v, z: 'yyyy/mm/dd' }) as const),
  fc.integer({ min: 1, max: 99 }).map((v) => ({ t: 'n', v, z: '0000' }) as const),
  fc.boolean().map((v) => ({ t: 'b', v }) as const),
  fc.constant(null),
);
const table = fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 6 });

describe('a table', () => {
  it('has the same cells in every kind of workbook', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (drawn, merged) => {
        // What lies under a merged range can't be seen, and not every writer writes it.
        const covers = (row: number, column: number) => (row === 0 && column === 2) || (row === 1 && column === 0);
        const rows = drawn.map((cells, row) =>
          cells.map((each, column) => (merged && covers(row, column) ? null : each)),
        );
        const sheet = XLSX.utils.aoa_to_sheet(rows);
        if (merged) sheet['!merges'] = [XLSX.utils.decode_range('B1:C1'), XLSX.utils.decode_range('A1:A2')];
        const book = { SheetNames: ['第1周'], Sheets: { 第1周: sheet } };
        const read = async (bookType: SheetJs.BookType, format: BookFormat) => {
          const written = XLSX.write(book, { type: 'buffer', bookType, compression: true }) as Uint8Array;
          const [first] = await readBook(new Uint8Array(written), format);
          return first?.rows;
        };
        const expected = await read('xlsx', 'zip');
        expect(expected?.length ?? 0).toBe(rows.filter((row) => row.some((each) => each !== null)).length);
        for (const [bookType, format] of [
          ['xlsm', 'zip'],
          ['xlsb', 'zip'],
          ['biff8', 'xls'],
          ['xlml', 'xml'],
          ['ods', 'zip'],
        ] as const)
          expect(await read(bookType, format), bookType).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

/** One table with a hidden row, column and sheet, a struck cell and a struck word, a remark, a failed formula, formats and a merge. */
const marked = async (ending: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(path.join(import.meta.dirname, `../../test/fixtures/books/marked.${ending}`)));

describe('what is seen beside the values', () => {
  it.each<[string, BookFormat]>([
    ['ods', 'zip'],
    ['xls', 'xls'],
  ])('is in an .%s as in its .xlsx twin', async (ending, format) => {
    const twin = await readBook(await marked('xlsx'), 'zip');
    expect(twin[1]?.hidden).toBe(true);
    const marks = twin[0]?.rows.flatMap(({ row, hidden, cells }) => [
      ...(hidden ? [`row ${row} hidden`] : []),
      ...cells.flatMap((each, index) =>
        [each.hidden && 'hidden', each.struck && 'struck', each.comment, each.kind === 'error' && each.text]
          .filter(Boolean)
          .map((mark) => `${row}:${index + 1} ${mark}`),
      ),
    ]);
    expect(marks).toEqual([
      '1:5 hidden',
      '2:2 这人不办了',
      '2:5 hidden',
      '3:1 struck',
      '3:4 #DIV/0!',
      'row 4 hidden',
      '6:1 struck',
    ]);
    expect(await readBook(await marked(ending), format)).toEqual(twin);
  });
});

const NAMES = ['姓名', '舒满', '向建'];
const BOOK: WrittenBook = {
  sheets: [
    {
      name: '表',
      xml: `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>5</v></c></row><row r="4"><c r="A4" t="s"><v>2</v></c></row></sheetData>`,
    },
  ],
  strings: NAMES.map((name) => `<t>${name}</t>`),
};

type Edit = (parts: readonly ZipPart[]) => ZipPart[];
const inPart =
  (part: RegExp, change: (xml: string) => string): Edit =>
  (parts) =>
    parts.map((each) => (part.test(each.name) ? { ...each, data: change(String(each.data)) } : each));
const inSheet = (change: (xml: string) => string): Edit => inPart(/sheet1\.xml$/u, change);
const renamed =
  (from: RegExp, to: string): Edit =>
  (parts) =>
    parts.map((each) => ({ ...each, name: each.name.replace(from, to) }));

/** How programs write what means the same. */
const EDITS: Readonly<Record<string, Edit>> = {
  'prefixes in all parts': inPart(/workbook\.xml$|sheet1\.xml$|sharedStrings\.xml$/u, (xml) =>
    xml.replaceAll('xmlns="', 'xmlns:x="').replace(/<(\/?)(?=[a-z])(?!\w+:)/gu, '<$1x:'),
  ),
  'lower-case references': inSheet((xml) =>
    xml.replace(/ r="([A-Z]\d)"/gu, (_, ref: string) => ` r="${ref.toLowerCase()}"`),
  ),
  'single quotes': inSheet((xml) => xml.replace(/ (r|t)="([^"]*)"/gu, " $1='$2'")),
  'backslashes in the names of parts': (parts) =>
    parts.map((each) => ({ ...each, name: each.name.replaceAll('/', '\\') })),
  'upper-case names of parts': (parts) => parts.map((each) => ({ ...each, name: each.name.toUpperCase() })),
  'targets from the root': inPart(/workbook\.xml\.rels$/u, (xml) => xml.replaceAll('Target="', 'Target="/xl/')),
  'another name of the sheet part': (parts) =>
    renamed(
      /sheet1\.xml$/u,
      'Blad A.xml',
    )(inPart(/workbook\.xml\.rels$/u, (xml) => xml.replace('sheet1.xml', 'Blad%20A.xml'))(parts)),
  'another folder': (parts) =>
    renamed(/^xl\//u, 'buch/')(inPart(/^_rels/u, (xml) => xml.replace('xl/workbook', 'buch/workbook'))(parts)),
  'texts in the cells': inSheet((xml) =>
    xml.replace(/t="s"><v>(\d)<\/v>/gu, (_, n: string) => `t="inlineStr"><is><t>${NAMES[Number(n)]}</t></is>`),
  ),
  'texts as results': inSheet((xml) =>
    xml.replace(/t="s"><v>(\d)/gu, (_, n: string) => `t="str"><v>${NAMES[Number(n)]}`),
  ),
  'texts in CDATA': inPart(/sharedStrings/u, (xml) => xml.replace(/<t>(.*?)<\/t>/gu, '<t><![CDATA[$1]]></t>')),
  'texts in runs with a guide to reading': inPart(/sharedStrings/u, (xml) =>
    xml.replace(
      /<t>(.)(.*?)<\/t>/gu,
      '<r><t>$1</t></r><r><rPr><b/></rPr><t>$2</t></r><rPh sb="0" eb="1"><t>shu</t></rPh>',
    ),
  ),
  'characters as numbers': inPart(/sharedStrings/u, (xml) =>
    xml.replaceAll('舒', '&#x8212;').replaceAll('满', '&#28385;'),
  ),
  'remarks between the elements': inSheet((xml) => xml.replaceAll('<row', '<!-- <row><c><v>9</v></c></row> --><row')),
  'unknown elements in cells and rows': inSheet((xml) =>
    xml
      .replaceAll('</c>', '<extLst><ext uri="x"><y:v xmlns:y="y">9</y:v></ext></extLst></c>')
      .replaceAll('</row>', '<extLst/></row><y:more xmlns:y="y"/>'),
  ),
  'the strict namespace': (parts) =>
    parts.map((each) => ({
      ...each,
      data: String(each.data)
        .replaceAll(
          'http://schemas.openxmlformats.org/officeDocument/2006',
          'http://purl.oclc.org/ooxml/officeDocument',
        )
        .replaceAll(
          'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
          'http://purl.oclc.org/ooxml/spreadsheetml/main',
        ),
    })),
  'UTF-16': (parts) =>
    parts.map((each) =>
      /sheet1|sharedStrings/u.test(each.name)
        ? { ...each, data: Buffer.from(`\uFEFF${String(each.data).replace('UTF-8', 'UTF-16')}`, 'utf16le') }
        : each,
    ),
  'line breaks between all elements': inSheet((xml) => xml.replace(/><(?!\/v|\/t)/gu, '>\r\n  <')),
  'a million formatted rows': inSheet((xml) =>
    xml.replace('</sheetData>', `${'<row s="1"/>'.repeat(10_000)}<row><c s="1"/></row></sheetData>`),
  ),
  'merges over whole columns': inSheet((xml) =>
    xml.replace(
      '</sheetData>',
      '</sheetData><mergeCells><mergeCell ref="D1:XFD1048576"/><mergeCell ref="D1:XFD1048576"/></mergeCells>',
    ),
  ),
};

describe('an .xlsx', () => {
  it.each(Object.keys(EDITS))('with %s is read as its plain twin', async (edit) => {
    const [plain] = await readBook(zipOf(xlsxParts(BOOK)), 'zip');
    expect(plain?.rows.map(({ row, cells }) => [row, cells.length])).toEqual([
      [1, 1],
      [2, 3],
      [4, 1],
    ]);
    const parts = (EDITS[edit] as Edit)(xlsxParts(BOOK));
    expect(parts).not.toEqual(xlsxParts(BOOK));
    expect(await readBook(zipOf(parts), 'zip')).toEqual([plain]);
  });

  it('without references is read by the order of its cells and rows', async () => {
    const parts = inSheet((xml) => xml.replace(/ r="[A-Z]?\d"/gu, ''))(xlsxParts(BOOK));
    const [sheet] = await readBook(zipOf(parts), 'zip');
    expect(sheet?.rows.map(({ row, cells }) => [row, cells.length])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  it.each<[string, Edit, string]>([
    ['whose sheet ends in the middle', inSheet((xml) => xml.slice(0, -60)), 'broken'],
    ['whose text is not among the texts', inSheet((xml) => xml.replace('<v>2</v>', '<v>7</v>')), 'broken'],
    ['whose sheet is gone', (parts) => parts.filter(({ name }) => !/sheet1/u.test(name)), 'sheet-missing'],
    ['wider than a table', inSheet((xml) => xml.replace('r="C2"', 'r="XFD2"')), 'too-many-columns'],
  ])('%s is refused', async (_, edit, code) => {
    await expect(readBook(zipOf(edit(xlsxParts(BOOK))), 'zip')).rejects.toMatchObject({ code });
  });
});
