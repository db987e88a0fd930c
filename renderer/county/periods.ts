/** The stretches of time that a supervisor asks about. Pure. */
import type { LocalDate } from '../../shared/base/brands.ts';
import { addDays, localDate } from '../../shared/base/local-date.ts';

export type PeriodName = 'month' | 'last-month' | 'year' | 'to-november';

export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** `to-november` is the period of the county's own yearly report (2017-01 to 2017-11, STANDARDS §6). */
export function periodOf(name: PeriodName, today: LocalDate): Period {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const first = (y: number, m: number) => localDate(y, m, 1) ?? today;
  switch (name) {
    case 'month':
      return { from: first(year, month), to: today };
    case 'last-month': {
      const from = month === 1 ? first(year - 1, 12) : first(year, month - 1);
      return { from, to: addDays(first(year, month), -1) };
    }
    case 'year':
      return { from: first(year, 1), to: today };
    case 'to-november':
      return { from: first(year, 1), to: addDays(first(year, 12), -1) };
  }
}
