/** Which day it is at the desk (LEDGER §4): the clock's, unless it is doubtful and a person has said. */
import { ApiError } from '../../shared/api/errors.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { addDays, dayNumber, localDateOf } from '../../shared/base/local-date.ts';
import { clockIsDoubtful } from './clock-question.ts';

export interface SiteClockOptions {
  readonly now: () => number;
  /** When this program was built, ms UTC. */
  readonly built: number;
  readonly lastOwn: () => number | null;
  readonly lastHub: () => number | null;
  /** Hub time minus machine time as heard since the start; null before. */
  readonly offset: () => number | null;
}

export interface SiteClock {
  today(): LocalDate;
  /** Returns whether a person must say today's date before the first step. */
  asks(): boolean;
  /** Throws ApiError `bad-input` for a day before the newest own event: numbers and deadlines would run backwards. */
  set(today: LocalDate): void;
}

/** The hub agrees with the machine to the minute: there is nothing to ask. */
const AGREES_MS = 10 * 60_000;

export function createSiteClock(options: SiteClockOptions): SiteClock {
  // Looked at once a start: what is written later with an answered day must not make the clock look right.
  const atStart = { lastOwn: options.lastOwn(), lastHub: options.lastHub() };
  let said: { readonly today: LocalDate; readonly clockDay: LocalDate } | null = null;

  const doubtful = (): boolean => {
    const offset = options.offset();
    if (offset !== null) return Math.abs(offset) > AGREES_MS && daysOff(offset);
    return clockIsDoubtful({ now: options.now(), built: options.built, ...atStart });
  };
  /** Only a clock that shows another day does harm. */
  const daysOff = (offset: number): boolean => localDateOf(options.now()) !== localDateOf(options.now() + offset);

  return {
    today() {
      const clockDay = localDateOf(options.now());
      if (said === null || !doubtful()) return clockDay;
      // The machine's clock is wrong, yet it runs: past midnight it is the next day.
      return addDays(said.today, dayNumber(clockDay) - dayNumber(said.clockDay));
    },
    asks: () => said === null && doubtful(),
    set(today) {
      const { lastOwn } = atStart;
      const built = localDateOf(options.built);
      if (today < built) throw new ApiError('bad-input', `日期不能早于本程序的发布日期 ${built}。`, 'today');
      if (lastOwn !== null && today < localDateOf(lastOwn) && lastOwn <= options.now())
        throw new ApiError('bad-input', `日期不能早于本机最近一次办件的日期 ${localDateOf(lastOwn)}。`, 'today');
      said = { today, clockDay: localDateOf(options.now()) };
    },
  };
}
