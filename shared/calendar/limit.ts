/**
 * A limit and the day it ends on. Worked example: 60 days from 2017-01-20 end on 2017-03-21, the sixtieth day after it; 60 working days
 * from there end on 2017-04-20, as 春节 and the weekends are passed over. Sources: 行政许可法 art. 82 (limits of that law are working days),
 * 民法典 arts. 201 to 203 (the first day is not counted; a month ends on the day of the same number or, where there is none, on the month's
 * last; what ends on a holiday ends on the next working day).
 */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import { addDays, addMonths } from '../base/local-date.ts';
import type { CountedDate, WorkdayCalendar } from './calendar.ts';

/** The units of the national tables; `most`: the longest limit that is taken for true. */
const LIMIT_UNITS = {
  'working-day': { label: '个工作日', most: 400 },
  day: { label: '天', most: 600 },
  hour: { label: '小时', most: 2400 },
  month: { label: '个月', most: 60 },
} as const;
export type LimitUnit = keyof typeof LIMIT_UNITS;

export const LimitSchema = z
  .strictObject({ n: z.int().min(0), unit: z.enum(Object.keys(LIMIT_UNITS) as [LimitUnit, ...LimitUnit[]]) })
  .refine(({ n, unit }) => n <= LIMIT_UNITS[unit].most, { path: ['n'], error: '时限太长' });
export type Limit = z.infer<typeof LimitSchema>;

export const workingDays = (n: number): Limit => ({ n, unit: 'working-day' });

/** `20 个工作日`, `60 天（自然日）`. */
export const limitWords = ({ n, unit }: Limit): string =>
  `${n} ${LIMIT_UNITS[unit].label}${unit === 'day' ? '（自然日）' : ''}`;

const HOURS_OF_A_DAY = 24;

/**
 * The day on which the count ends, which may be a holiday (`endOf`). Events know days alone, so hours end on the last day on which they may
 * end: a day for each 24 that are begun.
 */
export function countedTo(calendar: WorkdayCalendar, start: LocalDate, { n, unit }: Limit): CountedDate {
  switch (unit) {
    case 'working-day':
      return n === 0 ? { date: start, estimated: false } : calendar.addWorkdays(start, n);
    case 'day':
      return { date: addDays(start, n), estimated: false };
    case 'hour':
      return { date: addDays(start, Math.ceil(n / HOURS_OF_A_DAY)), estimated: false };
    case 'month':
      return { date: addMonths(start, n), estimated: false };
  }
}

/** The last day of a limit that is counted from `start`. A limit of nought ends on the day itself, working day or not. */
export function limitEnd(calendar: WorkdayCalendar, start: LocalDate, limit: Limit): CountedDate {
  const counted = countedTo(calendar, start, limit);
  return limit.unit === 'working-day' || limit.n === 0 ? counted : calendar.sameOrNextWorkday(counted.date);
}

/**
 * Limits as catalogues and events of the time before they had a unit hold them (`promisedDays`, `legalDays`: working days), in today's
 * shape. Anything else is answered as it is.
 */
export function withUnits(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('promisedDays' in value)) return value;
  const { promisedDays, legalDays, ...rest } = value as Readonly<Record<string, unknown>>;
  const limit = (days: unknown): unknown => (typeof days === 'number' ? workingDays(days) : days);
  return { ...rest, promised: limit(promisedDays), legal: limit(legalDays) };
}
