/** Calendar days of Asia/Shanghai. China has kept UTC+8 without daylight saving since 1991, so a day is plain arithmetic. */
import { z } from 'zod';
import type { LocalDate } from './brands.ts';

const DAY_MS = 86_400_000;
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The clock is passed in everywhere; this is its whole interface. Milliseconds since the Unix epoch, UTC. */
export interface Clock {
  now(): number;
}

/** The date of that day, or null when there is no such day (2017-11-31) or the parts are not whole numbers. Years 1900 to 2199. */
export function localDate(year: number, month: number, day: number): LocalDate | null {
  if (![year, month, day].every(Number.isInteger) || year < 1900 || year > 2199) return null;
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return null;
  return made.toISOString().slice(0, 10) as LocalDate;
}

/** Reads `YYYY-MM-DD`; null for anything else. */
export function parseLocalDate(text: string): LocalDate | null {
  const parts = SHAPE.exec(text);
  return parts ? localDate(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null;
}

export const LocalDateSchema = z.string().transform((text, ctx): LocalDate => {
  const date = parseLocalDate(text);
  if (date !== null) return date;
  ctx.addIssue({ code: 'custom', message: '日期应为存在的一天，格式如 2017-11-09' });
  return z.NEVER;
});

/** The Shanghai day in which the instant falls. */
export function localDateOf(instantMs: number): LocalDate {
  return new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as LocalDate;
}

/** Days since 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** The day of the same number so many months later, or that month's last where it has none: 31 January + 1 is 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10) as LocalDate;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(date: LocalDate): number {
  return new Date(dayNumber(date) * DAY_MS).getUTCDay();
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** `yyyymmdd`, as event ids and case numbers carry it. */
export function compactDate(date: LocalDate): string {
  return date.replaceAll('-', '');
}
