import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { readCsv } from './csv.ts';

const people = invent(30, 5);
const SEPARATORS = [',', '\t', ';', '|', '\uff0c', '\uff1b', '\uff5c', '、'];
const PAPERS = ['身份证', '户口簿', '照片', '申请书', '低收入证明', '残疾证', '结婚证', '银行卡'];

/** A table whose last column holds a list, parted by any other separator; with a title above or without. */
const file = fc.record({
  separator: fc.constantFrom(...SEPARATORS),
  list: fc.constantFrom(...SEPARATORS, '/', ' '),
  quoted: fc.boolean(),
  lines: fc.array(fc.integer({ min: 1, max: PAPERS.length }), { minLength: 1, maxLength: 8 }),
  title: fc.constantFrom('', '凉水井镇王家岭村，2017年11月，代办登记表', '王家岭村 11月 1,2,3组'),
});

const rowsOf = (text: string) => readCsv(text, '表').rows.map(({ cells }) => cells.map(cellText));

describe('the separator of a text', () => {
  const tableOf = ({
    separator,
    list,
    quoted,
    lines,
  }: {
    separator: string;
    list: string;
    quoted: boolean;
    lines: number[];
  }) =>
    lines.map((papers, index) => {
      const { name, idNumber } = people[index]!;
      const inside = PAPERS.slice(0, papers).join(list === separator ? '/' : list);
      return {
        cells: [
          name,
          idNumber,
          '低保',
          '2017-11-09',
          inside.replace(/[\uff0c\uff1b\uff5c]/gu, (each) => each.normalize('NFKC')),
        ],
        text: [name, idNumber, '低保', '2017-11-09', quoted ? `"${inside}"` : inside].join(separator),
      };
    });

  it('is the one that makes the heading row, however often another stands in a list', () => {
    fc.assert(
      fc.property(file, (made) => {
        const head = ['姓名', '身份证号码', '事项', '日期', '交来材料'];
        const rows = tableOf(made);
        const text = [
          ...(made.title ? [made.title] : []),
          head.join(made.separator),
          ...rows.map((row) => row.text),
        ].join('\r\n');
        expect(rowsOf(text).slice(made.title ? 1 : 0)).toEqual([head, ...rows.map(({ cells }) => cells)]);
      }),
      { numRuns: 300 },
    );
  });

  it('is the one that sets the ID numbers apart where there are no headings', () => {
    fc.assert(
      fc.property(file, (made) => {
        const rows = tableOf(made);
        expect(rowsOf(rows.map(({ text }) => text).join('\n'))).toEqual(rows.map(({ cells }) => cells));
      }),
      { numRuns: 300 },
    );
  });

  it('is the one that makes equal rows where nothing else tells', () => {
    expect(rowsOf('甲\t1,2,3\t丙\n乙\t4\t丁\n')).toEqual([
      ['甲', '1,2,3', '丙'],
      ['乙', '4', '丁'],
    ]);
  });
});
