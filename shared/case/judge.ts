/** What may be done to a case, and what the hub asks about what was done. */
import { breach, type RuleBreach } from './breach.ts';
import { applicantDoubts, type CatalogueOfCases } from './applicant-doubts.ts';
import type { Role } from './roles.ts';
import { isWritten, STEPS, STEP_TYPES } from './steps/index.ts';
import type { StepSpec, StepType } from './steps/index.ts';
import type { EventId, LocalDate } from '../base/brands.ts';
import { readFirst, stateAllows } from './case-rules.ts';
import type { CaseFold, FoldStep } from './case-types.ts';
import type { WorkdayCalendar } from '../calendar/calendar.ts';
import type { LedgerEvent } from '../event/event.ts';
import { addDays } from '../base/local-date.ts';

/** A question of the hub (remark `questioned`): about which event, which rule, which field, and a sentence in Chinese. */
export interface Question extends RuleBreach {
  readonly about: EventId;
}

/** The steps a role may take now, in the order of STEPS. In dispute only `settled`; nothing where a newer version is needed. */
export function allowedSteps(fold: CaseFold, role: Role): StepType[] {
  if (fold.needsNewerVersion) return [];
  return STEP_TYPES.filter((type) => {
    const spec: StepSpec = STEPS[type];
    if (!isWritten(spec) || (type === 'settled') !== (fold.disputed !== null)) return false;
    return stateAllows(type, fold, fold.terms, [role]) === null;
  });
}

/** What the judge may know beside the case. Without a calendar the rules that count working days are passed over. */
export interface JudgeContext {
  readonly calendar?: WorkdayCalendar;
  /** For whom the matters are, where that is to be asked about. */
  readonly catalogue?: CatalogueOfCases;
  /** The hub's own day, which is trusted: a step dated later than tomorrow is asked about. */
  readonly today?: LocalDate;
}

const ask = (about: EventId, { rule, field, text }: RuleBreach): Question =>
  field === undefined ? { about, rule, text } : { about, rule, field, text };

const inFuture = (step: { readonly id: EventId; readonly on: LocalDate }, today: LocalDate): Question[] =>
  step.on > addDays(today, 1)
    ? [{ about: step.id, rule: 'date', field: 'on', text: `办理日期 ${step.on} 晚于今天 ${today}` }]
    : [];

/** What the step's own rules ask about it, where it counts. */
const asked = (fold: CaseFold, step: FoldStep, calendar: WorkdayCalendar): Question[] => {
  const spec: StepSpec = STEPS[step.type];
  return step.effect === 'effective'
    ? (spec.asks?.(fold, step, calendar) ?? []).map((found) => ask(step.id, found))
    : [];
};

/**
 * A question for every ineffective or rule-breaking step and remark of a case. What waits, what a settlement overruled, what was taken back and what the
 * hub itself wrote is not asked about. The same fold and context give the same questions in the same order.
 */
export function judge(fold: CaseFold, { calendar, catalogue, today }: JudgeContext = {}): Question[] {
  const steps = fold.steps.filter((step) => !['waiting', 'overruled', 'undone'].includes(step.effect));
  const remarks = fold.remarks.filter((remark) => remark.effect !== 'waiting');
  const doubts = catalogue === undefined || fold.ended !== null ? [] : applicantDoubts(fold, catalogue);
  return [
    ...(doubts.length === 0
      ? []
      : [ask(fold.case, breach('applicant', doubts.map(({ message }) => message).join('；'), 'matter'))]),
    ...steps.flatMap((step) => [
      ...step.breaches.map((found) => ask(step.id, found)),
      ...(today === undefined ? [] : inFuture(step, today)),
      ...(calendar === undefined ? [] : asked(fold, step, calendar)),
    ]),
    ...remarks.flatMap((remark) => [
      ...remark.breaches.map((found) => ask(remark.id, found)),
      ...(today === undefined ? [] : inFuture(remark, today)),
    ]),
  ];
}

/** What is asked about a first event that cannot be read, so that its case has no fold; null when it can. */
export function judgeFirst(event: LedgerEvent): Question | null {
  const read = readFirst(event);
  return read.ok ? null : ask(event._id, read.breach);
}
