/** Rows that were only prepared, of which spreadsheets may hold any number. */
import { describe, expect, it } from 'vitest';
import { sheetXlsx } from '../../test/fixtures/xlsx-of.ts';
import { readAnyFile } from './any-file.ts';

const text = (ref: string, value: string): string => `<c r="${ref}" t="str"><v>${value}</v></c>`;
const HEAD = `<row r="1">${text('A1', '序号')}${text('B1', '姓名')}${text('C1', '事项')}${text('D1', '日期')}</row>`;
const LAST = 25_000;
/** The rows below the headings, two of them filled in. */
const book = (prepared: (row: number) => string): Uint8Array =>
  sheetXlsx(
    HEAD +
      Array.from({ length: LAST }, (_, index) => {
        const row = index + 2;
        const filled = row === 2 || row === LAST;
        return `<row r="${row}">${prepared(row)}${filled ? text(`B${row}`, '舒满') + text(`C${row}`, '低保') : ''}</row>`;
      }).join(''),
  );

describe('rows that were prepared beyond the limit', () => {
  it.each<[string, (row: number) => string]>([
    ['numbers', (row) => `<c r="A${row}"><v>${row - 1}</v></c>`],
    ['numbers as texts', (row) => text(`A${row}`, String(row - 1))],
    ['formulas that count', (row) => `<c r="A${row}"><f>ROW()-1</f><v>${row - 1}</v></c>`],
    ['formulas without a result', (row) => `<c r="A${row}"><v>${row - 1}</v></c><c r="D${row}"><f>TODAY()</f></c>`],
    [
      'formulas that find nothing',
      (row) =>
        `<c r="D${row}" t="e"><f>VLOOKUP(B${row},Z:Z,1)</f><v>#N/A</v></c><c r="E${row}"><f>F${row}</f><v>0</v></c>`,
    ],
    ['borders', (row) => `<c r="A${row}" s="0"/><c r="B${row}" s="0"/>`],
  ])('with %s count as none, and those that say something are read', async (_, prepared) => {
    const [sheet] = await readAnyFile(book(prepared), '表');
    expect(sheet?.rows.map(({ row }) => row)).toEqual([1, 2, LAST]);
  });

  it('count as none in a csv too', async () => {
    const lines = Array.from({ length: LAST }, (_, index) => `${index + 1},${index === 7 ? '舒满,低保' : ','}`);
    const [sheet] = await readAnyFile(new TextEncoder().encode(['序号,姓名,事项', ...lines].join('\n')), '表');
    expect(sheet?.rows.map(({ row }) => row)).toEqual([1, 9]);
  });

  it('count where each holds a word', async () => {
    const full = book((row) => text(`D${row}`, `备注${row}`));
    await expect(readAnyFile(full, '表')).rejects.toMatchObject({ code: 'too-many-rows' });
  });

  it('stay as they are where there are few', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `<row><c><v>${index + 1}</v></c></row>`).join('');
    expect((await readAnyFile(sheetXlsx(rows), '表'))[0]?.rows).toHaveLength(30);
  });
});
