/**
 * A year's holidays as a person has them in a file: the text of the State Council's notice as it is copied from the web, rows of
 * day and 休 or 班, or JSON as the county document holds it. Nothing is guessed: what can't be read is an error.
 */
import type { LocalDate } from '../base/brands.ts';
import {
  type HolidayDay,
  type HolidayNotice,
  HolidayNoticeSchema,
  noticeProblems,
  weekdayName,
} from './holiday-notice.ts';
import { addDays, localDate, yearOf } from '../base/local-date.ts';
import { readJson } from '../outside/json.ts';
import { readReference } from '../reference/check.ts';
import { statutoryHoliday } from './statutory-holidays.ts';

/** Of a year's days as JSON: four values and an object a day. */
export const NOTICE_BOUNDS = { depth: 4, values: 1000 };

/** Why a file is no notice: Chinese sentences. */
export class NoticeError extends Error {
  override readonly name = 'NoticeError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const fail = (sentence: string): never => {
  throw new NoticeError([sentence]);
};

const nameOf = (date: LocalDate, type: HolidayDay['type']): string =>
  statutoryHoliday(date) ?? (type === 'holiday' ? '放假' : '调休上班');

// ---- the notice's own text

/** 至 and its likes between two days of a range. */
const DAY = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?`;
const RANGE = new RegExp(`${DAY}(?:(?:至|到|-|—|–|~)${DAY})?`, 'gu');
const SECTION = /(?:^|[。\n])[一二三四五六七八九十]{1,3}、([^:。]{2,20}):/u;
const SECTIONS = new RegExp(SECTION, 'gu');
const WEEKDAY = /(?:周|星期)([日天一二三四五六])/u;

interface Reading {
  readonly year: number;
  /** The month that was named last: 9月28日、29日. */
  month: number | null;
}

function dayIn(reading: Reading, [year, month, date, note]: readonly (string | undefined)[], name: string): LocalDate {
  reading.month = month === undefined ? reading.month : Number(month);
  if (reading.month === null) return fail(`“${name}”里的“${date}日”没有写月份`);
  // 元旦 may begin in the year before, which is not always written out.
  const before = year === undefined && reading.month === 12 && name.includes('元旦') ? 1 : 0;
  const found = localDate(year === undefined ? reading.year - before : Number(year), reading.month, Number(date));
  if (found === null) return fail(`“${name}”里的 ${reading.month}月${date}日 没有这一天`);
  const said = WEEKDAY.exec(note ?? '')?.[1]?.replace('天', '日');
  if (said !== undefined && weekdayName(found) !== `星期${said}`)
    return fail(`“${name}”写的是 ${found} 星期${said}，这一天是${weekdayName(found)}，请核对年份`);
  return found;
}

function daysIn(reading: Reading, sentence: string, name: string): LocalDate[] {
  const days: LocalDate[] = [];
  for (const parts of sentence.matchAll(RANGE)) {
    const first = dayIn(reading, parts.slice(1, 5), name);
    const last = parts[7] === undefined ? first : dayIn(reading, parts.slice(5, 9), name);
    if (last < first) fail(`“${name}”里的日子倒了：${first} 至 ${last}`);
    if (addDays(first, 20) < last) fail(`“${name}”从 ${first} 放到 ${last}，太长了，请核对`);
    for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  }
  return days;
}

function section(reading: Reading, name: string, body: string): HolidayDay[] {
  const found: HolidayDay[] = [];
  for (const sentence of body.split(/[。;\n]/u)) {
    // 鼓励…… asks for leave and orders nothing.
    if (sentence.includes('鼓励')) continue;
    // 4月29日至5月1日放假,4月28日上班: each part by its own verb.
    for (const part of sentence.split(/(?<=上班|放假|调休|连休|休息),/u)) {
      const type = part.includes('上班')
        ? 'workday'
        : part.includes('放假') || part.includes('补休')
          ? 'holiday'
          : null;
      if (type === null) continue;
      const days = daysIn(reading, part, name);
      const counted = /共(\d+)天/u.exec(sentence)?.[1];
      if (type === 'holiday' && counted !== undefined && Number(counted) !== days.length)
        fail(`“${name}”写的是共 ${counted} 天，按日期数出 ${days.length} 天`);
      const label = type === 'holiday' ? name : `${name}（调休上班）`;
      for (const date of days) found.push({ date, name: label, type });
    }
    reading.month = null;
  }
  return found;
}

function fromText(text: string): HolidayNotice {
  const year = Number(
    (/(\d{4})年(?:部分)?(?:节假日|放假)/u.exec(text) ?? /(\d{4})年/u.exec(text))?.[1] ??
      fail('没有找到是哪一年的放假安排'),
  );
  const starts = [...text.matchAll(SECTIONS)];
  if (starts.length === 0) fail('没有找到“一、元旦：1月1日……放假”这样的段落');
  const days = starts.flatMap((start, index) => {
    const end = starts[index + 1]?.index ?? text.length;
    return section({ year, month: null }, start[1] ?? '', text.slice(start.index + start[0].length, end));
  });
  return { year, days };
}

// ---- rows

const OFF = /^(?:休|放假|休息|holiday)$/iu;
const WORK = /^(?:班|上班|调休上班|调休|workday)$/iu;

function rowDay(cell: string, line: number): LocalDate {
  const parts = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$/u.exec(cell);
  const day = parts && localDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return day ?? fail(`第 ${line} 行的日期“${cell.slice(0, 20)}”不认识，请写成 2027-01-01`);
}

function fromRows(lines: readonly string[]): HolidayNotice {
  const days: HolidayDay[] = [];
  lines.forEach((text, index) => {
    const cells = text.split(/[,\t]/u).map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1'));
    const [first = '', kind = '', name = ''] = cells;
    // A heading row, and empty ones.
    if (cells.every((cell) => cell === '') || (index === 0 && !/\d/u.test(first))) return;
    const date = rowDay(first, index + 1);
    const type = OFF.test(kind) ? 'holiday' : WORK.test(kind) ? 'workday' : null;
    if (type === null) fail(`第 ${index + 1} 行没有写“休”或“班”`);
    else days.push({ date, type, name: name === '' ? nameOf(date, type) : name });
  });
  // The notice's year is the one of most of its days: a few stand at the end of the year before.
  const years = days.map(({ date }) => yearOf(date)).toSorted((a, b) => a - b);
  return { year: years[Math.floor(years.length / 2)] ?? fail('文件里没有日期'), days };
}

function fromJson(text: string): HolidayNotice {
  let json: unknown;
  try {
    json = readJson(text, NOTICE_BOUNDS);
  } catch {
    return fail('JSON 不完整或太长，读不了');
  }
  try {
    return readReference(HolidayNoticeSchema, json, '放假安排');
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** Reads a year's holidays, in order of their days. Throws NoticeError naming everything that can't be. */
export function readNotice(file: string): HolidayNotice {
  const text = file
    .normalize('NFKC')
    .replace(/\r\n?/gu, '\n')
    .replace(/^\u{feff}/u, '')
    .trim();
  const compact = text.replace(/[ \t\u3000]/gu, '');
  const read = text.startsWith('{')
    ? fromJson(text)
    : compact.includes('放假') && SECTION.test(compact)
      ? fromText(compact)
      : fromRows(text.split('\n'));
  const parsed = HolidayNoticeSchema.safeParse({
    year: read.year,
    days: read.days.toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date))),
  });
  if (!parsed.success) return fail(`这个文件不像一年的放假安排（读到 ${read.days.length} 天）`);
  const problems = noticeProblems(parsed.data);
  if (problems.length > 0) throw new NoticeError(problems);
  return parsed.data;
}
