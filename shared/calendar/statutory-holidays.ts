/**
 * The holidays that the law itself names, and the days on which they fall, without waiting for a year's notice:
 * 全国年节及纪念日放假办法 (国务院令第795号, in force since 2025-01-01), art. 2. What the notice alone decides, the days between them
 * and the weekends worked instead, is not here.
 */
import type { LocalDate } from '../base/brands.ts';
import { addDays, localDate, yearOf } from '../base/local-date.ts';

/** The law in force names 除夕 and 2 May since this year. */
const SINCE = 2025;

/**
 * By year: 正月初一, 清明, 五月初五, 八月十五, as mmdd (GB/T 33661-2017; as 寿星天文历 computes them). A table, because the Chinese
 * calendar of browsers and Node is a day off in 2027 and 2030. Beyond it only the days of the solar calendar are known.
 */
const LUNAR = `
  2025 0129 0404 0531 1006
  2026 0217 0405 0619 0925
  2027 0206 0405 0609 0915
  2028 0126 0404 0528 1003
  2029 0213 0404 0616 0922
  2030 0203 0405 0605 0912
  2031 0123 0405 0624 1001
  2032 0211 0404 0612 0919
  2033 0131 0404 0601 0908
  2034 0219 0405 0620 0927
  2035 0208 0405 0610 0916
  2036 0128 0404 0530 1004
  2037 0215 0404 0618 0924
  2038 0204 0405 0607 0913
  2039 0124 0405 0527 1002
  2040 0212 0404 0614 0920
  2041 0201 0404 0603 0910
  2042 0122 0404 0622 0928
  2043 0210 0405 0611 0917
  2044 0130 0404 0531 1005
  2045 0217 0404 0619 0925
  2046 0206 0404 0608 0915
  2047 0126 0405 0529 1004
  2048 0214 0404 0615 0922
  2049 0202 0404 0604 0911
  2050 0123 0404 0623 0930
  2051 0211 0405 0613 0919
  2052 0201 0404 0601 0907
  2053 0219 0404 0620 0926
  2054 0208 0404 0610 0916
  2055 0128 0405 0530 1005
  2056 0215 0404 0617 0924
  2057 0204 0404 0606 0913
  2058 0124 0404 0625 1002
  2059 0212 0405 0614 0921
  2060 0202 0404 0603 0909
`;

const SOLAR = [
  ['0101', '元旦'],
  ['0501', '劳动节'],
  ['0502', '劳动节'],
  ['1001', '国庆节'],
  ['1002', '国庆节'],
  ['1003', '国庆节'],
] as const;

/** 除夕 to 初三. */
const SPRING_FESTIVAL = [-1, 0, 1, 2];

const lunarDays: ReadonlyMap<number, readonly string[]> = new Map(
  LUNAR.trim()
    .split('\n')
    .map((line) => {
      const [year = '', ...days] = line.trim().split(' ');
      return [Number(year), days];
    }),
);

function dayOf(year: number, monthAndDay: string): LocalDate {
  const day = localDate(year, Number(monthAndDay.slice(0, 2)), Number(monthAndDay.slice(2)));
  if (day === null) throw new RangeError(`no such day: ${year} ${monthAndDay}`);
  return day;
}

const years = new Map<number, ReadonlyMap<LocalDate, string>>();

/** Names of the statutory holidays of a year by day; empty before the law in force. Where two meet on a day, both names stand there. */
export function statutoryHolidays(year: number): ReadonlyMap<LocalDate, string> {
  const known = years.get(year);
  if (known !== undefined) return known;
  const found = new Map<LocalDate, string>();
  const add = (day: LocalDate, name: string) => {
    const before = found.get(day);
    found.set(day, before === undefined || before === name ? name : `${before}、${name}`);
  };
  if (year >= SINCE) {
    for (const [day, name] of SOLAR) add(dayOf(year, day), name);
    const [spring, qingming, dragonBoat, midAutumn] = lunarDays.get(year) ?? [];
    if (spring !== undefined) for (const days of SPRING_FESTIVAL) add(addDays(dayOf(year, spring), days), '春节');
    if (qingming !== undefined) add(dayOf(year, qingming), '清明节');
    if (dragonBoat !== undefined) add(dayOf(year, dragonBoat), '端午节');
    if (midAutumn !== undefined) add(dayOf(year, midAutumn), '中秋节');
  }
  years.set(year, found);
  return found;
}

/** The statutory holiday that a day is, whatever notice is known; null for all others. */
export const statutoryHoliday = (day: LocalDate): string | null => statutoryHolidays(yearOf(day)).get(day) ?? null;
