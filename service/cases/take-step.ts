/**
 * Steps and remarks as a person takes them. The rule book is the fold alone: a step is written, the case is folded again, and
 * when the fold finds it wanting the transaction is rolled back and the person is told the fold's reason.
 */
import { ApiError } from '../../shared/api/errors.ts';
import type { EventId, LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { BEYOND_BOUND } from '../../shared/case/case-bound.ts';
import type { CaseFold, FoldStep } from '../../shared/case/case-types.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { foldCase, nextAfter } from '../../shared/case/fold/fold.ts';
import { eventsBeyond } from '../../store/projection/project-case.ts';
import { caseEvents } from '../../store/projection/cases.ts';
import type { Desk } from '../desk.ts';
import { keptAmendment } from './person.ts';

/** The member of staff, and the counter. */
export interface StepBy {
  readonly staff: StaffId;
  readonly window?: string | undefined;
}

/** The case as it stands. Throws ApiError `not-found` where the ledger has no such case. */
export function currentCase(desk: Desk, id: EventId): CaseFold {
  const fold = foldCase(caseEvents(desk.file, id), id);
  if (fold === null) throw new ApiError('not-found');
  return fold;
}

/** What would not count is not written: this machine has written its part of the case, or the case is full. Another machine may still end it. */
function refuseBeyond(desk: Desk, id: EventId): void {
  if (eventsBeyond(desk.file, id) > 0)
    throw new ApiError(
      'not-allowed',
      `${BEYOND_BOUND}，这台电脑已经写满了，没有写入。请换一台电脑办理，并联系县里查看。`,
    );
}

function stepOf(fold: CaseFold, id: EventId): FoldStep {
  const step = fold.steps.find((each) => each.id === id);
  if (step === undefined) throw new ApiError('internal');
  return step;
}

/** Throws unless the fold takes the step as it was meant. `same` is fine: another clerk has taken the same step, it counts once. */
function insist(fold: CaseFold, id: EventId): void {
  const step = stepOf(fold, id);
  const breach = step.breaches[0];
  if (step.effect === 'effective' || step.effect === 'same') {
    // Bad content is refused at this door even where the fold would let it pass and the hub would ask.
    if (breach !== undefined && breach.rule !== 'supplement-twice' && breach.rule !== 'extended-late')
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

/** Appends one step after the case's heads, in the caller's transaction. Throws ApiError; the caller's transaction rolls back. */
export function appendStep(
  desk: Desk,
  ledger: PlaceCode,
  id: EventId,
  step: StepInput,
  by: StepBy,
  on: LocalDate,
): CaseFold {
  const before = currentCase(desk, id);
  if (before.needsNewerVersion) throw new ApiError('newer-version');
  const written = desk.ledger.append({
    ledger,
    type: step.type,
    case: id,
    after: nextAfter(before),
    on,
    data: step.data,
    staff: by.staff,
    window: by.window,
  });
  const after = currentCase(desk, id);
  const effect = after.steps.find((each) => each.id === written.id)?.effect ?? 'waiting';
  if (effect === 'waiting') refuseBeyond(desk, id);
  insist(after, written.id);
  return after;
}

/** One step on a case as the page showed it. `heads` are what the page saw: another step in between is a conflict, never overwritten. */
export function takeStep(
  desk: Desk,
  id: EventId,
  heads: readonly EventId[],
  step: StepInput,
  by: StepBy,
  on?: LocalDate,
): void {
  const day = checkDay(desk, on);
  desk.ledger.transaction(() => {
    const fold = currentCase(desk, id);
    const seen = [...heads].sort();
    if (seen.length !== fold.heads.length || seen.some((head, i) => head !== fold.heads[i]))
      throw new ApiError('conflict');
    appendStep(desk, fold.ledgerPlace, id, step, by, day);
  });
  desk.wrote('cases');
}

/** A remark about one of the case's events. */
export function addRemark(desk: Desk, id: EventId, about: EventId, remark: RemarkInput, by: StepBy): void {
  const data = remark.type === 'amended' ? keptAmendment(desk, remark.data) : remark.data;
  desk.ledger.transaction(() => {
    const fold = currentCase(desk, id);
    const written = desk.ledger.append({
      ledger: fold.ledgerPlace,
      type: remark.type,
      case: id,
      about,
      on: desk.today(),
      data,
      staff: by.staff,
      window: by.window,
    });
    const made = currentCase(desk, id).remarks.find((each) => each.id === written.id);
    if (made === undefined || made.effect === 'waiting') refuseBeyond(desk, id);
    const breach = made?.breaches[0];
    if (made === undefined || made.effect !== 'effective' || breach !== undefined)
      throw new ApiError('not-allowed', made?.reason ?? breach?.text, breach?.field);
  });
  desk.wrote('cases');
}
