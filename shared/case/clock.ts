/** What a case's clock shows on a day. The view of a folded case and the row of a list ask the same function. */
import type { LocalDate } from '../base/brands.ts';
import type { WorkdayCalendar } from '../calendar/calendar.ts';
import { CASE_STATES } from './states.ts';
import type { CaseState } from './states.ts';

/** What of a case its clock depends on; nothing in it knows today. */
export interface ClockFacts {
  readonly state: CaseState;
  readonly open: boolean;
  readonly concluded: boolean;
  /** Accepted for certain because the office's first word came too late. */
  readonly deemed: boolean;
  readonly concludedOn: LocalDate | null;
  /** By the promise, and by the law. */
  readonly dueOn: LocalDate | null;
  readonly legalDueOn: LocalDate | null;
  /** Working days that were left when the clock was stopped for a while; null while it runs. */
  readonly left: number | null;
  /** The day the promised clock stopped for good. */
  readonly stoppedOn: LocalDate | null;
  /** The planned end of the special procedure that the case is in. */
  readonly specialUntil: LocalDate | null;
  /** The last day on which silence is not yet acceptance, and the due days that it then brings; null once the office has answered. */
  readonly silence: {
    readonly warnFrom: LocalDate;
    readonly after: LocalDate;
    readonly dueOn: LocalDate | null;
    readonly legalDueOn: LocalDate | null;
  } | null;
}

/** One of the two due days of a case (承诺期限, 法定期限) on a day. */
export interface DueToday {
  /** null before acceptance, without a limit, and while the clock stands. */
  readonly dueOn: LocalDate | null;
  /** Working days from today, or from the day on which the clock stopped, to `dueOn`; negative when overdue; null without a clock. */
  readonly daysLeft: number | null;
  readonly overdue: boolean;
}

export interface ClockToday extends DueToday {
  /** What a person reads: the state, or what time has made of it. */
  readonly status: string;
  /** The office has not answered the papers and is reminded: the last day to do so, and the working days to it; null before the third of five days, and after the last. */
  readonly answer: { readonly by: LocalDate; readonly daysLeft: number } | null;
  /** Silence is over today: what it brings holds. */
  readonly silent: boolean;
  readonly deemedAccepted: boolean;
  /** The day that is compared with `dueOn`: today, or the day on which the promised clock stopped. */
  readonly until: LocalDate;
  /** By the law, whatever was promised. */
  readonly legal: DueToday;
}

/** 视同受理 when silence accepted the case; a special procedure is over after its planned end and the case has not been resumed. */
function statusOn({ state, specialUntil }: ClockFacts, deemedAccepted: boolean, today: LocalDate): string {
  if (deemedAccepted && state === 'received') return '视同受理';
  if (state === 'paused' && specialUntil !== null && today > specialUntil) return '特别程序到期';
  return CASE_STATES[state];
}

/**
 * Silence accepts when its fifth working day is over (行政许可法 art. 32): from the day of receipt, and counting from it.
 * 超期: due before the day looked at and not concluded, or concluded after due, by the promise and by the law apart; what ended without result
 * is counted apart (STANDARDS §6).
 */
export function clockOn(facts: ClockFacts, calendar: WorkdayCalendar, today: LocalDate): ClockToday {
  const { silence } = facts;
  const silent = silence !== null && today > silence.after;
  const deemedAccepted = silent || facts.deemed;
  const dueOn = silent ? silence.dueOn : facts.dueOn;
  const until = facts.stoppedOn ?? today;
  const counts = facts.open || facts.concluded;
  const legalDueOn = silent ? silence.legalDueOn : facts.legalDueOn;
  const legalUntil = facts.concluded ? (facts.concludedOn ?? today) : today;
  return {
    status: statusOn(facts, deemedAccepted, today),
    answer:
      silence === null || silent || today < silence.warnFrom
        ? null
        : { by: silence.after, daysLeft: calendar.workdaysBetween(today, silence.after).days },
    silent,
    deemedAccepted,
    dueOn,
    until,
    daysLeft: dueOn === null ? facts.left : calendar.workdaysBetween(until, dueOn).days,
    overdue: counts && dueOn !== null && until > dueOn,
    legal: {
      dueOn: legalDueOn,
      daysLeft: legalDueOn === null ? null : calendar.workdaysBetween(legalUntil, legalDueOn).days,
      overdue: counts && legalDueOn !== null && legalUntil > legalDueOn,
    },
  };
}
