/** What is struck out, and hidden, in the kinds of workbook that a library reads: it is asked about there too. */
import { createRequire } from 'node:module';
import type * as SheetJs from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../test/fixtures/zip-of.ts';
import { readBook } from './book.ts';
import { readWorkbook } from './read.ts';
import { xlsStruck } from './xls-struck.ts';
import { openZip } from './zip.ts';

const XLSX = createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;

const u16 = (...values: number[]) => Buffer.from(new Uint8Array(Uint16Array.from(values).buffer));
const u32 = (value: number) => u16(value % 65_536, Math.floor(value / 65_536));
const join = (...parts: readonly Uint8Array[]) => Buffer.concat(parts.map((part) => new Uint8Array(part)));

const record = (type: number, ...parts: readonly Uint8Array[]) => {
  const data = join(...parts);
  return join(u16(type, data.length), data);
};
const font = (struck: boolean) => record(0x31, u16(220, struck ? 8 : 0), Buffer.alloc(10));
const format = (fontNumber: number) => record(0xe0, u16(fontNumber), Buffer.alloc(18));

/** The stream of an .xls of one sheet; the fonts numbered 1 and 5 are struck, as are the cells of format 1. */
function stream(texts: readonly Uint8Array[], cells: readonly Uint8Array[]): Buffer {
  const before = (at: number) =>
    join(
      record(0x0809, u16(0x0600, 5)),
      ...[false, true, false, false, true].map(font),
      format(0),
      format(1),
      record(0x85, u32(at), Buffer.alloc(4)),
      ...texts,
      record(0x0a),
    );
  return join(before(before(0).length), record(0x0809, u16(0x0600, 16)), ...cells, record(0x0a));
}
const cell = (row: number, column: number, formatNumber: number, text: number) =>
  record(0xfd, u16(row, column, formatNumber), u32(text));
const listed = (sheets: ReturnType<typeof xlsStruck>) =>
  sheets.map((sheet) => [...sheet].map(([row, columns]) => `${row}: ${[...columns].join()}`));

const wide = (text: string) => Buffer.from(text, 'utf16le');
const CELLS = [cell(0, 0, 0, 0), cell(0, 1, 0, 1), cell(1, 0, 1, 0), cell(1, 2, 0, 2)];
const HEAD = join(u32(3), u32(3));
const PLAIN = join(u16(2), Buffer.from([1]), wide('舒满'));
const RICH = { head: join(u16(3), Buffer.from([9]), u16(2)), text: '周满清', runs: join(u16(1, 0), u16(2, 5)) };
const AT_END = join(u16(2), Buffer.from([8]), u16(1), Buffer.from('ab'), u16(2, 5));

describe('an .xls', () => {
  it('tells the cells that a font strikes out, and those of whose text a part is', () => {
    const texts = record(0xfc, HEAD, PLAIN, RICH.head, wide(RICH.text), RICH.runs, AT_END);
    expect(listed(xlsStruck(stream([texts], CELLS)))).toEqual([['1: 2', '2: 1']]);
  });

  it.each([0, 1, 2, 3])('reads texts that run on in another record after %i characters', (split) => {
    const texts = [
      record(0xfc, HEAD, PLAIN, RICH.head, wide(RICH.text.slice(0, split))),
      record(0x3c, ...(split < 3 ? [Buffer.from([1])] : []), wide(RICH.text.slice(split)), RICH.runs.subarray(0, 4)),
      record(0x3c, RICH.runs.subarray(4), AT_END),
    ];
    expect(listed(xlsStruck(stream(texts, CELLS)))).toEqual([['1: 2', '2: 1']]);
  });

  it('tells struck numbers that share a record, and none of charts', () => {
    const chart = [record(0x0809, u16(0x0600, 0x20)), cell(0, 0, 1, 0), record(0x0a)];
    const numbers = record(0xbd, u16(4, 2), u16(0), u32(0), u16(1), u32(0), u16(3));
    expect(listed(xlsStruck(stream([], [...chart, numbers])))).toEqual([['5: 4']]);
  });

  it('whose texts end too early is broken', () => {
    expect(() => xlsStruck(stream([record(0xfc, HEAD, PLAIN)], CELLS))).toThrow(RangeError);
  });
});

/** An .xlsb of SheetJS's with a struck font more: in it are a run of the second text and the cells of the last format. */
function markedXlsb(): Uint8Array {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['姓名', '周满清'],
    [{ t: 'n', v: 43_048, z: 'yyyy/mm/dd' }, '石长'],
    ['向建'],
  ]);
  sheet['!rows'] = [{}, {}, { hidden: true }];
  sheet['!cols'] = [{}, { hidden: true }];
  (sheet['A1'] as SheetJs.CellObject).c = [{ a: '甲', t: '不办了' }];
  const written = XLSX.write(
    {
      SheetNames: ['表', '去年'],
      Sheets: { 表: sheet, 去年: XLSX.utils.aoa_to_sheet([['姓名']]) },
      Workbook: { Sheets: [{}, { Hidden: 1 }] },
    },
    { type: 'buffer', bookType: 'xlsb', bookSST: true, compression: true },
  ) as Uint8Array;
  const zip = openZip(new Uint8Array(written));
  const parts = zip.names.map((name) => ({ name, data: new Uint8Array(zip.read(name) ?? []) }));
  const change = (ending: string, to: (bytes: Buffer) => Uint8Array) =>
    parts.forEach((part, index) => {
      if (part.name.endsWith(ending))
        parts[index] = { name: part.name, data: new Uint8Array(to(Buffer.from(part.data))) };
    });
  change('styles.bin', (bytes) => {
    const at = bytes.indexOf(Buffer.from([43])); // The first font: its type, its size in a byte.
    const end = at + 2 + (bytes[at + 1] ?? 0);
    const struck = Buffer.from(bytes.subarray(at, end));
    struck.writeUInt16LE(8, 4);
    const formats = bytes.lastIndexOf(Buffer.from([0xea, 0x04])); // BrtEndCellXFs
    const last = Buffer.from(bytes.subarray(end, formats));
    last.writeUInt16LE(1, last.length - 16 + 4);
    return join(bytes.subarray(0, end), struck, last, bytes.subarray(formats));
  });
  change('sharedStrings.bin', (bytes) => {
    const text = wide('周满清');
    const at = bytes.indexOf(text) - 7;
    const rich = join(Buffer.from([1]), u32(3), text, u32(1), u16(2, 1));
    return join(bytes.subarray(0, at), Buffer.from([19, rich.length]), rich, bytes.subarray(at + 7 + text.length));
  });
  return zipOf(parts);
}

describe('an .xlsb', () => {
  it('tells what is hidden, remarked upon and struck out', async () => {
    const sheets = await readBook(markedXlsb(), 'zip');
    expect(sheets).toEqual([
      {
        sheet: '表',
        rows: [
          {
            row: 1,
            cells: [
              { kind: 'text', text: '姓名', comment: '不办了' },
              { kind: 'text', text: '周满清', struck: true, hidden: true },
            ],
          },
          {
            row: 2,
            cells: [
              { kind: 'date', date: '2017-11-09', struck: true },
              { kind: 'text', text: '石长', hidden: true },
            ],
          },
          { row: 3, cells: [{ kind: 'text', text: '向建' }], hidden: true },
        ],
      },
      { sheet: '去年', rows: [{ row: 1, cells: [{ kind: 'text', text: '姓名' }] }], hidden: true },
    ]);
  });
});

const XML_BOOK = `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="s2" ss:Parent="s1"/></Styles>
<Worksheet ss:Name="表"><Table><Column ss:Index="3" ss:StyleID="s1"/>
<Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="String">舒满</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="String">向建</Data></Cell></Row>
<Row ss:StyleID="s1"><Cell><Data ss:Type="String">石长</Data></Cell></Row>
<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">周<S>满清</S></ss:Data></Cell><Cell><Data ss:Type="String">乙</Data></Cell></Row>
</Table></Worksheet></Workbook>`;

describe('a workbook of one XML text', () => {
  it('tells what is hidden and struck out', async () => {
    const [sheet] = await readBook(new TextEncoder().encode(XML_BOOK), 'xml');
    expect(
      sheet?.rows.map(({ row, hidden, cells }) => [row, hidden ?? false, cells.map(({ struck }) => struck ?? false)]),
    ).toEqual([
      [1, false, [false, true]],
      [4, true, [false, false, true]],
      [5, false, [true]],
      [6, false, [true, false]],
    ]);
  });

  it('that is cut off is told to be so', async () => {
    await expect(readWorkbook(new TextEncoder().encode(XML_BOOK.slice(0, -90)), '表.xls')).rejects.toMatchObject({
      code: 'cut-off',
    });
  });
});
