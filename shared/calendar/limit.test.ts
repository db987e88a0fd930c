/** Golden days are from the words of the law and the notices of 2017 and 2018 (国办发明电〔2016〕17号, 〔2017〕12号). */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';
import { referenceCalendar } from '../reference/load.ts';
import { type Limit, LimitSchema, type LimitUnit, limitEnd, limitWords, workingDays } from './limit.ts';

const calendar = referenceCalendar();
const endOf = (start: string, n: number, unit: LimitUnit) => limitEnd(calendar, start as LocalDate, { n, unit }).date;

describe('the last day of a limit', () => {
  it('of 60 days is not that of 60 working days', () => {
    expect(endOf('2017-01-20', 60, 'day')).toBe('2017-03-21');
    expect(endOf('2017-01-20', 60, 'working-day')).toBe('2017-04-20');
  });

  it.each([
    ['2017-09-29', 3, 'day', '2017-10-09'],
    ['2017-09-25', 7, 'day', '2017-10-09'],
    ['2017-09-24', 15, 'day', '2017-10-09'],
    ['2017-09-23', 7, 'day', '2017-09-30'],
    ['2017-11-01', 7, 'day', '2017-11-08'],
    ['2017-11-10', 1, 'day', '2017-11-13'],
    // 春节 2018: off from 15 to 21 February, worked on Saturday the 24th.
    ['2018-02-08', 7, 'day', '2018-02-22'],
    ['2018-02-09', 15, 'day', '2018-02-24'],
    ['2018-02-15', 15, 'day', '2018-03-02'],
    // 2018-12-30 to 2019-01-01 are off by the notice of 2019, the 29th is worked.
    ['2018-12-22', 7, 'day', '2018-12-29'],
    ['2018-12-23', 7, 'day', '2019-01-02'],
  ] as const)(
    'from %s, %i calendar days that end on a day off end on the next working day: %s',
    (start, n, unit, end) => expect(endOf(start, n, unit)).toBe(end),
  );

  it.each([
    ['2017-01-31', 1, '2017-02-28'],
    ['2020-01-31', 1, '2020-03-02'],
    ['2019-01-31', 1, '2019-02-28'],
    ['2017-08-31', 6, '2018-02-28'],
    ['2017-11-30', 3, '2018-02-28'],
    ['2017-03-15', 6, '2017-09-15'],
    // 1 October 2017 is a day off of eight.
    ['2017-04-01', 6, '2017-10-09'],
    ['2017-12-31', 12, '2019-01-02'],
  ] as const)('from %s, %i months end on the day of that number or the last of the month: %s', (start, n, end) =>
    expect(endOf(start, n, 'month')).toBe(end),
  );

  it('of hours is the last day on which they may end, a day for each 24 begun', () => {
    expect(endOf('2017-11-01', 4, 'hour')).toBe('2017-11-02');
    expect(endOf('2017-11-01', 24, 'hour')).toBe('2017-11-02');
    expect(endOf('2017-11-01', 25, 'hour')).toBe('2017-11-03');
    expect(endOf('2017-11-03', 24, 'hour')).toBe('2017-11-06');
  });

  it('of nought is the day itself, also a Saturday', () => {
    for (const unit of ['working-day', 'day', 'hour', 'month'] as const)
      expect(endOf('2017-11-04', 0, unit)).toBe('2017-11-04');
  });
});

const starts = fc.nat(365 * 9).map((days) => addDays('2017-01-01' as LocalDate, days));
const units = fc.constantFrom<LimitUnit>('working-day', 'day', 'hour', 'month');

describe('whatever the limit', () => {
  it('it ends on a working day', () => {
    fc.assert(
      fc.property(starts, units, fc.integer({ min: 1, max: 60 }), (start, unit, n) =>
        calendar.isWorkday(limitEnd(calendar, start, { n, unit }).date),
      ),
      { numRuns: 2000 },
    );
  });

  it('more of it never ends earlier, nor does a later beginning', () => {
    fc.assert(
      fc.property(starts, units, fc.integer({ min: 1, max: 60 }), fc.nat(10), (start, unit, n, more) => {
        const end = limitEnd(calendar, start, { n, unit }).date;
        expect(limitEnd(calendar, start, { n: n + more, unit }).date >= end).toBe(true);
        expect(limitEnd(calendar, addDays(start, more), { n, unit }).date >= end).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('so many days end no later than so many working days, so many hours no later than so many days', () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const end = (unit: LimitUnit) => limitEnd(calendar, start, { n, unit }).date;
        expect([end('day') <= end('working-day'), end('hour') <= end('day')]).toEqual([true, true]);
      }),
      { numRuns: 2000 },
    );
  });

  it('it ends within the days that it counts and the longest holiday behind them', () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 400 }), (start, n) => {
        const end = limitEnd(calendar, start, { n, unit: 'day' }).date;
        const counted = addDays(start, n);
        expect(end >= counted && end <= addDays(counted, 9)).toBe(true);
        for (let day = counted; day < end; day = addDays(day, 1)) expect(calendar.isWorkday(day)).toBe(false);
      }),
    );
  });
});

it('a limit is said with its unit, calendar days as such', () => {
  const words = [workingDays(20), { n: 60, unit: 'day' }, { n: 24, unit: 'hour' }, { n: 6, unit: 'month' }] as Limit[];
  expect(words.map(limitWords)).toEqual(['20 个工作日', '60 天（自然日）', '24 小时', '6 个月']);
});

it.each([
  [{ n: 1.5, unit: 'day' }],
  [{ n: -1, unit: 'day' }],
  [{ n: 401, unit: 'working-day' }],
  [{ n: 61, unit: 'month' }],
  [{ n: 5, unit: 'week' }],
  [{ n: 5 }],
  [5],
])('%j is no limit', (value) => expect(LimitSchema.safeParse(value).success).toBe(false));
