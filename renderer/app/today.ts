/** How a day is written in the header, and whether the offices work on it. */
import type { LocalDate } from '../../shared/domain/brands.ts';
import { loadCalendar } from '../../shared/domain/calendar.ts';
import { weekday } from '../../shared/domain/local-date.ts';
import holidays from '../../shared/domain/reference/holidays.json';
import { SHELL_TEXTS } from './texts.ts';

const calendar = loadCalendar(holidays);

/** e.g. `2026年11月23日`, `星期一`, `工作日` or the holiday's name. */
export function dayWords(day: LocalDate): { readonly date: string; readonly weekday: string; readonly kind: string } {
  const [year, month, date] = day.split('-').map(Number);
  const info = calendar.day(day);
  return {
    date: `${year}年${month}月${date}日`,
    weekday: SHELL_TEXTS.weekdays[weekday(day)] ?? '',
    kind: info.workday ? SHELL_TEXTS.workday : (info.name ?? SHELL_TEXTS.dayOff),
  };
}
