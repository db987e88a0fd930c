/** Dates as people write them on slips. What can be read two ways is not read. */
import type { LocalDate } from '../base/brands.ts';
import { addDays, dayNumber, localDate, yearOf } from '../base/local-date.ts';
import { singleBlanks } from '../outside/ends.ts';
import { type Cell, cellText } from './cells.ts';

type DateProblem =
  | 'date-missing'
  | 'date-no-such-day'
  | 'date-unclear'
  | 'date-year'
  | 'cell-error'
  | 'cell-picture'
  | 'cell-long';

interface Offering {
  /** Days that a date without its year may mean as well, to choose from. */
  readonly offers?: readonly LocalDate[];
}

export type DateReading = Offering &
  ({ readonly date: LocalDate; readonly problem: null } | { readonly date: null; readonly problem: DateProblem });

/** What a date without a year is measured by. */
export interface DateContext {
  /** The day the sheet was handed in: the year that brings the date nearest to it is meant. */
  readonly handIn: LocalDate | null;
  /** The middle one of the sheet's full dates. */
  readonly near: LocalDate | null;
  /** The year named in a title. */
  readonly year: number | null;
  readonly today: LocalDate;
}

const NO_DAY: DateReading = { date: null, problem: 'date-no-such-day' };
const UNCLEAR: DateReading = { date: null, problem: 'date-unclear' };
const MISSING: DateReading = { date: null, problem: 'date-missing' };

/** Day 0 of the 1900 date system as spreadsheets count it after February 1900. */
const SERIAL_ZERO = '1899-12-30' as LocalDate;
/** 2000-01-01 and 2079-12-31 as serial numbers; other numbers are not taken for dates. */
const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 65_744;
/** From 1 January 1904 to the day that the other count calls 0. */
const DAYS_TO_1904 = 1462;
/** Without any hint, a date without a year is this year's only if it lies so close before today, or so few days after it. */
const RECENT_DAYS = 92;
const COMING_DAYS = 7;
/** A sheet whose full dates lie further back than this was not written now. */
const SHEET_OF_NOW_DAYS = 400;

/** Years of two digits are read from here on: the centres were built from 2013. */
const FIRST_SHORT_YEAR = 2013;

const made = (year: number, month: number, day: number): DateReading => {
  const date = localDate(year, month, day);
  return date === null ? NO_DAY : { date, problem: null };
};

const fullYear = (digits: string): number => (digits.length === 2 ? 2000 + Number(digits) : Number(digits));

const sorted = (dates: readonly (LocalDate | null)[]): LocalDate[] =>
  [...new Set(dates.filter((date) => date !== null))].sort();

const distance = (one: LocalDate, other: LocalDate): number => Math.abs(dayNumber(one) - dayNumber(other));

/** The day in the years around `centre`, nearest first. 29 February exists in some years only. */
function around(month: number, day: number, centre: LocalDate): LocalDate[] {
  const year = yearOf(centre);
  return [year - 1, year, year + 1]
    .map((each) => localDate(each, month, day))
    .filter((each) => each !== null)
    .toSorted((a, b) => distance(a, centre) - distance(b, centre));
}

/** The day as it is written and in the year nearest to `centre`, up to `latest`: which of them is meant is for a person to say. */
export function yearsToChoose(date: LocalDate, centre: LocalDate, latest: LocalDate): LocalDate[] {
  const others = around(Number(date.slice(5, 7)), Number(date.slice(8)), centre);
  return sorted([date, others.find((each) => each !== date && each <= latest) ?? null]);
}

/** Returns the day that a writer of today means: it has just been, or comes within days. Null in a sheet of long ago. */
function byToday(month: number, day: number, { near, year, today }: DateContext): LocalDate | null {
  if (year !== null || (near !== null && distance(near, today) > SHEET_OF_NOW_DAYS)) return null;
  const [nearest] = around(month, day, today);
  if (nearest === undefined) return null;
  const since = dayNumber(today) - dayNumber(nearest);
  return since <= RECENT_DAYS && since >= -COMING_DAYS ? nearest : null;
}

/** A day without its year: that of handing in decides; of the other hints all must agree. */
function withoutYear(month: number, day: number, context: DateContext): DateReading {
  // 2016 had a 29 February: what does not exist there exists in no year.
  if (localDate(2016, month, day) === null) return NO_DAY;
  const { handIn, near, year, today } = context;
  if (handIn !== null) {
    const [nearest, second = null] = around(month, day, handIn);
    return nearest === undefined ? NO_DAY : { date: nearest, problem: null, offers: sorted([nearest, second]) };
  }
  const byTitle = year === null ? null : localDate(year, month, day);
  if (year !== null && byTitle === null) return NO_DAY;
  const byOthers = near === null ? null : (around(month, day, near)[0] ?? null);
  const found = sorted([byTitle, byOthers, byToday(month, day, context)]);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { date: only, problem: null };
  const offers = found.length > 1 ? found : sorted(around(month, day, today).filter((each) => each <= today));
  return { date: null, problem: 'date-year', offers };
}

/** 9/11/2017: told apart only when one number can't be a month. */
function yearLast(first: number, second: number, year: number): DateReading {
  if (first === second) return made(year, first, second);
  if (first > 12 && second <= 12) return made(year, second, first);
  if (second > 12 && first <= 12) return made(year, first, second);
  return first > 12 ? NO_DAY : UNCLEAR;
}

const HAN_DIGITS = '零一二三四五六七八九';

/** 二〇一七年十一月九日 → 2017年11月9日. */
function hanNumerals(text: string): string {
  if (!/[年月日号]/u.test(text)) return text;
  return text
    .replace(/元月/gu, '1月')
    .replace(/[〇○零]/gu, '零')
    .replace(/廿/gu, '二十')
    .replace(/[零一二三四五六七八九]{2,4}(?=年)/gu, (digits) =>
      Array.from(digits, (digit) => HAN_DIGITS.indexOf(digit)).join(''),
    )
    .replace(/([一二三四五六七八九]?)十([一二三四五六七八九]?)(?=[月日号]|$)/gu, (_, tens: string, ones: string) =>
      String((tens === '' ? 1 : HAN_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : HAN_DIGITS.indexOf(ones))),
    )
    .replace(/[一二三四五六七八九](?=[月日号]|$)/gu, (digit) => String(HAN_DIGITS.indexOf(digit)));
}

/** One spelling for all: half width, `-` between the numbers, no weekday, no time of day, no quotes. */
function spelling(text: string): string {
  const narrow = text.normalize('NFKC').replace(/["'`‘’“”\u200b]/gu, '');
  // The weekday goes first, or its numeral would be read as a day.
  const bare = narrow.replace(/[(]?(星期|周|礼拜)[一二三四五六日天][)]?/gu, '').replace(/[(][^()]*[)]$/u, '');
  const numbers = singleBlanks(hanNumerals(bare.trim()).replace(/(上午|下午|早上|中午|晚上|早|晚)/gu, ' ')).trim();
  // A second line is no time of day.
  const day = numbers.includes('\n') ? numbers : numbers.replace(/[T\s]{1,3}\d{1,2}[:点时].*/su, '');
  return day
    .trim()
    .replace(/\s?[-./\\,、。·‧~_‐‑‒–—―−年月]\s?/gu, '-')
    .replace(/(?<=\d)\s(?=\d)/gu, '-')
    .replace(/[\s日号]/gu, '')
    .replace(/-{2,}/gu, '-')
    .replace(/-$/u, '');
}

/** Reads a written date. */
export function readDateText(text: string, context: DateContext): DateReading {
  const plain = spelling(text);
  if (plain === '') return MISSING;
  const numbers = plain.split('-');
  if (!numbers.every((part) => /^\d{1,8}$/.test(part))) return UNCLEAR;
  const [a = '', b = '', c = ''] = numbers;
  if (numbers.length === 3) {
    if (a.length === 4 && b.length <= 2 && c.length <= 2) return made(Number(a), Number(b), Number(c));
    if (c.length === 4 && a.length <= 2 && b.length <= 2) return yearLast(Number(a), Number(b), Number(c));
    // 17/11/9 leads with the year; 03-1-18 does not, or not one in which there were slips.
    const short = a.length === 2 && b.length <= 2 && c.length <= 2 && fullYear(a) >= FIRST_SHORT_YEAR;
    return short ? made(fullYear(a), Number(b), Number(c)) : UNCLEAR;
  }
  if (numbers.length === 2 && a.length <= 2 && b.length <= 2) return withoutYear(Number(a), Number(b), context);
  if (numbers.length === 1 && /[月日号年]/u.test(text)) return UNCLEAR;
  if (numbers.length === 1 && /^(19|20)\d{6}$/.test(a))
    return made(Number(a.slice(0, 4)), Number(a.slice(4, 6)), Number(a.slice(6)));
  if (numbers.length === 1 && a.length === 6)
    return made(fullYear(a.slice(0, 2)), Number(a.slice(2, 4)), Number(a.slice(4)));
  if (numbers.length === 1 && a.length === 5) return serialDate(Number(a));
  return UNCLEAR;
}

/** A day as spreadsheets number them; only numbers of 2000 to 2079 are taken for days. */
export function serialDate(value: number, from1904 = false): DateReading {
  const serial = value + (from1904 ? DAYS_TO_1904 : 0);
  // Asked this way round, NaN is no day either.
  if (!(serial >= FIRST_SERIAL && serial < LAST_SERIAL + 1)) return UNCLEAR;
  return { date: addDays(SERIAL_ZERO, Math.floor(serial)), problem: null };
}

/** A number cell: a serial date, 20171109, or 11.9 typed without a year. 11.1 may have been 11.10, so it asks. */
function readDateNumber(value: number, context: DateContext, from1904: boolean): DateReading {
  const serial = serialDate(value, from1904);
  if (serial.date !== null) return serial;
  if (Number.isInteger(value)) return readDateText(String(value), context);
  const [month = '', day = ''] = String(value).split('.');
  if (Number(month) < 1 || Number(month) > 12 || day.length > 2) return UNCLEAR;
  if (day.length === 1 && Number(day) <= 3) return UNCLEAR;
  return withoutYear(Number(month), Number(day), context);
}

/** A number's format that shows it as a day is written: 12.10, 2017-11-09, 2017年11月09日. */
const WRITTEN_OUT = /^\d{1,2}[.]\d{2}$|\d[-/年月]\d/u;

/** Reads the date cell of a slip. */
export function readSlipDate(cell: Cell, context: DateContext): DateReading {
  switch (cell.kind) {
    case 'date':
      return { date: cell.date, problem: null };
    case 'number':
      // 12.10 shown by its format is the tenth, 12.1 may be either.
      return cell.shown === undefined || !WRITTEN_OUT.test(cell.shown)
        ? readDateNumber(cell.value, context, cell.from1904 === true)
        : readDateText(cell.shown, context);
    case 'error':
    case 'picture':
    case 'long':
      return { date: null, problem: `cell-${cell.kind}` };
    case 'text':
      return readDateText(cellText(cell), context);
    case 'empty':
      return MISSING;
    default:
      return cell satisfies never;
  }
}
