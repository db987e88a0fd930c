import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../shared/slips/cells.ts';
import { compoundFile } from '../../test/fixtures/compound-file.ts';
import { sheetXlsx, xlsxOf, xlsxParts } from '../../test/fixtures/xlsx-of.ts';
import { zipOf } from '../../test/fixtures/zip-of.ts';
import { readAnyFile } from './any-file.ts';
import { readBook } from './book.ts';
import { readWorkbook } from './read.ts';
import { WorkbookError, type WorkbookErrorCode } from './workbook-error.ts';

async function codeOf(bytes: Uint8Array, name = '表.xlsx'): Promise<WorkbookErrorCode | 'read'> {
  try {
    await readWorkbook(bytes, name);
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbookError);
    expect((error as WorkbookError).message).toMatch(/\p{Script=Han}/u);
    return (error as WorkbookError).code;
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text);
/** GB18030 of 姓名,事项 and 舒满,低保. */
const GB_BYTES = Uint8Array.from([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xc2, 0xcf, 0xee, 0x0d, 0x0a, 0xca, 0xe6, 0xc2, 0xfa, 0x2c, 0xb5, 0xcd, 0xb1,
  0xa3, 0x0d, 0x0a,
]);

const texts = (cells: readonly Cell[] | undefined) =>
  (cells ?? []).map((cell) => (cell.kind === 'text' ? cell.text : cell.kind));

describe('a workbook', () => {
  it('is read with dates, numbers, formulas, links, rich text, errors and its own row numbers', async () => {
    const bytes = xlsxOf({
      sheets: [
        {
          name: '十一月',
          xml: `<sheetData><row r="3"><c r="A3" s="1"><v>43048</v></c><c r="B3"><v>431222197802207800</v></c>
            <c r="C3" t="str"><f>"4330"&amp;"22"</f><v>433022</v></c><c r="D3"><f>NOW()</f></c><c r="E3" t="s"><v>0</v></c>
            <c r="F3" t="s"><v>1</v></c><c r="G3" t="e"><v>#N/A</v></c><c r="H3" t="s"><v>2</v></c>
            <c r="I3" t="s"><v>3</v></c><c r="J3"><f>"433022195708055431"</f></c><c r="K3" t="b"><v>1</v></c>
            <c r="L3" t="str"><f>IF(A1="","",A1)</f><v></v></c></row></sheetData>
            <hyperlinks><hyperlink ref="F3" r:id="rId1"/></hyperlinks>`,
        },
      ],
      strings: [
        '<r><t>舒</t></r><r><rPr><b/></rPr><t>满</t></r>',
        '<t>13807453512</t>',
        '<t>  </t>',
        "<t>=cmd|'/c calc'!A0</t>",
      ],
      styles: '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    });
    const [sheet] = await readWorkbook(bytes, '表.xlsx');
    expect(sheet?.sheet).toBe('十一月');
    expect(sheet?.rows).toHaveLength(1);
    expect(sheet?.rows[0]?.row).toBe(3);
    expect(sheet?.rows[0]?.cells).toEqual([
      { kind: 'date', date: '2017-11-09' },
      { kind: 'number', value: 431222197802207800 },
      { kind: 'text', text: '433022', formula: true },
      { kind: 'error', text: '公式没有结果', formula: true },
      { kind: 'text', text: '舒满' },
      { kind: 'text', text: '13807453512' },
      { kind: 'error', text: '#N/A' },
      { kind: 'empty' },
      { kind: 'text', text: "=cmd|'/c calc'!A0" },
      { kind: 'text', text: '433022195708055431', formula: true },
      { kind: 'text', text: 'TRUE' },
    ]);
  });

  it('tells ranges merged downwards from those merged sideways', async () => {
    const text = (ref: string, value: string) => `<c r="${ref}" t="str"><v>${value}</v></c>`;
    const bytes = xlsxOf({
      sheets: [
        {
          name: '表',
          xml: `<sheetData><row>${text('A1', '登记表')}</row><row>${text('A2', '2017-11-09')}${text('B2', '甲')}</row>
            <row>${text('B3', '乙')}</row></sheetData>
            <mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>`,
        },
      ],
    });
    const [sheet] = await readWorkbook(bytes, '表.xlsx');
    expect(sheet?.rows.map((row) => row.cells.map((cell) => cell.merged ?? cell.kind))).toEqual([
      ['text', 'across', 'across'],
      ['text', 'text'],
      ['down', 'text'],
    ]);
  });

  it('says which rows, columns and sheets are hidden', async () => {
    const row = '<c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c>';
    const bytes = xlsxOf({
      sheets: [
        {
          name: '看得见',
          xml: `<cols><col min="2" max="9" width="0"/></cols><sheetData><row>${row}</row></sheetData>`,
        },
        { name: '藏起来', xml: `<sheetData><row hidden="1">${row}</row></sheetData>`, state: 'veryHidden' },
      ],
    });
    const [shown, hidden] = await readWorkbook(bytes, '表.xlsx');
    expect([shown?.hidden, hidden?.hidden, hidden?.rows[0]?.hidden]).toEqual([undefined, true, true]);
    expect(shown?.rows[0]?.cells.map((cell) => cell.hidden)).toEqual([undefined, true]);
  });
});

describe('a csv file', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', utf8('姓名,事项\r\n舒满,低保\r\n')],
    ['UTF-8 with a mark', utf8('\uFEFF姓名,事项\n舒满,低保')],
    ['GB18030', GB_BYTES],
    ['UTF-16 with a mark', new Uint8Array(Buffer.from('\uFEFF姓名\t事项\r\n舒满\t低保\r\n', 'utf16le'))],
    ['tabs', utf8('姓名\t事项\n舒满\t低保\n')],
    ['semicolons', utf8('姓名;事项\n舒满;低保\n')],
    ['full-width commas', utf8('姓名\uff0c事项\n舒满\uff0c低保\n')],
    ['quotes', utf8('"姓名","事项"\n"舒满","低保"\n')],
    ['old Mac line ends', utf8('姓名,事项\r舒满,低保\r')],
    ['a sep= line', utf8('sep=;\r\n姓名;事项\n舒满;低保\n')],
  ])('in %s is read', async (_, bytes) => {
    const [sheet] = await readWorkbook(bytes, '第2周.csv');
    expect(sheet?.sheet).toBe('第2周');
    expect(sheet?.rows.map((row) => texts(row.cells))).toEqual([
      ['姓名', '事项'],
      ['舒满', '低保'],
    ]);
  });

  it('tells a cell that begins with a line break from ditto marks at the ends of lines', async () => {
    const [sheet] = await readWorkbook(
      utf8('姓名,事项,日期\n"\n舒满\n",低保,11.9\n向建,低保,"\n宋满,低保,"\n'),
      't.csv',
    );
    expect(sheet?.rows.map((row) => texts(row.cells))).toEqual([
      ['姓名', '事项', '日期'],
      ['\n舒满\n', '低保', '11.9'],
      ['向建', '低保', '"'],
      ['宋满', '低保', '"'],
    ]);
  });

  it('keeps separators, quotes and line breaks inside quotes, ditto marks, and long numbers written as ="…"', async () => {
    const [sheet] = await readWorkbook(
      utf8('a,"甲,乙","说""好""",\n",x,"1\n2",="433022195708055431"\n〃,",\n'),
      '表.csv',
    );
    expect(sheet?.rows.map((row) => texts(row.cells))).toEqual([
      ['a', '甲,乙', '说"好"', 'empty'],
      ['"', 'x', '1\n2', '433022195708055431'],
      ['〃', '"', 'empty'],
    ]);
  });

  it('counts what is there, not empty lines and columns', async () => {
    const line = `舒满,低保${','.repeat(400)}\n`;
    const [sheet] = await readWorkbook(utf8(`姓名,事项\n${line}${',,,\n'.repeat(30_000)}${line}`), '表.csv');
    expect(sheet?.rows.map(({ row }) => row)).toEqual([1, 2, 30_003]);
  });

  it('of any text is read without throwing anything but a clear error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await readAnyFile(bytes, '表').catch((error: unknown) => expect(error).toBeInstanceOf(WorkbookError));
      }),
      { numRuns: 200 },
    );
  });
});

const BOMB = new Uint8Array(130 * 1024 * 1024);
const SMALL_ROW = '<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1"><v>1</v></c></row>';
const SMALL_SHEET = `<sheetData>${SMALL_ROW}</sheetData>`;
const SMALL = sheetXlsx(SMALL_ROW);

describe('a file that is no good', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, WorkbookErrorCode]>([
    ['that is empty', () => new Uint8Array(), 'empty'],
    ['of more than 20 MB', () => new Uint8Array(20 * 1024 * 1024 + 1), 'too-big'],
    ['that only looks like one of the old format', () => compoundFile(['Workbook']), 'broken'],
    ['with a password', () => compoundFile(['EncryptionInfo', 'EncryptedPackage']), 'encrypted'],
    ['that is a page of a browser', () => utf8('<html><table></table></html>'), 'no-table'],
    ['that is a PDF', () => utf8('%PDF-1.7 …'), 'not-workbook'],
    ['of zeros', () => new Uint8Array(64), 'not-workbook'],
    ['in no known encoding', () => Uint8Array.from([0x41, 0xff, 0xff, 0x41]), 'encoding'],
    ['that is another zip', () => zipOf([{ name: 'word/document.xml', data: '<a/>' }]), 'not-workbook'],
    ['that was cut off', () => SMALL.slice(0, 900), 'cut-off'],
    ['whose inside is no workbook', () => zipOf([{ name: 'xl/workbook.xml', data: 'no xml at all <<<' }]), 'broken'],
    [
      'one of whose parts came over wrong',
      () =>
        zipOf(
          xlsxParts({ sheets: [] }).map((part) =>
            part.name === 'xl/workbook.xml' ? { ...part, claimedCrc: 1 } : part,
          ),
        ),
      'damaged-part',
    ],
    [
      'that was cut off behind a whole zip inside it',
      () => Buffer.concat([zipOf([{ name: 'xl/a.xlsx', data: 'x' }]).slice(0, 60), SMALL, Buffer.from('PK')]),
      'cut-off',
    ],
    ['that unpacks to very much', () => zipOf([{ name: 'xl/workbook.xml', data: BOMB }]), 'unpacks-too-big'],
    [
      'that lies about what it unpacks to',
      () => zipOf([{ name: 'xl/workbook.xml', data: BOMB, claimed: 10 }]),
      'unpacks-too-big',
    ],
    ['of too many rows', () => utf8('甲,乙\n'.repeat(20_001)), 'too-many-rows'],
    ['of too many columns', () => utf8(`${'甲,'.repeat(200)}乙\n`), 'too-many-columns'],
  ])('%s is refused with its own sentence', async (_, make, code) => {
    expect(await codeOf(await make())).toBe(code);
  });

  it('is not one to whose end anything was added, however much, nor one that tells no checksums', async () => {
    const sheets = await readBook(SMALL, 'zip');
    for (const more of [10, 70_000, 3_000_000]) {
      expect(await readBook(Buffer.concat([SMALL, new Uint8Array(more)]), 'zip')).toEqual(sheets);
      expect(await readBook(Buffer.concat([SMALL, Buffer.alloc(more, 'PK\x05\x06')]), 'zip')).toEqual(sheets);
    }
    const parts = xlsxParts({ sheets: [{ name: '表', xml: SMALL_SHEET }] });
    expect(await readBook(zipOf(parts.map((part) => ({ ...part, claimedCrc: 0 }))), 'zip')).toEqual(sheets);
  });

  it('is never read with other content than it was saved with', async () => {
    const sheets = JSON.stringify(await readBook(SMALL, 'zip'));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: SMALL.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bad = SMALL.slice();
        bad[at] = ((bad[at] ?? 0) + by) % 256;
        const read = await readBook(bad, 'zip').catch(() => null);
        if (read !== null) expect(JSON.stringify(read)).toBe(sheets);
      }),
      { numRuns: 300 },
    );
  });

  it('with any one byte of it changed is read or refused, never worse', async () => {
    const good = SMALL;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bad = good.slice();
        bad[at] = ((bad[at] ?? 0) + by) % 256;
        await readBook(bad, 'zip').catch((error: unknown) => expect(error).toBeInstanceOf(WorkbookError));
      }),
      { numRuns: 200 },
    );
  });
});
