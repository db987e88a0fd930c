import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Written, beside, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import { readSlipSheets } from './read-slips.ts';
import { options, name, id, read, codesOf, HEAD, HANDED_IN } from '../../test/fixtures/slips/read-sheets.ts';

describe('lines that are no slips', () => {
  it('give no rows: titles, column numbers, totals, signatures, notes, blank and prepared lines', () => {
    const slip: Written[] = [1, '11.9', name(0), id(0), '', '', '低保', '', '代办员签字:已签'];
    const lines: Written[][] = [
      ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)'],
      ['小计', '', '1人', '', '', '', '', '', ''],
      ['3', '11.9', '', '', '3组', '', '', '身份证复印件', ''],
      ['第二组', beside('x'), beside('x'), beside('x')],
      ['', '', '合计', '', '', '', '3件', '', ''],
      ['合  计', '', '24人', '', '', '', '', '', ''],
      ['', '', '共 3 人', '', '', '', '', '', ''],
      ['代办员签字', '', '向某某', '', '', '负责人签字', '', '', ''],
      ['代办员', '', '向建松', '', '', '负责人', '', '李四', ''],
      ['', '', '代办员:向建松', '', '', '联系电话:13812345678', '', '', ''],
      ['', '', '', '', '', '', '', '', '接收人:'],
      ['说明:以上材料齐全'],
      ['', '', '以下空白'],
      ['', '', '(盖章)'],
      ['村（盖章）', '', '', '', '', '', '', '', '经办人：李四'],
      ['人数合计', '', '3'],
      ['签收人：王五', '', '2017-11-10'],
      ['低保1件', '', '一卡通2件', '', '', '', '医保3件'],
      ['---', '---', '---', '---'],
      ['', '', '', '', '', '', '2017年11月10日'],
      ['2017年  月  日'],
      ['本周共代办3件,其中低保3件。'],
      ['备注:一式两份'],
      ['', '', '2人', '', '', '', '2件', '', ''],
      ['经办人:', '', '张三', '审核人:', '', '', '李四', '', ''],
      ['', '', '制表:王某', '', '', '', '审核:李某', '', ''],
      ['', '', '', '', '', '', '', '', '注:缺材料'],
    ];
    const rows = read(sheetOf('表', [['凉水井镇王家岭村代办登记表'], HANDED_IN, HEAD, slip, ...lines]));
    expect(rows.map((row) => [row.row, row.verdict])).toEqual([[4, 'take']]);
  });

  it('are not confused with slips that lack something', () => {
    const rows = read(
      sheetOf('表', [
        HANDED_IN,
        HEAD,
        [1, '11.9', name(0), '', '', '', '低保'],
        [2, '11.9', '', id(1), '', '', ''],
        [3, '', name(2), '', '', '', ''],
        ['', '', '', '', '', '', '低保'],
        [5, '11.9', '', '', '', '13807453512', '', '', ''],
        [6, '11.9', name(3), '', '', '', '办补助', '', '注:没带身份证'],
        [7, '11.9', name(4), '', '', '', '', '', '代办员签字:王'],
        [8, '11.9', '', '', '', '', '低保', '', '注:问村长'],
      ]),
    );
    expect(rows.map((row) => row.row)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(rows.every((row) => row.verdict === 'ask')).toBe(true);
  });

  it('include a list of people beside a sheet of slips, and sheets of text', () => {
    const rows = read(
      sheetOf('说明', [['本表每周五交镇便民服务中心']]),
      sheetOf('花名册', [
        ['姓名', '身份证号', '组'],
        [name(0), id(0), 3],
      ]),
      sheetOf('单', [
        ['姓名', '身份证号', '事项', '日期'],
        [name(1), id(1), '低保', '2017-11-09'],
      ]),
    );
    expect(rows.map((row) => [row.sheet, row.name])).toEqual([['单', name(1)]]);
  });
});

describe('rows that clash', () => {
  const HEADER = ['姓名', '身份证号', '事项', '日期'];

  it('ask from the second on: the same person and matter, in other words and on another sheet', () => {
    const rows = read(
      sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09'], [name(0), id(0), '残疾证', '2017-11-09']]),
      sheetOf('二', [HEADER, [name(0), id(0).toLowerCase(), '最低生活保障', '2017-11-10']]),
    );
    expect(codesOf(rows)).toEqual(['', '', 'duplicate']);
  });

  it('ask when only the name tells that it may be the same person, or the number stands there in its old form', () => {
    const old = id(0).slice(0, 6) + id(0).slice(8, 17);
    const rows = read(
      sheetOf('一', [
        HEADER,
        [name(0), id(0), '低保', '2017-11-09'],
        [name(0), old, '低保', '2017-11-09'],
        [name(1), '', '低保', '2017-11-09'],
        [name(1), id(1), '低保', '2017-11-09'],
        [name(2), id(2), '低保', '2017-11-09'],
        [name(2), id(3), '低保', '2017-11-09'],
      ]),
    );
    expect(codesOf(rows)).toEqual(['', 'id-15+duplicate', 'id-missing', 'duplicate', '', '']);
  });

  it('ask when one number stands under two names', () => {
    const rows = read(
      sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09'], [name(1), id(0), '老年证', '2017-11-09']]),
    );
    expect(codesOf(rows)).toEqual(['', 'id-other-name']);
  });

  it('are refused all the same when the matter is not proxyable, with all reasons', () => {
    const rows = read(sheetOf('一', [HEADER, ['', '', '迁户口', '']]));
    expect(rows).toMatchObject([{ verdict: 'refuse', matter: 'GA-003' }]);
    expect(codesOf(rows)).toEqual(['name-missing+id-missing+not-proxyable+date-missing']);
  });

  it('ask when the row or its sheet is hidden', () => {
    const sheet = sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09']]);
    expect(codesOf(readSlipSheets([{ ...sheet, hidden: true }], options).slips)).toEqual(['hidden-row']);
    const rows = sheet.rows.map((row) => (row.row === 2 ? { ...row, hidden: true } : row));
    expect(codesOf(readSlipSheets([{ ...sheet, rows }], options).slips)).toEqual(['hidden-row']);
  });
});

describe('any sheet whatever', () => {
  const cell = fc.oneof(
    fc.constantFrom<Written>(
      '',
      '姓名',
      '身份证号码',
      '事项',
      '日期',
      '低保',
      '〃',
      '合计',
      '2017-11-09',
      '签字:',
      name(0),
      id(0),
    ),
    fc.string({ maxLength: 12 }),
    fc.double(),
    fc.constant<Written>({ kind: 'error', text: '#REF!' }),
  );
  const table = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 });

  it('is read without throwing, and a row is taken only when nothing is missing', () => {
    fc.assert(
      fc.property(table, (rows) => {
        for (const row of read(sheetOf('任意', rows))) {
          if (row.verdict !== 'take') expect(row.reasons.length).toBeGreaterThan(0);
          else expect([row.name, row.id, row.matter, row.date]).not.toContain(null);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('loses no row that carries a good ID number under its heading', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 10 }), (others) => {
        const rows = others.map(([a, b, c], index) => [a, b, c, id(index)]);
        const got = read(sheetOf('任意', [['日期', '姓名', '事项', '身份证号码'], ...rows]));
        const kept = new Set(got.map((row) => row.id));
        others.forEach((_, index) => expect(kept.has(id(index))).toBe(true));
      }),
      { numRuns: 60 },
    );
  });
});
