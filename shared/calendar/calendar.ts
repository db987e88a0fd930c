/**
 * Working days by the State Council's holiday notices (STANDARDS §5). A year without a notice is counted by weekdays and the holidays
 * that the law names, and every result that touches it says so (`estimated`): it is never passed off as official.
 */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import { HolidayDaySchema, type HolidayNotice, noticeStart, noticeYearOf } from './holiday-notice.ts';
import { LocalDateSchema, addDays, dayNumber, weekday, yearOf } from '../base/local-date.ts';
import { ReferenceDataError, readReference, duplicateProblems } from '../reference/check.ts';
import { statutoryHoliday } from './statutory-holidays.ts';

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

const HolidaysSchema = z.strictObject({
  note: text,
  sources: z.array(HolidaySourceSchema),
  workdaysPerYear: z.record(z.string().regex(/^\d{4}$/), z.int().min(200).max(300)),
  days: z.array(HolidayDaySchema),
});
type Holidays = z.infer<typeof HolidaysSchema>;

/** A day found by counting; `estimated` when a day on the way was judged by its weekday alone. */
export interface CountedDate {
  readonly date: LocalDate;
  readonly estimated: boolean;
}

export interface DayInfo {
  readonly workday: boolean;
  /** Name of the holiday or make-up day, null for an ordinary day. */
  readonly name: string | null;
  /** Judged by its weekday alone, as the notice that decides about it is not known. */
  readonly estimated: boolean;
}

const EPOCH = '1970-01-01' as LocalDate;
/** More days in a row than the law itself names anywhere (春节 has four): one of them is judged by its weekday. */
const LONGEST_HOLIDAY = 10;
const later = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** The longest limit that may be counted, in days; more is a programming error. */
const MAX_COUNT = 4000;

/** What limits and deadlines need of it. */
export interface WorkdayCalendar {
  isWorkday(date: LocalDate): boolean;
  /** The day itself, or the first working day after it. */
  sameOrNextWorkday(date: LocalDate): CountedDate;
  /**
   * The n-th working day after `date`; the day itself is not counted (civil code art. 201). n = 0 is the day itself, moved to the
   * next working day where it is a holiday (art. 203). Throws RangeError for n < 0 or n over 4000.
   */
  addWorkdays(date: LocalDate, n: number): CountedDate;
  /** Working days after `from` up to and including `to`; negative when `to` is before `from`. */
  workdaysBetween(from: LocalDate, to: LocalDate): { readonly days: number; readonly estimated: boolean };
}

export interface Calendar extends WorkdayCalendar {
  /** Returns whether the official notice of that year is known. */
  loaded(year: number): boolean;
  readonly years: readonly number[];
  /** The year whose notice would decide about this day and is not known; null where it is. */
  missingNotice(date: LocalDate): number | null;
  /** Everything that it was made of, a line each that begins with a day: equal for calendars that count alike. */
  readonly content: string;
  day(date: LocalDate): DayInfo;
}

function inconsistencies(data: Holidays): string[] {
  const problems = [
    ...duplicateProblems(
      data.days.map((day) => day.date),
      (index) => `days[${index}].date`,
    ),
    ...duplicateProblems(
      data.sources.map((source) => String(source.year)),
      (index) => `sources[${index}].year`,
    ),
  ];
  data.days.forEach((day, index) => {
    const onWeekend = weekday(day.date) === 0 || weekday(day.date) === 6;
    if (day.type === 'workday' && !onWeekend)
      problems.push(`days[${index}].type：${day.date} 不是周末，不必列为调休上班`);
  });
  return problems;
}

/** Working days of one whole year, as the county publishes them. */
export function workdaysOfYear(calendar: Calendar, year: number): number {
  const eve = `${year - 1}-12-31` as LocalDate;
  return calendar.workdaysBetween(eve, `${year}-12-31` as LocalDate).days;
}

/** The first year that decides about a day of the span (both ends counted) and whose notice is not known; years before all known ones are no matter. */
export function firstMissingNotice(calendar: Calendar, from: LocalDate, to: LocalDate): number | null {
  const first = Math.max(yearOf(from), calendar.years[0] ?? yearOf(from));
  for (let year = first; year <= noticeYearOf(to); year += 1) if (!calendar.loaded(year)) return year;
  return null;
}

/** With the notices that the county published, each in place of what is known of its year. */
function withNotices(data: Holidays, notices: readonly HolidayNotice[]): Pick<Holidays, 'days'> & { years: number[] } {
  const published = new Set(notices.map(({ year }) => year));
  const years = new Set([...data.sources.map(({ year }) => year), ...published]);
  return {
    years: [...years].sort((a, b) => a - b),
    days: [
      ...data.days.filter(({ date }) => !published.has(noticeYearOf(date))),
      ...notices.flatMap(({ days }) => days),
    ],
  };
}

/**
 * Reads the holiday notices of the reference data; `notices` are those of single years that the county published since. Throws
 * ReferenceDataError naming each bad path, also when a year's count of working days is off.
 */
export function loadCalendar(json: unknown, notices: readonly HolidayNotice[] = []): Calendar {
  const data = readReference(HolidaysSchema, json, '节假日安排');
  const problems = inconsistencies(data);
  if (problems.length > 0) throw new ReferenceDataError('节假日安排', problems);
  const calendar = buildCalendar(withNotices(data, []));
  const wrong = Object.entries(data.workdaysPerYear).flatMap(([year, official]) => {
    const counted = workdaysOfYear(calendar, Number(year));
    return counted === official ? [] : [`workdaysPerYear.${year}：应为 ${official} 个工作日，按日期数出 ${counted} 个`];
  });
  if (wrong.length > 0) throw new ReferenceDataError('节假日安排', wrong);
  return notices.length === 0 ? calendar : buildCalendar(withNotices(data, notices));
}

/** The first day about which two calendars (`content`) may differ; null when they are alike. */
export function firstDifference(before: string, after: string): LocalDate | null {
  const [a, b] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const different = [...[...a].filter((line) => !b.has(line)), ...[...b].filter((line) => !a.has(line))];
  const [first] = different.filter((line) => line !== '').sort();
  return first === undefined ? null : (first.slice(0, 10) as LocalDate);
}

function buildCalendar({
  days: listed,
  years,
}: {
  readonly days: Holidays['days'];
  readonly years: number[];
}): Calendar {
  const special = new Map(listed.map((day) => [dayNumber(day.date), day]));
  const known = new Set(years);
  /** What a day is that no known notice decides about. */
  const byLaw = (date: LocalDate): string | null => (known.has(yearOf(date)) ? null : statutoryHoliday(date));

  const lawful = new Map<number, boolean>();
  const isLawfulHoliday = (day: number): boolean => {
    let is = lawful.get(day);
    if (is === undefined) {
      is = byLaw(addDays(EPOCH, day)) !== null;
      lawful.set(day, is);
    }
    return is;
  };
  const isWorkdayNumber = (day: number): boolean => {
    const found = special.get(day);
    if (found !== undefined) return found.type === 'workday';
    // 1970-01-01 was a Thursday: 0 and 1 below are Saturday and Sunday.
    return (((day + 5) % 7) + 7) % 7 > 1 && !isLawfulHoliday(day);
  };
  const missingNotice = (date: LocalDate): number | null => {
    if (!known.has(yearOf(date))) return yearOf(date);
    const year = noticeYearOf(date);
    return known.has(year) ? null : year;
  };
  const isEstimated = (date: LocalDate): boolean => {
    if (missingNotice(date) === null || byLaw(date) !== null) return false;
    return !known.has(yearOf(date)) || !special.has(dayNumber(date));
  };
  const anyEstimated = (from: LocalDate, to: LocalDate): boolean => {
    if (dayNumber(to) - dayNumber(from) > LONGEST_HOLIDAY) return true;
    for (let day = from; day <= to; day = addDays(day, 1)) if (isEstimated(day)) return true;
    return false;
  };
  /** Returns whether any day of the span (both ends counted) was judged by its weekday alone. */
  const spanEstimated = (from: LocalDate, to: LocalDate): boolean => {
    for (let year = yearOf(from); year <= yearOf(to); year += 1) {
      const begin = known.has(year) ? noticeStart(year + 1) : (`${year}-01-01` as LocalDate);
      const [first, last] = [later(from, begin), earlier(to, `${year}-12-31` as LocalDate)];
      if ((known.has(year) && known.has(year + 1)) || first > last) continue;
      if (anyEstimated(first, last)) return true;
    }
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
    missingNotice,
    content: [
      ...years.map((year) => `${noticeStart(year)} ${year}`),
      ...listed.map(({ date, type }) => `${date} ${type}`),
    ].join('\n'),
    day: (date) => ({
      workday: isWorkdayNumber(dayNumber(date)),
      name: special.get(dayNumber(date))?.name ?? byLaw(date),
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
