/**
 * Working days by the State Council's holiday notices (STANDARDS §5). A year without a notice is counted by weekdays and every
 * result that touches it says so (`estimated`): it is never passed off as official.
 */
import { z } from 'zod';
import type { LocalDate } from './brands.ts';
import { LocalDateSchema, addDays, dayNumber, weekday, yearOf } from './local-date.ts';
import { ReferenceDataError, readReference, repeated } from './reference/check.ts';

const text = z.string().trim().min(1);

const HolidaySourceSchema = z.strictObject({
  year: z.int().min(1949).max(2199),
  notice: text,
  number: text,
  issued: LocalDateSchema,
  verified: z.boolean(),
  status: text,
  paper: z.array(z.url()),
});

const HolidayDaySchema = z.strictObject({
  date: LocalDateSchema,
  name: text,
  /** holiday = off (also on a weekend); workday = a Saturday or Sunday worked instead. */
  type: z.enum(['holiday', 'workday']),
});

const HolidaysSchema = z.strictObject({
  note: text,
  sources: z.array(HolidaySourceSchema),
  workdaysPerYear: z.record(z.string().regex(/^\d{4}$/), z.int().min(200).max(300)),
  days: z.array(HolidayDaySchema),
});
type Holidays = z.infer<typeof HolidaysSchema>;

/** A day found by counting; `estimated` when a day on the way was judged by its weekday alone. */
interface CountedDate {
  readonly date: LocalDate;
  readonly estimated: boolean;
}

interface DayInfo {
  readonly workday: boolean;
  /** Name of the holiday or make-up day, null for an ordinary day. */
  readonly name: string | null;
  readonly estimated: boolean;
}

/** The longest limit anyone may count, in days; more is a programming error. */
const MAX_COUNT = 4000;

/** From this day of December the next year's notice may still change the calendar (2018-12-29 to 31 came from the 2019 notice). */
const NEXT_NOTICE_REACHES_BACK_TO = '12-25';

export interface Calendar {
  /** Is the official notice of that year known? */
  loaded(year: number): boolean;
  readonly years: readonly number[];
  day(date: LocalDate): DayInfo;
  isWorkday(date: LocalDate): boolean;
  /** The day itself, or the first working day after it. */
  sameOrNextWorkday(date: LocalDate): CountedDate;
  /**
   * The n-th working day after `date`; the day itself is not counted (civil code art. 201). n = 0 is the day itself, moved to the
   * next working day where it is a holiday (art. 203). Throws RangeError for n < 0 or n over 4000.
   */
  addWorkdays(date: LocalDate, n: number): CountedDate;
  /** The n-th calendar day after `date`, moved to the next working day when it falls on a holiday (civil code art. 203). */
  addCalendarDays(date: LocalDate, n: number): CountedDate;
  /** Working days after `from` up to and including `to`; negative when `to` is before `from`. */
  workdaysBetween(from: LocalDate, to: LocalDate): { readonly days: number; readonly estimated: boolean };
}

function inconsistencies(data: Holidays): string[] {
  const problems = [
    ...repeated(
      data.days.map((day) => day.date),
      (index) => `days[${index}].date`,
    ),
    ...repeated(
      data.sources.map((source) => String(source.year)),
      (index) => `sources[${index}].year`,
    ),
  ];
  data.days.forEach((day, index) => {
    const onWeekend = weekday(day.date) === 0 || weekday(day.date) === 6;
    if (day.type === 'workday' && !onWeekend)
      problems.push(`days[${index}].type:${day.date} 不是周末,不必列为调休上班`);
  });
  return problems;
}

/** Working days of one whole year, as the county publishes them. */
export function workdaysOfYear(calendar: Calendar, year: number): number {
  const eve = `${year - 1}-12-31` as LocalDate;
  return calendar.workdaysBetween(eve, `${year}-12-31` as LocalDate).days;
}

/** Reads the holiday notices. Throws ReferenceDataError naming each bad path, also when a year's count of working days is off. */
export function loadCalendar(json: unknown): Calendar {
  const data = readReference(HolidaysSchema, json, '节假日安排');
  const problems = inconsistencies(data);
  if (problems.length > 0) throw new ReferenceDataError('节假日安排', problems);
  const calendar = buildCalendar(data);
  const wrong = Object.entries(data.workdaysPerYear).flatMap(([year, official]) => {
    const counted = workdaysOfYear(calendar, Number(year));
    return counted === official ? [] : [`workdaysPerYear.${year}:应为 ${official} 个工作日,按日期数出 ${counted} 个`];
  });
  if (wrong.length > 0) throw new ReferenceDataError('节假日安排', wrong);
  return calendar;
}

function buildCalendar(data: Holidays): Calendar {
  const special = new Map(data.days.map((day) => [dayNumber(day.date), day]));
  const years = data.sources.map((source) => source.year).sort((a, b) => a - b);
  const known = new Set(years);

  const isWorkdayNumber = (day: number): boolean => {
    const listed = special.get(day);
    if (listed !== undefined) return listed.type === 'workday';
    // 1970-01-01 was a Thursday: 0 and 1 below are Saturday and Sunday.
    return (((day + 5) % 7) + 7) % 7 > 1;
  };
  const isEstimated = (date: LocalDate): boolean => {
    const year = yearOf(date);
    if (!known.has(year)) return true;
    return !known.has(year + 1) && date.slice(5) >= NEXT_NOTICE_REACHES_BACK_TO && !special.has(dayNumber(date));
  };
  /** Was any day of the span (both ends counted) judged by its weekday alone? Years lie in order, so a few probes answer it. */
  const spanEstimated = (from: LocalDate, to: LocalDate): boolean => {
    if (isEstimated(from) || isEstimated(to)) return true;
    for (let year = yearOf(from) + 1; year < yearOf(to); year += 1) if (!known.has(year)) return true;
    return false;
  };
  const checkCount = (n: number): void => {
    if (!Number.isInteger(n) || n < 0 || n > MAX_COUNT) throw new RangeError(`天数应为 0 到 ${MAX_COUNT} 的整数`);
  };
  const sameOrNextWorkday = (date: LocalDate): CountedDate => {
    let days = 0;
    while (!isWorkdayNumber(dayNumber(date) + days)) days += 1;
    const found = addDays(date, days);
    return { date: found, estimated: spanEstimated(date, found) };
  };

  return {
    years,
    loaded: (year) => known.has(year),
    day: (date) => ({
      workday: isWorkdayNumber(dayNumber(date)),
      name: special.get(dayNumber(date))?.name ?? null,
      estimated: isEstimated(date),
    }),
    isWorkday: (date) => isWorkdayNumber(dayNumber(date)),
    sameOrNextWorkday,
    addWorkdays: (date, n) => {
      checkCount(n);
      if (n === 0) return sameOrNextWorkday(date);
      const start = dayNumber(date);
      let day = start;
      for (let left = n; left > 0;) {
        day += 1;
        if (isWorkdayNumber(day)) left -= 1;
      }
      const found = addDays(date, day - start);
      return { date: found, estimated: spanEstimated(addDays(date, 1), found) };
    },
    addCalendarDays: (date, n) => {
      checkCount(n);
      return sameOrNextWorkday(addDays(date, n));
    },
    workdaysBetween: (from, to) => {
      const backwards = to < from;
      const [low, high] = backwards ? [to, from] : [from, to];
      const last = dayNumber(high);
      let days = 0;
      for (let day = dayNumber(low) + 1; day <= last; day += 1) if (isWorkdayNumber(day)) days += 1;
      return {
        days: backwards && days > 0 ? -days : days,
        estimated: low < high && spanEstimated(addDays(low, 1), high),
      };
    },
  };
}
