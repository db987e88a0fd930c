/** How a day is written in the header, and whether the offices work on it. */
import type { SiteStatus } from '../../shared/api/rows.ts';
import { weekday } from '../../shared/base/local-date.ts';
import { dayKindWords } from '../../shared/calendar/estimate-words.ts';
import { SHELL_TEXTS } from './texts.ts';

/** e.g. `2026年11月23日`, `星期一`, and `工作日`, `工作日（估算）` or the holiday's name. */
export function dayWords({ today, day }: Pick<SiteStatus, 'today' | 'day'>): {
  readonly date: string;
  readonly weekday: string;
  readonly kind: string;
} {
  const [year, month, date] = today.split('-').map(Number);
  return {
    date: `${year}年${month}月${date}日`,
    weekday: SHELL_TEXTS.weekdays[weekday(today)] ?? '',
    kind: dayKindWords(day),
  };
}
