import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Written, beside } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';
import type { Cell } from './cells.ts';
import { person, TODAY, read, codesOf, HEAD, slip } from '../../test/fixtures/slips/village-rows.ts';

describe('a day on a line of its own', () => {
  const written: readonly ((day: number) => Written)[] = [
    (day) => `11月${day}日`,
    (day) => `11.${day}`,
    (day) => `2026年11月${day}日`,
    (day) => `2026-11-${day}`,
    (day) => `11月${day}日（星期五）`,
    (day) => `日期：11月${day}日`,
    (day): Written => ({ kind: 'date', date: `2026-11-${day}` as LocalDate }),
  ];

  it('is that of the rows below it, to be confirmed, in tables with a column of dates and without', () => {
    const groups = fc.array(
      fc.record({
        day: fc.integer({ min: 10, max: 28 }),
        write: fc.constantFrom(...written),
        rows: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(groups, fc.boolean(), fc.boolean(), (parts, dated, merged) => {
        const head = ['序号', ...(dated ? ['日期'] : []), '姓名', '身份证号', '事项'];
        const table: Written[][] = [head];
        const expected: unknown[] = [];
        let index = 0;
        for (const { day, write, rows } of parts) {
          const line = write(day);
          table.push([line, ...(merged && typeof line === 'string' ? head.slice(1).map(() => beside(line)) : [])]);
          for (let row = 1; row <= rows; row += 1) {
            const { name, idNumber } = person((index += 1));
            table.push([row, ...(dated ? [''] : []), name, idNumber, '医保']);
            expected.push([name, `2026-11-${day}`, 'ask', 'date-line']);
          }
        }
        const got = read(table);
        expect(got.map(({ name, date, verdict }, at) => [name, date, verdict, codesOf(got)[at]])).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    '—— 11月27日 ——',
    '【11月27日】',
    '周五 11月27日',
    '11月27日登记',
    '11月27日上午',
    '11.27日',
    '11月27日，3人',
    '二〇二六年十一月二十七日',
    { kind: 'date', date: '2026-11-27' as LocalDate } as const,
    46353,
  ])('is read as %j', (line) => {
    const rows = read([
      ['姓名', '身份证号', '事项', '日期'],
      [line],
      slip(1).slice(1),
      ['小计', '1件'],
      slip(2).slice(1),
    ]);
    expect(rows.map(({ date, verdict }) => [date, verdict])).toEqual([
      ['2026-11-27', 'ask'],
      ['2026-11-27', 'ask'],
    ]);
  });

  it('ends at a line of another day that is not plain', () => {
    const head = ['姓名', '身份证号', '事项', '日期'];
    for (const line of ['28号', '2026-11-28 凉水井', '第48周(11.23-11.27)', '第48周']) {
      const rows = read([head, ['11月27日'], slip(1).slice(1), [line], slip(2).slice(1)]);
      expect(codesOf(rows), line).toEqual(['date-line', 'date-missing']);
    }
  });

  it('is no line where a merged name goes on below', () => {
    const down = (cell: Written): Cell => ({ kind: 'text', text: String(cell), merged: 'down' });
    const [, name, number, matter] = slip(1) as [string, string, string, string];
    const rows = read([HEAD, slip(1), ['2026-11-29', down(name), down(number), down(matter)]]);
    expect(rows.map(({ date, name: whose }) => [date, whose])).toEqual([
      ['2026-11-28', name],
      ['2026-11-29', name],
    ]);
  });

  it('gives way to the date of a row', () => {
    const [row] = read([HEAD, ['11月27日'], slip(1, '2026-11-26')]);
    expect([row?.date, row?.verdict]).toEqual(['2026-11-26', 'take']);
  });
});

describe('a date without its year', () => {
  it('is asked about where the other dates and today speak for different years, with both offered', () => {
    const rows = read([HEAD, slip(1, '2026-01-05'), slip(2, '12.1'), slip(3, '11.30'), slip(4, '1.6')]);
    expect(rows.map(({ date, offers }) => date ?? offers.date)).toEqual([
      '2026-01-05',
      ['2025-12-01', '2026-12-01'],
      ['2025-11-30', '2026-11-30'],
      '2026-01-06',
    ]);
    expect(codesOf(rows)).toEqual(['', 'date-year', 'date-year', '']);
  });

  it('is asked about too on the eve of its day', () => {
    const rows = read([HEAD, slip(1, '2026-01-05'), slip(2, '12.1')], '2026-11-30' as LocalDate);
    expect(codesOf(rows)).toEqual(['', 'date-year']);
  });

  it('is taken by today, on any day, where it has just been and nothing speaks against it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 60 }), (later, before) => {
        const today = addDays('2024-01-01' as LocalDate, later);
        const day = addDays(today, -before);
        const short = `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
        const rows = read([HEAD, slip(1, short)], today);
        expect(rows.map(({ date, verdict }) => [date, verdict])).toEqual([[day, 'take']]);
      }),
      { numRuns: 200 },
    );
  });

  it('is never taken in a year for which only one of two hints speaks', () => {
    const daysAgo = fc.integer({ min: 0, max: 390 });
    fc.assert(
      fc.property(daysAgo, fc.integer({ min: 0, max: 60 }), (full, before) => {
        const day = addDays(TODAY, -before);
        const short = `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`;
        const rows = read([HEAD, slip(1, addDays(TODAY, -full)), slip(2, short)]);
        const got = rows[1];
        expect([day, null]).toContain(got?.date);
        if (got?.date === null) expect(got.offers.date).toContain(day);
      }),
      { numRuns: 200 },
    );
  });

  it('after the day of handing in is kept, asked about, and the year before offered', () => {
    const rows = read([['填表日期:2026-11-28'], HEAD, slip(1, '1.28')]);
    expect(rows.map(({ date, offers }) => [date, offers.date])).toEqual([['2027-01-28', ['2026-01-28', '2027-01-28']]]);
    expect(codesOf(rows)).toEqual(['date-future']);
  });

  it('with a wrong year among others is asked about', () => {
    const rows = read([HEAD, slip(1, '2026.11.27'), slip(2, '2025.11.28'), slip(3, '2026.11.28')]);
    expect(codesOf(rows)).toEqual(['', 'date-far', '']);
  });
});

describe('a span of days in the title', () => {
  it('is no day of handing in, however its marks are mixed', () => {
    for (const span of [
      '11.2-11.6',
      '11.2—11.6',
      '11/2-11/6',
      '11-2-11-6',
      '11.02-11.06',
      '26.11.2-26.11.6',
      '11.2-6',
    ]) {
      const rows = read([[`第45周(${span})代办登记表`], HEAD, slip(0, '11.3'), slip(1, '2026-11-05')]);
      expect(
        rows.map(({ date, verdict, handIn }) => [date, verdict, handIn]),
        span,
      ).toEqual([
        ['2026-11-03', 'take', null],
        ['2026-11-05', 'take', null],
      ]);
    }
  });
});
