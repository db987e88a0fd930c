import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type Written, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../reference/load.ts';
import { readSlipSheets } from './read-slips.ts';

const people = invent(60, 31);
const options = { catalogue: referenceCatalogue(), places: referencePlaces(), today: '2026-12-01' as LocalDate };
const FIELDS = ['日期', '姓名', '身份证号码', '事项', '备注'] as const;

/** Slips beside each other, each with so many empty columns after it. */
const page = fc.record({
  order: fc.shuffledSubarray([...FIELDS], { minLength: FIELDS.length }),
  gaps: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
  rows: fc.integer({ min: 1, max: 4 }),
});

const slip = (order: readonly string[], index: number): Written[] => {
  const { name, idNumber } = people[index]!;
  const values: Record<string, Written> = {
    日期: '2026-11-28',
    姓名: name,
    身份证号码: idNumber,
    事项: '医保',
    备注: '',
  };
  return order.map((field) => values[field]!);
};

describe('tables right of the headings', () => {
  it('are read under the same headings, whatever the order of columns and the gap between', () => {
    fc.assert(
      fc.property(page, ({ order, gaps, rows }) => {
        const table: Written[][] = [['王家岭村代办登记表'], order];
        const expected: unknown[] = [];
        for (let row = 0; row < rows; row += 1) {
          const cells: Written[] = [];
          [0, ...gaps].forEach((gap, block) => {
            const index = row * (gaps.length + 1) + block;
            cells.push(...Array.from({ length: gap }, () => ''), ...slip(order, index));
            expected.push([row + 3, people[index]!.name, people[index]!.idNumber, 'take']);
          });
          table.push(cells);
        }
        const got = readSlipSheets([sheetOf('表', table)], options).slips;
        expect(got.map(({ row, name, id, verdict }) => [row, name, id, verdict])).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are asked about in another order of columns, and lost in none', () => {
    fc.assert(
      fc.property(page, fc.shuffledSubarray([...FIELDS], { minLength: FIELDS.length }), ({ order, rows }, other) => {
        const table = [
          order,
          ...Array.from({ length: rows }, (_, row) => [...slip(order, row), ...slip(other, row + 20)]),
        ];
        const got = readSlipSheets([sheetOf('表', table)], options).slips;
        expect(got).toHaveLength(rows * 2);
        for (const { name, id, raw } of got.filter(({ verdict }) => verdict === 'take'))
          expect(
            people.some((person) => person.name === name && person.idNumber === id),
            JSON.stringify(raw),
          ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
