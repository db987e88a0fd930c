/** Days of events against each other. */
import type { LocalDate } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';

/** A clock that is known to be right to the minute may still disagree about midnight. */
const DAYS_OF_GRACE = 1;

/** Returns whether `later` is more than the days of grace after `earlier`. Days compare as text, so nearly always nothing is computed. */
export const clearlyAfter = (later: LocalDate, earlier: LocalDate): boolean =>
  later > earlier && later > addDays(earlier, DAYS_OF_GRACE);
