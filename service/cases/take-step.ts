/**
 * Steps and remarks as a person takes them. The rule book is the fold alone: a step is written, the case is folded again, and
 * when the fold finds it wanting the transaction is rolled back and the person is told the fold's reason. That fold is also what
 * the case's row is made of and what the page is answered: a case is folded before a step and after it, and no third time.
 */
import { ApiError } from '../../shared/api/errors.ts';
import type { CaseNow } from '../../shared/case/define-remark.ts';
import { nextRound } from '../../shared/case/rating-check.ts';
import type { EventId, LocalDate, StaffId } from '../../shared/base/brands.ts';
import { BEYOND_BOUND } from '../../shared/case/case-bound.ts';
import type { FoldStep } from '../../shared/case/case-types.ts';
import { fieldBeforeCase } from '../../shared/case/form-days.ts';
import type { Fields } from '../../shared/case/field.ts';
import { REMARKS } from '../../shared/case/remarks/index.ts';
import type { RemarkInput, RemarkSpec, RemarkType } from '../../shared/case/remarks/index.ts';
import { STEPS } from '../../shared/case/steps/index.ts';
import type { LaterStepType, StepInput, StepSpec } from '../../shared/case/steps/index.ts';
import { actingBreach } from '../../shared/case/case-rules.ts';
import { holderBreach, powerBreach } from '../../shared/case/mandate.ts';
import type { Mandate } from '../../shared/case/mandate.ts';
import { placeKind } from '../../shared/place/place.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { afterOfNextStep } from '../../shared/case/fold/fold.ts';
import { getCase } from '../../store/projection/cases.ts';
import { eventsBeyond } from '../../store/projection/project-case.ts';
import type { FoldedCase } from '../../store/types.ts';
import type { Desk } from '../desk.ts';
import { keptAmendment } from './person.ts';
import { keptRating } from './rating.ts';
import { currentCase, rowOf } from './read.ts';

/** The member of staff, and the counter. */
export interface StepBy {
  readonly staff: StaffId;
  readonly window?: string | undefined;
}

/** What would not count is not written: this machine has written its part of the case, or the case is full. Another machine may still end it. */
function refuseBeyond(desk: Desk, id: EventId): void {
  if (eventsBeyond(desk.file, id) > 0)
    throw new ApiError(
      'not-allowed',
      `${BEYOND_BOUND}，这台电脑已经写满了，没有写入。请换一台电脑办理，并联系县里查看。`,
    );
}

/** Rules whose breach the form warns of: a person may go on, and the county asks. */
const ASKED_ABOUT: ReadonlySet<string> = new Set([
  'supplement-twice',
  'extended-late',
  'decided-by-county',
  'mandate-collect',
]);

/** Throws unless the fold takes the step as it was meant. `same` is fine: another clerk has taken the same step, it counts once. */
function requireEffect(step: FoldStep): void {
  const breach = step.breaches[0];
  if (step.effect === 'effective' || step.effect === 'same') {
    // Bad content is refused at this door even where the fold would let it pass and the hub would ask.
    if (breach !== undefined && !ASKED_ABOUT.has(breach.rule))
      throw new ApiError('not-allowed', breach.text, breach.field);
    return;
  }
  throw new ApiError('not-allowed', step.reason ?? breach?.text, breach?.field);
}

/** A step later than today has not happened yet. */
export function checkDay(desk: Desk, on: LocalDate | undefined): LocalDate {
  const today = desk.today();
  if (on !== undefined && on > today) throw new ApiError('bad-input', '日期不能晚于今天。', 'on');
  return on ?? today;
}

/** A day that the data names cannot lie before the case began. */
function checkDaysOf(fields: Fields, data: Readonly<Record<string, unknown>>, began: LocalDate): void {
  const wrong = fieldBeforeCase(fields, data, began);
  if (wrong !== null) throw new ApiError('bad-input', `${wrong.text}。`, wrong.field);
}

/** What the step's own rule refuses beyond its schema; the limit that a form knows is the fold's affair here. */
function checkRuleOf(desk: Desk, step: StepInput, { fold }: FoldedCase): void {
  const { formRule }: StepSpec = STEPS[step.type];
  const wrong = formRule?.(step.data, { today: desk.today(), limit: null, person: fold.person }) ?? null;
  if (wrong !== null) throw new ApiError('bad-input', `${wrong.text}。`, wrong.field);
}

/** No sub-delegation (DB14/T 2233), also of a slip of which no step spoke. Throws ApiError that names who acts for the villager. */
function refuseStandIn(desk: Desk, { holder }: Mandate): never {
  const name = staffOf(desk.file, holder.place).find(({ id }) => id === holder.staff)?.name ?? holder.staff;
  throw new ApiError(
    'not-allowed',
    name === null
      ? `这一件已由${desk.places.nameOf(holder.place)}接手，村里不再代办。`
      : `这一件由${name}代办，不能转托。要换人，请先办“代办员交接”。`,
  );
}

/** What an agent writes of a villager's affair, where the mandate covers it or the writer does not hold it. Throws ApiError. */
function checkMandateOf(desk: Desk, { mandate }: FoldedCase['fold'], { acts }: RemarkSpec, by: StepBy): void {
  if (acts === undefined || mandate === null || placeKind(desk.place) !== 'village') return;
  const without = powerBreach(mandate, acts);
  if (without !== null) throw new ApiError('not-allowed', `${without.text}。`);
  if (holderBreach(mandate, desk.place, by.staff) !== null) refuseStandIn(desk, mandate);
}

/** Folds the case after what this transaction wrote, and makes its row of that. */
function projected(desk: Desk, id: EventId): FoldedCase {
  const folded = desk.ledger.project(id);
  if (folded === null) throw new ApiError('not-found');
  return folded;
}

/** Takes the steps just written as they were meant, or throws ApiError; the caller's transaction then rolls back. Returns the case after them. */
export function insistOn(desk: Desk, id: EventId, written: readonly EventId[]): FoldedCase {
  const after = projected(desk, id);
  for (const event of written) {
    const step = after.fold.steps.find((each) => each.id === event);
    if ((step?.effect ?? 'waiting') === 'waiting') refuseBeyond(desk, id);
    if (step === undefined) throw new ApiError('internal');
    requireEffect(step);
  }
  return after;
}

/** Appends one step after the case's heads, in the caller's transaction. Throws ApiError; the caller's transaction rolls back. */
export function appendStep(desk: Desk, folded: FoldedCase, step: StepInput, by: StepBy, on: LocalDate): FoldedCase {
  checkDaysOf(STEPS[step.type].fields, step.data, folded.fold.on);
  checkRuleOf(desk, step, folded);
  return appendAfterHeads(desk, folded, step, by, on);
}

/** The same of a step of any type, whose data the caller has checked. */
export function appendAfterHeads(
  desk: Desk,
  { fold }: FoldedCase,
  step: { readonly type: LaterStepType; readonly data: Readonly<Record<string, unknown>> },
  by: StepBy,
  on: LocalDate,
): FoldedCase {
  if (fold.needsNewerVersion) throw new ApiError('newer-version');
  const { mandate } = fold;
  if (mandate !== null && actingBreach(step.type, fold, { ...by, place: desk.place }) !== null)
    refuseStandIn(desk, mandate);
  const written = desk.ledger.append({
    ledger: fold.ledgerPlace,
    type: step.type,
    case: fold.case,
    after: afterOfNextStep(fold),
    on,
    data: { ...step.data },
    staff: by.staff,
    window: by.window,
  });
  return insistOn(desk, fold.case, [written.id]);
}

/** Throws ApiError `conflict` where the case has moved on since the page was shown with these heads. */
export function checkHeads({ fold }: FoldedCase, heads: readonly EventId[]): void {
  const seen = [...heads].sort();
  if (seen.length !== fold.heads.length || seen.some((head, i) => head !== fold.heads[i]))
    throw new ApiError('conflict');
}

/** One step on a case as the page showed it. `heads` are what the page saw: another step in between is a conflict, never overwritten. Returns the case after it. */
export function takeStep(
  desk: Desk,
  id: EventId,
  heads: readonly EventId[],
  step: StepInput,
  by: StepBy,
  on?: LocalDate,
): FoldedCase {
  const day = checkDay(desk, on);
  const after = desk.ledger.transaction(() => {
    const before = currentCase(desk, id);
    checkHeads(before, heads);
    return appendStep(desk, before, step, by, day);
  });
  desk.wrote('cases');
  return after;
}

/** Appends a remark in the caller's transaction. Throws ApiError; the caller's transaction rolls back. Returns the case with it. */
export function appendRemark(
  desk: Desk,
  { fold }: FoldedCase,
  remark: { readonly type: RemarkType; readonly about: EventId; readonly data: Readonly<Record<string, unknown>> },
  by: StepBy,
): FoldedCase {
  const written = desk.ledger.append({
    ledger: fold.ledgerPlace,
    type: remark.type,
    case: fold.case,
    about: remark.about,
    on: desk.today(),
    data: { ...remark.data },
    staff: by.staff,
    window: by.window,
  });
  const folded = projected(desk, fold.case);
  const made = folded.fold.remarks.find((each) => each.id === written.id);
  if (made === undefined || made.effect === 'waiting') refuseBeyond(desk, fold.case);
  const breach = made?.breaches[0];
  if (made === undefined || made.effect !== 'effective' || breach !== undefined)
    throw new ApiError('not-allowed', made?.reason ?? breach?.text, breach?.field);
  return folded;
}

/** The data as it is written: what the desk knows and the page does not say. */
function keptData(desk: Desk, { fold }: FoldedCase, remark: RemarkInput): Readonly<Record<string, unknown>> {
  if (remark.type === 'amended') return keptAmendment(desk, fold.person, remark.data);
  return remark.type === 'rating-given' ? keptRating(desk.catalogue, remark.data) : remark.data;
}

/** The case as the page has it: what is offered there is what is taken here. */
function caseNow(desk: Desk, { fold }: FoldedCase): CaseNow {
  const record = getCase(desk.file, fold.case);
  if (record === null) throw new ApiError('not-found');
  return { ...rowOf(desk, record), rating: { nextRound: nextRound(fold.ratings) } };
}

/** A remark about one of the case's events, or about the one of its kind that it corrects. Returns the case with it. */
export function addRemark(desk: Desk, id: EventId, about: EventId, remark: RemarkInput, by: StepBy): FoldedCase {
  const after = desk.ledger.transaction(() => {
    const before = currentCase(desk, id);
    const spec: RemarkSpec = REMARKS[remark.type];
    const untimely = spec.untimely?.(caseNow(desk, before)) ?? null;
    if (untimely !== null) throw new ApiError('not-allowed', `${untimely}。`);
    checkDaysOf(spec.fields, remark.data, before.fold.on);
    checkMandateOf(desk, before.fold, spec, by);
    const wrong = spec.formRule?.(remark.data, { today: desk.today() }) ?? null;
    if (wrong !== null) throw new ApiError('bad-input', `${wrong.text}。`, wrong.field);
    const follows = spec.follows?.(before.fold, about) ?? about;
    if (typeof follows === 'object') throw new ApiError('not-allowed', `${follows.text}。`);
    const written = {
      type: remark.type,
      about: spec.corrects?.(before.fold) ?? follows,
      data: keptData(desk, before, remark),
    };
    return appendRemark(desk, before, written, by);
  });
  desk.wrote('cases');
  return after;
}
