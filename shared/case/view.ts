/** What a case is today: what time does to the fold (LEDGER §3). The only place where `today` meets a case. */
import type { LocalDate } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import { deadlines } from './deadline.ts';
import type { Deadlines } from './deadline.ts';
import type { WorkdayCalendar } from '../calendar/calendar.ts';
import { clockOn, type DueToday } from './clock.ts';

export interface CaseView {
  /** What a person reads: the state, or what time has made of it. */
  readonly status: string;
  /** Not concluded and not ended, or in dispute. */
  readonly open: boolean;
  readonly deemedAccepted: boolean;
  readonly acceptedOn: LocalDate | null;
  /** By the promise; null before acceptance and while the clock stands still. */
  readonly dueOn: LocalDate | null;
  /** From today (or the day the clock stopped) until due; negative when overdue; null without a clock. */
  readonly workdaysLeft: number | null;
  readonly overdue: boolean;
  /** The statutory limit, judged apart. */
  readonly legal: DueToday;
  readonly warning: boolean;
  /** Papers came in and the office has not answered; silence accepts the case after this day. */
  readonly wordDueOn: LocalDate | null;
  readonly wordWarning: boolean;
  /** The result lies there for the citizen. */
  readonly toCollect: boolean;
  readonly collectBy: LocalDate | null;
  /** It has lain there longer than ten working days. */
  readonly uncollected: boolean;
  readonly owedOverdue: boolean;
  readonly clockStands: boolean;
  /** The planned end of the special procedure that it is in. */
  readonly specialUntil: LocalDate | null;
  readonly pausedDays: number;
  /** Working days of the office since acceptance, without pauses; null before acceptance. */
  readonly usedDays: number | null;
  /** The due day that is shown was counted through days whose notice is not published. */
  readonly estimated: boolean;
}

/** WORKFLOWS (c): yellow light at two working days left, or at one where the limit is five days or less. */
const WARN_AT = 2;
const WARN_AT_SHORT = 1;
const SHORT_LIMIT = 5;

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** Concluded and counted so: a dispute makes the case open again until it is settled, a void undoes it. */
export const isConcluded = (fold: CaseFold): boolean =>
  fold.result !== null && fold.disputed === null && fold.ended === null;

/** No work is left to do. A disputed case is open whatever its branches say. */
export const isOpen = (fold: CaseFold): boolean =>
  fold.disputed !== null || (fold.result === null && fold.ended === null);

/** The view of a case on a day. `days` may be passed where `deadlines(fold, calendar)` is at hand already. Never throws on a fold. */
export function viewCase(
  fold: CaseFold,
  calendar: WorkdayCalendar,
  today: LocalDate,
  days: Deadlines = deadlines(fold, calendar),
): CaseView {
  const open = isOpen(fold);
  const concluded = isConcluded(fold);
  const concludedOn = fold.result?.on ?? null;
  const clock = clockOn({ state: fold.state, open, concluded, concludedOn, ...days }, calendar, today);
  const { acceptedOn } = clock.silent && days.silence !== null ? days.silence : days;
  const { until, deemedAccepted, daysLeft, overdue } = clock;
  // Of the day that is shown: the statutory one beside it, and the days that it is overdue by now, may lie beyond the last notice while it does not.
  const shown = clock.dueOn ?? days.silence?.after ?? null;
  const from = fold.receivedOn;
  const estimated = shown === null || from === null ? days.estimated : calendar.workdaysBetween(from, shown).estimated;
  const between = (from: LocalDate, to: LocalDate): number => calendar.workdaysBetween(from, to).days;

  const running = open && days.stoppedOn === null && clock.dueOn !== null;
  const warnAt = days.limit <= SHORT_LIMIT ? WARN_AT_SHORT : WARN_AT;

  const started = acceptedOn;
  const pausedDays = days.pauses
    .filter((pause) => pause.from < until)
    .reduce((sum, pause) => sum + between(pause.from, earlier(pause.to ?? until, until)), 0);
  const usedDays = started === null || until < started ? null : Math.max(0, between(started, until) - pausedDays);
  const toCollect = days.collectBy !== null && fold.deliveredOn === null;

  return {
    status: clock.status,
    open,
    acceptedOn,
    deemedAccepted,
    dueOn: clock.dueOn,
    legal: clock.legal,
    workdaysLeft: daysLeft,
    overdue,
    warning: running && !overdue && daysLeft !== null && daysLeft <= warnAt,
    wordDueOn: deemedAccepted ? null : (days.silence?.after ?? null),
    wordWarning: days.silence !== null && today >= days.silence.warnFrom && !deemedAccepted,
    toCollect,
    collectBy: days.collectBy,
    uncollected: toCollect && days.collectBy !== null && today > days.collectBy,
    owedOverdue: open && days.owedBy !== null && today > days.owedBy,
    clockStands: open && (days.left !== null || (days.specialUntil !== null && until <= days.specialUntil)),
    specialUntil: days.specialUntil,
    pausedDays,
    usedDays,
    estimated,
  };
}
