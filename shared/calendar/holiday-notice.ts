/**
 * The arrangement of one year's holidays as the county publishes it (county document `holidays`, its key the year): the days that differ
 * from Monday to Friday, as the State Council's notice of that year names them.
 */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import { LocalDateSchema, weekday, yearOf } from '../base/local-date.ts';
import { statutoryHolidays } from './statutory-holidays.ts';

const text = z.string().trim().min(1).max(60);

export const HolidayDaySchema = z.strictObject({
  date: LocalDateSchema,
  name: text,
  /** holiday = off (also on a weekend); workday = a Saturday or Sunday worked instead. */
  type: z.enum(['holiday', 'workday']),
});
export type HolidayDay = z.infer<typeof HolidayDaySchema>;

export const HolidayNoticeSchema = z.strictObject({
  year: z.int().min(2000).max(2199),
  days: z.array(HolidayDaySchema).min(1).max(120),
});
export type HolidayNotice = z.infer<typeof HolidayNoticeSchema>;

/** A notice begins its year's first holiday in the last days of the year before (2018-12-29 to 31 stand in the notice of 2019). */
const NEXT_NOTICE_FROM = '12-25';

/** The year whose notice decides about a day. */
export const noticeYearOf = (date: LocalDate): number => yearOf(date) + Number(date.slice(5) >= NEXT_NOTICE_FROM);
/** The first day that a year's notice decides about. */
export const noticeStart = (year: number): LocalDate => `${year - 1}-${NEXT_NOTICE_FROM}` as LocalDate;

const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];
export const weekdayName = (date: LocalDate): string => WEEKDAYS[weekday(date)] ?? '';
const isWeekend = (date: LocalDate): boolean => weekday(date) === 0 || weekday(date) === 6;

/** A holiday on a weekend is made up for on a working day (art. 7), so a year's notice gives as many working days off as the law names days; give or take so many. */
const TOLERANCE = 2;

/** What can't be in a notice of that year, in Chinese sentences; empty for a sound one. */
export function noticeProblems({ year, days }: HolidayNotice): string[] {
  const problems: string[] = [];
  const types = new Map<LocalDate, HolidayDay['type']>();
  const statutory = statutoryHolidays(year);
  for (const { date, type } of days) {
    if (types.has(date)) problems.push(`${date} 写了两次`);
    types.set(date, type);
    if (noticeYearOf(date) !== year) problems.push(`${date} 不是 ${year} 年放假安排里的日子`);
    else if (type === 'workday' && !isWeekend(date))
      problems.push(`${date} 是${weekdayName(date)}，本来就上班，不会是调休上班的日子`);
    else if (type === 'workday' && statutory.has(date))
      problems.push(`${date} 是法定节日（${statutory.get(date)}），不会上班`);
  }
  for (const [date, name] of statutory)
    if (!types.has(date)) problems.push(`缺 ${date}（${name}），法定节日必须放假，请把全年的安排写全`);
  const off = [...types].filter(([date, type]) => type === 'holiday' && !isWeekend(date)).length;
  const worked = [...types.values()].filter((type) => type === 'workday').length;
  const given = off - worked;
  if (problems.length === 0 && statutory.size > 0 && Math.abs(given - statutory.size) > TOLERANCE)
    problems.push(
      `${year} 年法定节日 ${statutory.size} 天，这里工作日放假 ${off} 天、周末上班 ${worked} 天，相抵 ${given} 天，对不上，请把全年的安排写全`,
    );
  return problems;
}
