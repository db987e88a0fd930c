import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { separatedRows } from './separated.ts';

const fieldsOf = (text: string, separator: string) =>
  Array.from(separatedRows(text, separator), ({ fields }) => fields);
const separators = fc.constantFrom('\t', ',', ';', '|', '\uff0c');
const breaks = fc.constantFrom('\n', '\r\n', '\r');

/** As a spreadsheet program writes a cell: in quotes where it must. */
const written = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\n\r]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** What people write in a cell: of several lines or with the separator inside, not both, as cells of a spreadsheet hold no tab. */
const cell = (separator: string) => {
  const of = (...units: string[]) =>
    fc
      .string({ unit: fc.constantFrom('张', '3', 'b', '"', '、', ' ', ...units), maxLength: 8 })
      .map((text) => text.trim())
      .filter((text) => text !== '"' && text !== '""' && !text.startsWith(separator));
  return fc.oneof(of(separator), of('\n'));
};

const table = fc.tuple(separators, breaks, fc.integer({ min: 2, max: 6 })).chain(([separator, lineEnd, width]) =>
  fc.record({
    separator: fc.constant(separator),
    lineEnd: fc.constant(lineEnd),
    rows: fc.array(
      fc.array(cell(separator), { minLength: width - 1, maxLength: width - 1 }).map((cells) => ['行', ...cells]),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

describe('separated text', () => {
  it('gives back every cell that a spreadsheet wrote, with separators, quotes and line breaks inside', () => {
    fc.assert(
      fc.property(table, ({ separator, lineEnd, rows }) => {
        // The heading row tells how wide the table is.
        const all = [Array.from(rows[0] ?? [], () => '列'), ...rows];
        const text = all.map((row) => row.map((each) => written(each, separator)).join(separator) + lineEnd).join('');
        expect(fieldsOf(text, separator)).toEqual(all);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a quote that stands alone in its cell for a mark, wherever and however often it stands', () => {
    const plain = fc.constantFrom('符红娥', '433022196912091821', '3组', '低保', '', '甲"乙', '3"', '"甲、乙"');
    const marked = fc.tuple(separators, breaks, fc.integer({ min: 3, max: 7 })).chain(([separator, lineEnd, width]) =>
      fc.record({
        separator: fc.constant(separator),
        lineEnd: fc.constant(lineEnd),
        rows: fc.array(
          fc
            .array(fc.oneof(plain, fc.constant('"'), fc.constant(' "')), { minLength: width - 1, maxLength: width - 1 })
            .map((cells) => ['行', ...cells]),
          { minLength: 1, maxLength: 8 },
        ),
      }),
    );
    fc.assert(
      fc.property(marked, ({ separator, lineEnd, rows }) => {
        const text = rows.map((row) => row.join(separator)).join(lineEnd);
        const bare = (each: string) => (each === '"甲、乙"' ? '甲、乙' : each);
        expect(fieldsOf(text, separator)).toEqual(rows.map((row) => row.map(bare)));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      'marks at the starts of lines',
      '11.20\t甲\t低保\n"\t乙\t医保\n"\t丙\t低保',
      ['11.20 甲 低保', '" 乙 医保', '" 丙 低保'],
    ],
    ['marks at the ends of lines', '甲,低保,11.9\n乙,低保,"\n丙,低保,"', ['甲 低保 11.9', '乙 低保 "', '丙 低保 "']],
    ['two marks in one line', '11.9,甲,低保,x\n",乙,",y', ['11.9 甲 低保 x', '" 乙 " y']],
    [
      'a cell that begins with a line break',
      '姓名,事项,日期\n"\n甲\n",低保,11.9',
      ['姓名 事项 日期', '/甲/ 低保 11.9'],
    ],
    ['a cell that begins with the separator', '姓名,备注\n甲,",急"\n乙,无', ['姓名 备注', '甲 ,急', '乙 无']],
    ['blanks around quotes', '姓名, 材料\n甲, "证,簿" \n乙,照片', ['姓名  材料', '甲 证,簿', '乙 照片']],
    ['inch marks and half quotes', '3"管\t"半句\t甲', ['3"管 "半句 甲']],
    [
      'quotes that open in one row and close in another',
      '"老王\t低保\t甲\n小李"\t医保\t乙',
      ['"老王 低保 甲', '小李" 医保 乙'],
    ],
    ['marks in a single column', '甲\n"\n乙\n"\n', ['甲', '"', '乙', '"']],
  ])('knows %s', (_, text, rows) => {
    const separator = text.includes('\t') ? '\t' : ',';
    const shown = fieldsOf(text, separator).map((fields) => fields.map((each) => each.replaceAll('\n', '/')).join(' '));
    expect(shown).toEqual(rows);
  });

  it('keeps as one what stands further right than a spreadsheet has columns', () => {
    const [fields] = fieldsOf(`${'甲,'.repeat(20_000)}乙\n`, ',');
    expect([fields?.length, fields?.at(-1)]).toEqual([16_385, `${'甲'.repeat(20_000 - 16_384)}乙`]);
    expect(fieldsOf(`甲${','.repeat(20_000)}\n`, ',').map((row) => row.at(-1))).toEqual(['']);
  });

  it('numbers rows as a spreadsheet program does, and leaves out those that say nothing', () => {
    expect(Array.from(separatedRows('甲,1\n,\n\n"乙\n丙",2\n , \n丁,3', ','), ({ row }) => row)).toEqual([1, 4, 6]);
  });
});
