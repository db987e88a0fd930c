/** How long ago, as a supervisor reads it. Pure. */
import type { LocalDate } from '../../shared/base/brands.ts';
import { dayNumber, localDateOf } from '../../shared/base/local-date.ts';
import { minuteOf } from '../../shared/base/minute.ts';
import { TEXTS } from './texts.ts';

/** Whole days between the day of an ISO instant and today; never negative. */
export const daysSince = (iso: string, today: LocalDate): number =>
  Math.max(0, dayNumber(today) - dayNumber(localDateOf(Date.parse(iso))));

/** How long ago, in words. */
export function agoWords(iso: string, today: LocalDate): string {
  const days = daysSince(iso, today);
  const time = minuteOf(Date.parse(iso));
  return days === 0 ? TEXTS.sites.today(time) : TEXTS.sites.daysAgo(days, time);
}
