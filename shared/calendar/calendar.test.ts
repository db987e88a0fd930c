import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../base/brands.ts';
import { firstDifference, loadCalendar, workdaysOfYear } from './calendar.ts';
import {
  type HolidayDay,
  type HolidayNotice,
  HolidayNoticeSchema,
  noticeProblems,
  noticeYearOf,
} from './holiday-notice.ts';
import { addDays, dayNumber } from '../base/local-date.ts';
import holidays from '../reference/holidays.json' with { type: 'json' };
import { referenceCalendar } from '../reference/load.ts';
import { statutoryHoliday } from './statutory-holidays.ts';

const calendar = referenceCalendar();
const day = (text: string) => text as LocalDate;

const off = (date: string): HolidayDay => ({ date: day(date), name: '放假', type: 'holiday' });
const work = (date: string): HolidayDay => ({ date: day(date), name: '上班', type: 'workday' });

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('1995-01-01'), days));
const limit = fc.integer({ min: 1, max: 90 });

const NOTICE_2028: HolidayNotice = {
  year: 2028,
  days: [{ date: day('2028-01-03'), name: '元旦', type: 'holiday' }],
};

describe('a notice that the county published', () => {
  const without = (year: number) => ({
    ...holidays,
    sources: holidays.sources.filter((source) => source.year !== year),
    days: holidays.days.filter(({ date }) => noticeYearOf(day(date)) !== year),
    workdaysPerYear: {},
  });
  const notice = (year: number) =>
    HolidayNoticeSchema.parse({ year, days: holidays.days.filter(({ date }) => noticeYearOf(day(date)) === year) });

  it.each([2018, 2019, 2024, 2025, 2026])('of %i counts as the same notice in the reference data', (year) => {
    const published = loadCalendar(without(year), [notice(year)]);
    expect(published.content.split('\n').toSorted()).toEqual(calendar.content.split('\n').toSorted());
    expect(workdaysOfYear(published, year)).toBe(workdaysOfYear(calendar, year));
    expect(firstDifference(calendar.content, published.content)).toBeNull();
  });

  it('takes the place of what was known of its year, and says from which day on counting may differ', () => {
    const { days } = notice(2026);
    const changed = { year: 2026, days: days.filter(({ date }) => date !== '2026-05-04' && date !== '2026-05-09') };
    const published = loadCalendar(holidays, [changed]);
    expect([published.isWorkday(day('2026-05-04')), published.isWorkday(day('2026-05-09'))]).toEqual([true, false]);
    expect(firstDifference(calendar.content, published.content)).toBe('2026-05-04');
    expect(firstDifference(calendar.content, loadCalendar(holidays, [NOTICE_2028]).content)).toBe('2027-12-25');
  });

  it('as the State Council gave them has nothing that can’t be', () => {
    for (const { year } of holidays.sources) expect(noticeProblems(notice(year)), String(year)).toEqual([]);
  });

  it.each([
    ['a day of another year', (days) => [...days, off('2027-05-04')], '2027-05-04 不是 2026 年'],
    [
      'a day of the year’s end, which the next notice decides',
      (days) => [...days, off('2026-12-31')],
      '2026-12-31 不是',
    ],
    ['a make-up day in the week', (days) => [...days, work('2026-03-04')], '2026-03-04 是星期三，本来就上班'],
    [
      'work on a holiday of the law',
      (days) => days.map((each) => (each.date === '2026-05-02' ? work(each.date) : each)),
      '2026-05-02 是法定节日（劳动节）',
    ],
    ['a day twice', (days) => [...days, ...days.slice(0, 1)], '2026-01-01 写了两次'],
    ['too few days', (days) => days.slice(0, 9), '缺 2026-04-05（清明节）'],
    ['the days of the law alone', (days) => days.filter(({ date }) => statutoryHoliday(date) !== null), '对不上'],
    [
      'half a year of days off',
      (days) => [...days, ...Array.from({ length: 30 }, (_, i) => off(addDays(day('2026-07-06'), i)))],
      '对不上',
    ],
  ] satisfies readonly [string, (days: HolidayDay[]) => HolidayDay[], string][])(
    'with %s is refused',
    (_, change, sentence) => {
      expect(noticeProblems({ year: 2026, days: change(notice(2026).days) }).join('\n')).toContain(sentence);
    },
  );
});

describe('the official calendar', () => {
  it.each(Object.entries(holidays.workdaysPerYear))('%s has %i working days', (year, count) => {
    expect(workdaysOfYear(calendar, Number(year))).toBe(count);
  });

  it('works on 2018-12-29, a Saturday that only the notice for 2019 makes a working day', () => {
    expect(calendar.isWorkday(day('2018-12-29'))).toBe(true);
    expect(calendar.isWorkday(day('2018-12-31'))).toBe(false);
    expect(calendar.addWorkdays(day('2018-12-28'), 1)).toEqual({ date: '2018-12-29', estimated: false });
    expect(calendar.addWorkdays(day('2018-12-29'), 1)).toEqual({ date: '2019-01-02', estimated: false });
  });

  it('does not count the first day: accepted on Friday with one working day is due on Monday', () => {
    expect(calendar.addWorkdays(day('2017-03-17'), 1).date).toBe('2017-03-20');
  });

  it('keeps a limit of 0 on the day itself, or on the next working day after a holiday', () => {
    expect(calendar.addWorkdays(day('2017-11-09'), 0).date).toBe('2017-11-09');
    expect(calendar.addWorkdays(day('2017-10-02'), 0).date).toBe('2017-10-09');
  });

  it('counts backwards as a negative number, and names the holidays', () => {
    expect(calendar.workdaysBetween(day('2017-11-10'), day('2017-11-06')).days).toBe(-4);
    expect(calendar.day(day('2017-10-04')).name).toContain('中秋');
    expect(calendar.day(day('2017-11-09')).name).toBeNull();
  });
});

describe('a year whose notice is not loaded', () => {
  it('has the holidays that the law names, and those are certain', () => {
    const off = [
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
    ];
    for (const each of off) expect(calendar.day(day(each)), each).toMatchObject({ workday: false, estimated: false });
    expect(calendar.day(day('2027-01-01')).name).toBe('元旦');
    expect(calendar.day(day('2027-01-04'))).toEqual({ workday: true, name: null, estimated: true });
    expect(calendar.day(day('2027-02-09'))).toEqual({ workday: true, name: null, estimated: true });
    expect(calendar.addWorkdays(day('2026-12-31'), 1)).toEqual({ date: '2027-01-04', estimated: true });
    expect(calendar.workdaysBetween(day('2027-04-30'), day('2027-05-02'))).toEqual({ days: 0, estimated: false });
  });

  it('is estimated where a span passes through it, be both its ends certain', () => {
    const gap = loadCalendar(holidays, [{ ...NOTICE_2028 }]);
    expect(gap.workdaysBetween(day('2027-09-30'), day('2028-01-03')).estimated).toBe(true);
    expect(gap.workdaysBetween(day('2026-12-20'), day('2027-01-01')).estimated).toBe(true);
    expect(gap.workdaysBetween(day('2028-03-01'), day('2028-04-01')).estimated).toBe(false);
  });

  it('is said to be estimated, and counted by weekdays', () => {
    expect(calendar.loaded(2027)).toBe(false);
    expect(calendar.addWorkdays(day('2027-03-05'), 1)).toEqual({ date: '2027-03-08', estimated: true });
    expect(calendar.addWorkdays(day('2026-12-23'), 10).estimated).toBe(true);
    expect(calendar.workdaysBetween(day('2016-12-20'), day('2017-01-10')).estimated).toBe(true);
    expect(calendar.addWorkdays(day('2026-11-23'), 10).estimated).toBe(false);
  });

  it('casts doubt on the last days of the December before it', () => {
    expect(calendar.day(day('2026-12-28')).estimated).toBe(true);
    expect(calendar.day(day('2025-12-28')).estimated).toBe(false);
  });

  it('is noticed when it lies in the middle of a span', () => {
    const gap = loadCalendar({
      ...holidays,
      sources: holidays.sources.filter((source) => source.year !== 2020),
      workdaysPerYear: {},
    });
    expect(gap.workdaysBetween(day('2019-06-03'), day('2021-06-03')).estimated).toBe(true);
  });
});

describe('counting, whatever the day', () => {
  it('ends on a working day, and counts back to the same number', () => {
    fc.assert(
      fc.property(anyDay, limit, (from, n) => {
        const { date } = calendar.addWorkdays(from, n);
        expect(calendar.isWorkday(date)).toBe(true);
        expect(calendar.workdaysBetween(from, date).days).toBe(n);
      }),
    );
  });

  it('adds up: n and then m working days are n + m', () => {
    fc.assert(
      fc.property(anyDay, limit, limit, (from, n, m) => {
        const once = calendar.addWorkdays(from, n + m).date;
        expect(calendar.addWorkdays(calendar.addWorkdays(from, n).date, m).date).toBe(once);
      }),
    );
  });

  it('is the same as looking at each day', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        fc.pre(from <= to && dayNumber(to) - dayNumber(from) < 800);
        let days = 0;
        for (let each = addDays(from, 1); each <= to; each = addDays(each, 1)) if (calendar.isWorkday(each)) days += 1;
        expect(calendar.workdaysBetween(from, to).days).toBe(days);
        expect(calendar.workdaysBetween(to, from).days).toBe(-days + 0);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses limits that are no number of days', () => {
    for (const n of [-1, 1.5, Number.NaN, 5000])
      expect(() => calendar.addWorkdays(day('2017-11-09'), n)).toThrow(RangeError);
  });
});

describe('bad holiday data', () => {
  it.each([
    ['a day that does not exist', { days: [{ date: '2017-02-30', name: '某日', type: 'holiday' }] }, 'days[0].date'],
    ['a day twice', { days: [holidays.days[0], holidays.days[0]], workdaysPerYear: {} }, 'days[1].date'],
    ['a make-up day in the week', { days: [{ date: '2017-11-09', name: '上班', type: 'workday' }] }, 'days[0].type'],
    ['a year whose days do not add up', { workdaysPerYear: { '2017': 260 } }, 'workdaysPerYear.2017'],
    ['an unknown key', { extra: 1 }, 'extra'],
  ])('%s is refused with its place', (_, change, place) => {
    expect(() => loadCalendar({ ...holidays, ...change })).toThrow(place);
  });
});
