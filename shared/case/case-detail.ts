/** One case as a page shows it: its row, its person and papers, its clock in a sentence, what may be done next, and its whole history. */
import type { SameCase } from '../api/earlier-person.ts';
import type { JointFiling } from '../api/joint.ts';
import type { CaseDetail, CaseRow } from '../api/rows.ts';
import type { EventId, LocalDate, PlaceCode } from '../base/brands.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { limitWords } from '../calendar/limit.ts';
import { BEYOND_BOUND } from './case-bound.ts';
import { applicantDoubts, type CatalogueOfCases, sameWords } from './applicant-doubts.ts';
import type { CaseFold } from './case-types.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { Role } from './roles.ts';
import { STEPS, isStepType } from './steps/index.ts';
import { correctionsOf } from './corrections-of.ts';
import { applicantOf } from '../person/applicant.ts';
import { factsOfIdNumber } from '../person/identity.ts';
import { allowedSteps } from './judge.ts';
import { mandateFacts } from './mandate-facts.ts';
import { outcomeFacts } from './outcome-facts.ts';
import { tellWithin } from './deadline.ts';
import { estimateWords } from '../calendar/estimate-words.ts';
import { caseRatings } from './rating-rows.ts';
import { type CaseView, viewCase } from './view.ts';
import { type HistoryContext, caseHistory } from './case-history.ts';

/** The reference data in force, today's date, and the role of the reader. */
export interface DetailContext extends HistoryContext {
  readonly today: LocalDate;
  readonly calendar: Calendar;
  readonly catalogue: CatalogueOfCases;
  /** The reader's role: the steps offered are this role's. */
  readonly role: Role;
  readonly place: PlaceCode;
  /** Events of the case that are kept and do not count (case-bound.ts). */
  readonly beyond: number;
  /** Another case of the same person and matter that is open, or of the same day. */
  readonly same: SameCase | null;
  /** The filing that it belongs to. */
  readonly joint: JointFiling | null;
}

const SEX_WORDS = { male: '男', female: '女' } as const;

/** How the due days come about, in one sentence. */
function deadlineText(fold: CaseFold, view: CaseView, row: CaseRow): string {
  const { terms } = fold;
  if (fold.ended !== null) return '办件已结束，不再计时。';
  if (view.wordDueOn !== null && !view.deemedAccepted)
    return `收件后 ${limitWords(tellWithin(fold))}内（${view.wordDueOn} 前）须受理或一次性告知补正，否则视同受理${view.estimated ? estimateWords(view.wordDueOn) : ''}。`;
  if (fold.receivedOn === null) return '乡镇中心收件后才开始计时。';
  if (fold.state === 'supplementing') return '补正期间不计时。';
  if (terms.kind === 'immediate')
    return fold.result === null ? '即办件，应当天办结。' : `即办件，${fold.result.on} 已办结。`;
  if (view.acceptedOn === null) return '受理后才开始计时。';
  const scope = terms.promisedScope === 'township' ? '（到转报为止）' : '';
  const extended = fold.extension === null ? '' : `，延期 ${fold.extension.days} 个工作日`;
  const paused = view.pausedDays > 0 ? `，不计时 ${view.pausedDays} 个工作日` : '';
  const how = view.deemedAccepted ? '视同受理' : '受理';
  const guess = view.estimated && view.dueOn !== null ? estimateWords(view.dueOn) : '';
  const special = view.specialUntil === null ? '' : `，特别程序到 ${view.specialUntil} 为止不计时，之后自动恢复计时`;
  const due = view.dueOn === null ? '现在停止计时' : `最迟 ${view.dueOn} 办结`;
  const promised = `${view.acceptedOn} ${how}，承诺 ${limitWords(terms.promised)}${scope}${extended}${paused}${special}，${due}${guess}`;
  if (terms.legal === null) return `${promised}；法律没有规定时限。`;
  const legalDue = view.legal.dueOn;
  const byLaw =
    legalDue === null ? '现在也停止计时' : `最迟 ${legalDue}${row.legal.estimated ? estimateWords(legalDue) : ''}`;
  return `${promised}；法定 ${limitWords(terms.legal)}，${byLaw}。`;
}

/** What a person should look at before going on; nothing once the case is done. */
function doubtsOf(fold: CaseFold, { catalogue, same }: DetailContext): string[] {
  if (fold.ended !== null || fold.result !== null) return [];
  const twice = same === null ? [] : [sameWords(same)];
  // Once the county has asked, its question stands on the page.
  const asked = fold.questions.some(({ rule }) => rule === 'applicant');
  return [...(asked ? [] : applicantDoubts(fold, catalogue).map(({ message }) => message)), ...twice];
}

/** The branches between which a person must choose. */
function disputeOf(fold: CaseFold, context: DetailContext): CaseDetail['dispute'] {
  if (fold.disputed === null) return null;
  const disputed = new Set<EventId>(fold.disputed.steps);
  return fold.steps
    .filter((step) => disputed.has(step.id))
    .map((step) => ({
      id: step.id,
      label: isStepType(step.type) ? STEPS[step.type].label : step.type,
      staff: context.staffName(step.by.place, step.by.staff) ?? step.by.staff,
      place: context.placeName(step.by.place),
      on: step.on,
    }));
}

/** `row` is the case in a list; `events` are all events of it that can be read here. */
export function caseDetail(
  row: CaseRow,
  fold: CaseFold,
  events: readonly LedgerEvent[],
  context: DetailContext,
): CaseDetail {
  const view = viewCase(fold, context.calendar, context.today);
  // Only a resident ID tells them.
  const isResident = applicantOf(fold.person).paper === 'resident-id';
  const { birth, sex } = factsOfIdNumber(isResident ? (fold.person.idNumber ?? '') : '');
  return {
    row,
    person: fold.person,
    birthDate: birth,
    sex: sex === null ? null : SEX_WORDS[sex],
    materials: fold.materials,
    heads: fold.heads,
    allowed: allowedSteps(fold, context.role),
    acceptedOn: view.acceptedOn,
    deemedAccepted: view.deemedAccepted,
    limits: { promised: fold.terms.promised, legal: fold.terms.legal },
    deadlineText: deadlineText(fold, view, row),
    estimated: view.estimated,
    collectBy: view.collectBy,
    owed: fold.owed,
    decidedBy: fold.terms.decidedBy,
    forwardedOn: fold.forwardedOn,
    doubts: doubtsOf(fold, context),
    questions: fold.questions.map(({ id, text, answered }) => ({ id, text, answered })),
    dispute: disputeOf(fold, context),
    joint: context.joint,
    corrections: correctionsOf(fold, events, context.role, context.place),
    beyondText:
      context.beyond === 0
        ? null
        : `${BEYOND_BOUND}，另有 ${context.beyond} 条超出，已保存，不计入办件，也不在下面列出。`,
    platform: fold.platform,
    rating: caseRatings(fold, context),
    mandate: mandateFacts(fold, context),
    green: fold.green,
    apology: fold.apology,
    history: caseHistory(fold, events, context),
    ...outcomeFacts(fold),
  };
}
