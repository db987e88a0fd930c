/**
 * The days that follow from a case by rule, without asking what day it is. Sources: 行政许可法 arts. 32, 42, 44, 45 and 82, 民法典 art. 201
 * (the first day is not counted), STANDARDS §3, §5 and §6.
 */
import type { LocalDate } from '../base/brands.ts';
import { addDays, dayNumber } from '../base/local-date.ts';
import type { CountedDate, WorkdayCalendar } from '../calendar/calendar.ts';
import { countedTo, type Limit, limitEnd, workingDays } from '../calendar/limit.ts';
import type { CaseFold } from './case-types.ts';
import { checkLimit, currentCheck } from './ratings.ts';
import type { Filing, Pause } from './progress.ts';
import { stopsStatutoryClock } from '../calendar/uncounted.ts';
import type { Terms } from './terms.ts';

/** In what time the office must say what is missing, where the matter names no other; silence accepts from the day of receipt (行政许可法 art. 32). */
const TELL_WITHIN = workingDays(5);
/** The page begins to warn of it on the third of five days (WORKFLOWS a2). */
const TELL_WARNING_BEFORE = 2;
/** Working days in which the decision is to be handed over (行政许可法 art. 44). */
const COLLECT_WITHIN = 10;
/** The longest limit that a calendar counts: a longer one is forged. */
const MAX_DAYS = 4000;

interface Due {
  /** null while the clock stands still: the day depends on when it goes on. */
  readonly dueOn: LocalDate | null;
  /** Working days that were left when the clock stopped; null while it runs. */
  readonly left: number | null;
  /** Working days that the limit and the extension that counted amount to. */
  readonly limit: number;
}

const NO_DUE: Due = { dueOn: null, left: null, limit: 0 };

export interface Deadlines {
  /** Accepted for certain: said in time, concluded at once, or deemed because the office's first word came too late. */
  readonly acceptedOn: LocalDate | null;
  /** Accepted because the office had not answered within five working days. */
  readonly deemed: boolean;
  /** By the promise. */
  readonly dueOn: LocalDate | null;
  readonly left: number | null;
  readonly limit: number;
  /** By the law; null where it names no limit, and while that clock stands. */
  readonly legalDueOn: LocalDate | null;
  /** What silence would bring: after the end of `after` the case counts as accepted on `acceptedOn`. null once the office has answered. */
  readonly silence: {
    readonly warnFrom: LocalDate;
    readonly after: LocalDate;
    readonly acceptedOn: LocalDate;
    readonly dueOn: LocalDate | null;
    readonly legalDueOn: LocalDate | null;
  } | null;
  /** The day the promised clock stopped for good. The statutory one stops with the conclusion or the end of the case alone. */
  readonly stoppedOn: LocalDate | null;
  /** Stretches in which the clock stands, without overlap, from acceptance on. */
  readonly pauses: readonly { readonly from: LocalDate; readonly to: LocalDate | null }[];
  /** The day on which the special procedure that the case is in is planned to end; the clocks go on after it. */
  readonly specialUntil: LocalDate | null;
  readonly collectBy: LocalDate | null;
  readonly owedBy: LocalDate | null;
  /** The last day of the verification of a bad rating that asks for work, or of the last one. */
  readonly checkBy: LocalDate | null;
  /** A year on the way has no official calendar here: the days are counted by weekday. */
  readonly estimated: boolean;
}

type Stretch = { readonly from: LocalDate; readonly to: LocalDate | null };

/** Counts with a calendar and remembers whether any answer was an estimate. */
class Counter {
  estimated = false;
  private readonly calendar: WorkdayCalendar;
  constructor(calendar: WorkdayCalendar) {
    this.calendar = calendar;
  }
  add(date: LocalDate, n: number): LocalDate {
    if (n <= 0) return date;
    const counted = this.calendar.addWorkdays(date, Math.min(n, MAX_DAYS));
    this.estimated ||= counted.estimated || n > MAX_DAYS;
    return counted.date;
  }
  between(from: LocalDate, to: LocalDate): number {
    if (to <= from) return 0;
    const counted = this.calendar.workdaysBetween(from, to);
    this.estimated ||= counted.estimated;
    return counted.days;
  }
  /** The day on which the count of a limit ends, be it a holiday. */
  to(start: LocalDate, limit: Limit): LocalDate {
    return this.note(countedTo(this.calendar, start, limit));
  }
  /** The last day of a limit. */
  end(start: LocalDate, limit: Limit): LocalDate {
    return this.note(limitEnd(this.calendar, start, limit));
  }
  /** The working day on which a count ends that came to that day. */
  workdayFrom(date: LocalDate): LocalDate {
    return this.note(this.calendar.sameOrNextWorkday(date));
  }
  private note(counted: CountedDate): LocalDate {
    this.estimated ||= counted.estimated;
    return counted.date;
  }
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);

/** Joins stretches that touch or overlap, and cuts off what lies before `start`. */
function joinStretches(stretches: readonly Stretch[], start: LocalDate): Stretch[] {
  const joined: { from: LocalDate; to: LocalDate | null }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))) {
    if (to !== null && (to <= start || to <= from)) continue;
    const last = joined.at(-1);
    if (last && (last.to === null || from <= last.to))
      last.to = last.to === null || to === null ? null : later(last.to, to);
    else joined.push({ from: later(from, start), to });
  }
  return joined;
}

/** The forwarding after which the township has nothing more to do: the county has not sent the case back since. */
function lastForwarding(fold: CaseFold): Pause | null {
  const last = fold.pauses.filter((pause) => pause.kind === 'county').at(-1);
  if (!last) return null;
  const endOfCase = fold.result?.on ?? fold.endedOn;
  return last.to === null || last.to === endOfCase ? last : null;
}

/** A special procedure stands until its planned end and goes on there by itself; renewed later, the clock has run in between. */
function plannedStretches({ planned, to }: Pause, count: Counter): Stretch[] {
  const stood: { from: LocalDate; to: LocalDate }[] = [];
  for (const { from, limit } of planned) {
    const last = stood.at(-1);
    if (last !== undefined && from <= last.to) last.to = count.end(last.to, limit);
    else stood.push({ from, to: count.end(from, limit) });
  }
  return stood.map((each) => (to !== null && to < each.to ? { ...each, to } : each));
}

const stretchesOf = (pause: Pause, count: Counter): readonly Stretch[] =>
  pause.planned.length === 0 ? [pause] : plannedStretches(pause, count);

/** When a clock stands: in special procedures, in work that the matter leaves out, in the applicant's time for 补正, and for the promise with the county where only the township is bound. */
function stretches(fold: CaseFold, start: LocalDate, of: 'promise' | 'law', count: Counter): Stretch[] {
  const townshipOnly = of === 'promise' && fold.terms.promisedScope === 'township';
  const final = townshipOnly ? lastForwarding(fold) : null;
  const stands = ({ kind, reason }: Pause): boolean =>
    of === 'promise' || kind !== 'special' || stopsStatutoryClock(reason);
  const special = fold.pauses
    .filter((pause) => (pause.kind === 'county' ? townshipOnly && pause !== final : stands(pause)))
    .flatMap((pause) => stretchesOf(pause, count));
  const supplements = fold.supplementRequests.map((request): Stretch => {
    const open = fold.state === 'supplementing' ? null : (fold.endedOn ?? request.on);
    return { from: request.on, to: request.suppliedOn ?? open };
  });
  const works = fold.works.flatMap(({ kind, from, to }): Stretch[] => {
    const rule = fold.terms.uncounted?.find((each) => each.kind === kind && (of === 'promise' || each.byLaw));
    if (rule === undefined) return [];
    const most = rule.most && count.end(from, rule.most);
    return [{ from, to: most !== undefined && most < to ? most : to }];
  });
  return joinStretches([...special, ...supplements, ...works], start);
}

/** The planned end of the special procedure that the case is in; null in none, and where none is planned. */
function specialUntil({ state, pauses, disputed }: CaseFold, count: Counter): LocalDate | null {
  if (state !== 'paused' || disputed !== null) return null;
  const current = pauses.findLast(({ kind, to }) => kind === 'special' && to === null);
  return current === undefined ? null : (plannedStretches(current, count).at(-1)?.to ?? null);
}

/** The last day of the limit from `start` on, moved on by what stood still and by an extension that was asked for in time. */
function due(fold: CaseFold, given: Limit, start: LocalDate, still: readonly Stretch[], count: Counter): Due {
  const inWorkingDays = given.unit === 'working-day';
  /** Where the count has come to; a limit in calendar days may come to a holiday and ends on the working day after it. */
  let counted = count.to(start, given);
  const endOf = (): LocalDate => (inWorkingDays || given.n === 0 ? counted : count.workdayFrom(counted));
  let limit = inWorkingDays ? given.n : count.between(start, endOf());
  let standsFrom: LocalDate | null = null;
  const extend = (): void => {
    const extension = fold.extension;
    if (extension === null) return;
    // An extension asked for when the limit has run out does not bring it back (STANDARDS §8).
    if (standsFrom === null && extension.on > endOf()) return;
    limit += extension.days;
    counted = count.add(endOf(), extension.days);
  };
  let extended = false;
  for (const stretch of still) {
    if (!extended && fold.extension !== null && fold.extension.on <= stretch.from) {
      extended = true;
      extend();
    }
    // What stands still after the last day cannot make up for it.
    if (standsFrom !== null || stretch.from > endOf()) continue;
    if (stretch.to === null) standsFrom = stretch.from;
    else if (inWorkingDays) counted = count.add(counted, count.between(stretch.from, stretch.to));
    else counted = addDays(counted, Math.min(dayNumber(stretch.to) - dayNumber(stretch.from), MAX_DAYS));
  }
  if (!extended) extend();
  if (standsFrom === null) return { dueOn: endOf(), left: null, limit };
  return { dueOn: null, left: count.between(standsFrom, endOf()), limit };
}

/** The time within which the office must give its first answer on the papers. */
export const tellWithin = ({ terms }: { readonly terms: Terms }): Limit => terms.tellWithin ?? TELL_WITHIN;

/** The first filing on which the office was silent all that time, then spoke. */
function lateFiling(fold: CaseFold, count: Counter): Filing | null {
  return (
    fold.filings.find((filing) => filing.wordOn !== null && filing.wordOn > count.end(filing.from, tellWithin(fold))) ??
    null
  );
}

/** What is due when, as far as it does not depend on today. Never throws on a fold. */
export function deadlines(fold: CaseFold, calendar: WorkdayCalendar): Deadlines {
  const count = new Counter(calendar);
  const { terms } = fold;
  const tell = tellWithin(fold);
  const immediate = terms.kind === 'immediate';
  const townshipOnly = terms.promisedScope === 'township';
  const open = fold.filings.at(-1);
  const late = immediate ? null : lateFiling(fold, count);
  const acceptedOn = late?.from ?? fold.acceptedOn ?? fold.result?.on ?? null;

  const legal = (start: LocalDate): LocalDate | null =>
    terms.legal === null ? null : due(fold, terms.legal, start, stretches(fold, start, 'law', count), count).dueOn;
  const promised = (start: LocalDate): Due =>
    due(fold, terms.promised, start, stretches(fold, start, 'promise', count), count);

  // 即办件 are due on the day the papers came in, accepted or not; the others only once they are accepted.
  const start = immediate ? (open?.from ?? null) : acceptedOn;
  const clock = start === null ? NO_DUE : promised(start);

  const checked = currentCheck(fold.ratings);
  const silent =
    !immediate && acceptedOn === null && open !== undefined && open.wordOn === null && fold.ended === null
      ? open
      : null;
  const forwarding = townshipOnly ? lastForwarding(fold) : null;
  const concluded = fold.disputed === null ? (fold.result?.on ?? null) : null;
  const ended = fold.disputed === null ? fold.endedOn : null;
  const waitsToBeCollected =
    concluded !== null && fold.ended === null && fold.result?.result !== 'forwarded' && (!immediate || fold.proxied);
  return {
    acceptedOn,
    deemed: late !== null,
    dueOn: clock.dueOn,
    left: clock.left,
    limit: clock.limit,
    legalDueOn: start === null ? null : legal(start),
    silence: silent && {
      warnFrom: count.end(silent.from, { ...tell, n: Math.max(1, tell.n - TELL_WARNING_BEFORE) }),
      after: count.end(silent.from, tell),
      acceptedOn: silent.from,
      dueOn: promised(silent.from).dueOn,
      legalDueOn: legal(silent.from),
    },
    stoppedOn: forwarding?.from ?? concluded ?? ended,
    pauses: start === null ? [] : stretches(fold, start, 'promise', count),
    specialUntil: specialUntil(fold, count),
    // An applicant at the window takes an immediate result along; a promised one or a villager's waits to be collected.
    collectBy: waitsToBeCollected ? count.add(concluded, COLLECT_WITHIN) : null,
    owedBy: fold.owed?.deadline ?? null,
    checkBy: checked === undefined ? null : limitEnd(calendar, checked.on, checkLimit(checked.check)).date,
    estimated: count.estimated,
  };
}
