/** Instants as a supervisor reads them: day and minute in Shanghai. Pure. */
import type { LocalDate } from '../../shared/domain/brands.ts';
import { dayNumber, localDateOf } from '../../shared/domain/local-date.ts';
import { TEXTS } from './texts.ts';

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** `hh:mm` in Shanghai of milliseconds since the epoch. */
export const timeOf = (instantMs: number): string =>
  new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);

/** `2026-11-26 13:05` in Shanghai of an ISO instant. */
export function whenWords(iso: string): string {
  const instant = Date.parse(iso);
  return `${localDateOf(instant)} ${timeOf(instant)}`;
}

/** Whole days between the day of an ISO instant and today; never negative. */
export const daysSince = (iso: string, today: LocalDate): number =>
  Math.max(0, dayNumber(today) - dayNumber(localDateOf(Date.parse(iso))));

/** How long ago, in words. */
export function agoWords(iso: string, today: LocalDate): string {
  const days = daysSince(iso, today);
  const time = timeOf(Date.parse(iso));
  return days === 0 ? TEXTS.sites.today(time) : TEXTS.sites.daysAgo(days, time);
}
