import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import Excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../shared/slips/cells.ts';
import { compoundFile } from '../../test/fixtures/compound-file.ts';
import { readWorkbook } from './read.ts';
import { WorkbookError, type WorkbookErrorCode } from './workbook-error.ts';

async function xlsx(fill: (workbook: Excel.Workbook) => void): Promise<Uint8Array> {
  const workbook = new Excel.Workbook();
  fill(workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

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
    const bytes = await xlsx((workbook) => {
      const sheet = workbook.addWorksheet('十一月');
      sheet.getCell('A3').value = new Date(Date.UTC(2017, 10, 9));
      sheet.getCell('B3').value = 431222197802207800;
      sheet.getCell('C3').value = { formula: '"4330"&"22"', result: '433022' };
      sheet.getCell('D3').value = { formula: 'NOW()' } as Excel.CellFormulaValue;
      sheet.getCell('E3').value = { richText: [{ text: '舒' }, { text: '满', font: { bold: true } }] };
      sheet.getCell('F3').value = { text: '13807453512', hyperlink: 'tel:13807453512' };
      sheet.getCell('G3').value = { error: '#N/A' };
      sheet.getCell('H3').value = '  ';
      sheet.getCell('I3').value = "=cmd|'/c calc'!A0";
      sheet.getCell('J3').value = { formula: '"433022195708055431"' } as Excel.CellFormulaValue;
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
    ]);
  });

  it('tells ranges merged downwards from those merged sideways', async () => {
    const bytes = await xlsx((workbook) => {
      const sheet = workbook.addWorksheet('表');
      sheet.getCell('A1').value = '登记表';
      sheet.mergeCells('A1:C1');
      sheet.getCell('A2').value = '2017-11-09';
      sheet.mergeCells('A2:A3');
      sheet.getCell('B2').value = '甲';
      sheet.getCell('B3').value = '乙';
    });
    const [sheet] = await readWorkbook(bytes, '表.xlsx');
    expect(sheet?.rows.map((row) => row.cells.map((cell) => cell.merged ?? cell.kind))).toEqual([
      ['text', 'across', 'across'],
      ['text', 'text'],
      ['down', 'text'],
    ]);
  });

  it('says which rows and sheets are hidden', async () => {
    const bytes = await xlsx((workbook) => {
      workbook.addWorksheet('看得见').addRow(['甲']);
      const hidden = workbook.addWorksheet('藏起来', { state: 'hidden' });
      hidden.addRow(['乙']).hidden = true;
    });
    const [shown, hidden] = await readWorkbook(bytes, '表.xlsx');
    expect([shown?.hidden, hidden?.hidden, hidden?.rows[0]?.hidden]).toEqual([undefined, true, true]);
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
        await codeOf(bytes, '表.csv');
      }),
      { numRuns: 200 },
    );
  });
});

/** One after the other. */
const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A zip of one deflated entry that claims `claimed` bytes. */
function zipOf(name: string, data: Uint8Array, claimed = data.length): Uint8Array {
  const packed = new Uint8Array(deflateRawSync(data));
  const label = utf8(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(label.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimed, 24);
  entry.writeUInt16LE(label.length, 28);
  const start = local.length + label.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + label.length, 12);
  end.writeUInt32LE(start, 16);
  return joined([local, label, packed, entry, label, end].map((part) => new Uint8Array(part)));
}

describe('a file that is no good', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, WorkbookErrorCode]>([
    ['that is empty', () => new Uint8Array(), 'empty'],
    ['of more than 20 MB', () => new Uint8Array(20 * 1024 * 1024 + 1), 'too-big'],
    ['of the old format', () => compoundFile(['Workbook']), 'old-xls'],
    ['with a password', () => compoundFile(['EncryptionInfo', 'EncryptedPackage']), 'encrypted'],
    ['that is a page of a browser', () => utf8('<html><table></table></html>'), 'save-as'],
    ['that is a PDF', () => utf8('%PDF-1.7 …'), 'not-workbook'],
    ['of zeros', () => new Uint8Array(64), 'not-workbook'],
    ['in no known encoding', () => Uint8Array.from([0x41, 0xff, 0xff, 0x41]), 'encoding'],
    ['that is another zip', () => zipOf('word/document.xml', utf8('<a/>')), 'not-workbook'],
    [
      'that was cut off',
      async () => (await xlsx((workbook) => workbook.addWorksheet('表').addRow(['甲']))).slice(0, 900),
      'broken',
    ],
    ['whose inside is no workbook', () => zipOf('xl/workbook.xml', utf8('no xml at all <<<')), 'broken'],
    ['that unpacks to very much', () => zipOf('xl/workbook.xml', new Uint8Array(130 * 1024 * 1024)), 'unpacks-too-big'],
    [
      'that lies about what it unpacks to',
      () => zipOf('xl/workbook.xml', new Uint8Array(130 * 1024 * 1024), 10),
      'unpacks-too-big',
    ],
    ['of too many rows', () => utf8('甲,乙\n'.repeat(20_001)), 'too-many-rows'],
    ['of too many columns', () => utf8(`${'甲,'.repeat(200)}乙\n`), 'too-many-columns'],
  ])('%s is refused with its own sentence', async (_, make, code) => {
    expect(await codeOf(await make())).toBe(code);
  });

  it('with any one byte of it changed is read or refused, never worse', async () => {
    const good = await xlsx((workbook) => workbook.addWorksheet('表').addRow(['姓名', 1]));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bad = good.slice();
        bad[at] = ((bad[at] ?? 0) + by) % 256;
        await codeOf(bad);
      }),
      { numRuns: 25 },
    );
  });
});
