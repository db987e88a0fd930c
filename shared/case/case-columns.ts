/**
 * The columns of a case's row: what lists, searches and pages need of a case, computed from its fold and deadlines when one of its events
 * comes. Nothing in it knows today. The store's table, its statements, the record that others read and the row of a page follow from here.
 */
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import { outcomeOf } from './outcome-codes.ts';
import type { CaseFold } from './case-types.ts';
import type { Deadlines } from './deadline.ts';
import { checkState } from './rating-check.ts';
import { checkClosedOn, countedRating, currentCheck, ratingCause } from './ratings.ts';
import type { RatingCause } from './ratings.ts';
import { isConcluded, isOpen } from './view.ts';
import { RETURN_REASONS } from './steps/returned-to-village.ts';
import type { ReturnReason } from './steps/returned-to-village.ts';
import { applicantOf } from '../person/applicant.ts';
import { columnsOf } from './table-column.ts';
import type { ValuesOf } from './table-column.ts';

/** What a case's row is made of. */
export interface CaseRowSource {
  readonly fold: CaseFold;
  readonly days: Deadlines;
  /** Where the case lies. */
  readonly ledger: PlaceCode;
  /** The centre that the case is for: the ledger's own, or the one that served the village on the first day; null when no centre did. */
  readonly centre: PlaceCode | null;
  /** Events without a receipt of the hub's present epoch. */
  readonly unsynced: number;
}

function returnReason({ fold }: CaseRowSource): string | null {
  const { returned } = fold;
  if (fold.state !== 'returned-to-village' || returned === null) return null;
  const label = RETURN_REASONS[returned.reason as ReturnReason] ?? returned.reason;
  return returned.text === '' ? label : `${label}：${returned.text}`;
}

/** The village is told of what ended there: a result, a refusal, a case closed by the office. */
function isToTell({ fold }: CaseRowSource): boolean {
  const on = isConcluded(fold) ? (fold.result?.on ?? null) : fold.endedOn;
  const tellable = isConcluded(fold) || fold.ended === 'refused' || fold.ended === 'closed';
  if (!fold.proxied || !tellable || on === null || fold.deliveredOn !== null) return false;
  return !fold.notified.some((each) => each.reached && each.on >= on);
}

/** Something is left to do: a step of the office, or a result to be handed out or told. */
const isUnfinished = (of: CaseRowSource): boolean =>
  isOpen(of.fold) || (of.days.collectBy !== null && of.fold.deliveredOn === null) || isToTell(of);

/** The agent has something left to do for the villager: the case is open, or its end is not told or not in the villager's hands. */
function isMandated(of: CaseRowSource): boolean {
  const { fold } = of;
  if (fold.mandate === null || fold.mandate.state === 'fulfilled') return false;
  return isUnfinished(of);
}

/** Papers that lie with the agent and not with the centre. */
const isPapersHeld = ({ fold }: CaseRowSource): boolean =>
  fold.mandate !== null && isOpen(fold) && (fold.state === 'proxy-received' || fold.state === 'returned-to-village');

/** Who acts for the villager, while there is something to do. Of an ended mandate only the papers are left, until they are given back or handed over. */
const holderOf = (of: CaseRowSource) => {
  const { mandate } = of.fold;
  return mandate !== null && isMandated(of) && (mandate.state !== 'ended' || isPapersHeld(of)) ? mandate.holder : null;
};

/** A platform gets what a centre received and no one took back. */
const isToKey = ({ fold }: CaseRowSource): boolean =>
  fold.receivedOn !== null && fold.platform === null && fold.ended !== 'withdrawn' && fold.ended !== 'voided';

/** The verification that a list is about. */
const checked = ({ fold }: CaseRowSource) => currentCheck(fold.ratings);

/** A bad rating is being verified. */
function isChecking(of: CaseRowSource): boolean {
  const rating = checked(of);
  return rating !== undefined && checkClosedOn(rating) === null && of.fold.ended !== 'voided';
}

/** Returns whether the case's clock runs. */
const isClockRunning = ({ fold, days }: CaseRowSource): boolean => isOpen(fold) && days.stoppedOn === null;

const { text, optionalText, flag, number, optionalNumber } = columnsOf<CaseRowSource>();

/** What the row of a page shows as it stands. */
export const SHOWN_COLUMNS = {
  case: text('case_id', ({ fold }) => fold.case),
  ledger: text('ledger', ({ ledger }) => ledger),
  number: text('number', ({ fold }) => fold.number),
  matter: text('matter', ({ fold }) => fold.matter),
  kind: text('kind', ({ fold }) => fold.terms.kind),
  window: text('window', ({ fold }) => fold.window ?? ''),
  applicantKind: text('applicant_kind', ({ fold }) => applicantOf(fold.person).kind),
  /** As it holds, said or not. */
  paper: text('paper', ({ fold }) => applicantOf(fold.person).paper),
  name: text('name', ({ fold }) => fold.person.name),
  idNumber: optionalText('id_number', ({ fold }) => fold.person.idNumber),
  idVerified: flag('id_verified', ({ fold }) => fold.person.idVerified),
  legalRep: optionalText('legal_rep', ({ fold }) => fold.person.legalRep),
  contact: optionalText('contact', ({ fold }) => fold.person.contact),
  phone: optionalText('phone', ({ fold }) => fold.person.phone),
  village: optionalText('village', ({ fold, ledger }) => fold.person.village ?? (fold.proxied ? ledger : null)),
  group: optionalText('grp', ({ fold }) => fold.person.group),
  proxied: flag('proxied', ({ fold }) => fold.proxied),
  state: text('state', ({ fold }) => fold.state),
  /** How it came out. */
  outcome: optionalText('outcome', ({ fold }) => outcomeOf(fold)),
  /** When the case began: slip date or receipt. */
  on: text('on_date', ({ fold }) => fold.on),
  receivedOn: optionalText('received_on', ({ fold }) => fold.receivedOn),
  /** Planned end of the special procedure that it is in. */
  specialUntil: optionalText('special_until', ({ days }) => days.specialUntil),
  disputed: flag('disputed', ({ fold }) => fold.disputed !== null),
  waiting: flag('waiting', ({ fold }) => fold.waiting.length > 0),
  openQuestions: number('open_questions', ({ fold }) => fold.questions.filter(({ answered }) => !answered).length),
  /** The number that a platform gave it. */
  platformNumber: optionalText('platform_number', ({ fold }) => fold.platform?.number ?? null),
  /** How people rated it, and why there is no rating that counts. */
  score: optionalNumber('score', ({ fold }) => countedRating(fold.ratings)?.score ?? null),
  ratingCause: text<RatingCause>('rating_cause', ({ fold }) => ratingCause(fold)),
  /** Where the verification of a bad rating stands, and its last day. */
  checkState: optionalText('check_state', (of) => {
    const rating = checked(of);
    return rating === undefined ? null : checkState(rating);
  }),
  checkDueOn: optionalText('check_due_on', ({ days }) => days.checkBy),
  checking: flag('checking', isChecking),
  /** Why it goes through the green channel. */
  green: optionalText('green', ({ fold }) => fold.green?.reason ?? null),
  /** Neither concluded nor ended, or in dispute. */
  open: flag('open', ({ fold }) => isOpen(fold)),
  /** Nothing is left to do on it. */
  finished: flag('finished', (of) => !isUnfinished(of)),
  /** Through the green channel, while something is left to do: first in every list. */
  ahead: flag('ahead', (of) => of.fold.green !== null && isUnfinished(of)),
  /** Why the centre returned it to the village, while it lies there. */
  returnReason: optionalText('return_reason', returnReason),
};

/** What lists are conditions on, and what a day makes the rest of a page's row of. */
const COUNTED_COLUMNS = {
  centre: optionalText('centre', ({ centre }) => centre),
  /** The key of the joint filing (一件事). */
  joint: optionalText('joint', ({ fold }) => fold.joint?.key ?? null),
  /** Accepted for certain because the office's first word came too late. */
  deemed: flag('deemed', ({ days }) => days.deemed),
  /** From this day on the office is reminded that it has not answered the papers. */
  answerFrom: optionalText('answer_from', ({ days }) => days.silence?.warnFrom ?? null),
  /** Last day on which silence is not yet acceptance; null once the office has answered. */
  deemedAfter: optionalText('deemed_after', ({ days }) => days.silence?.after ?? null),
  /** The running clock, ready to be compared with any day: due on this one … */
  clockDue: optionalText('clock_due', (of) => (isClockRunning(of) ? (of.days.silence ?? of.days).dueOn : null)),
  /** … and only after this one; '' is before every day. */
  clockFrom: text('clock_from', (of): LocalDate | '' => (isClockRunning(of) ? (of.days.silence?.after ?? '') : '')),
  /** The statutory clock runs while the case is open, also where the promised one has stopped; it too counts only after `clockFrom`. */
  legalClockDue: optionalText('legal_clock_due', ({ fold, days }) =>
    isOpen(fold) ? (days.silence ?? days).legalDueOn : null,
  ),
  /** Open, and its clock stopped for good after the due day. */
  late: flag(
    'late',
    ({ fold, days: { stoppedOn, dueOn } }) => isOpen(fold) && stoppedOn !== null && dueOn !== null && stoppedOn > dueOn,
  ),
  /** The day that the applicant was told when the case was late. */
  newDay: optionalText('new_day', ({ fold }) => fold.apology?.newDay ?? null),
  collectBy: optionalText('collect_by', ({ days }) => days.collectBy),
  owedDeadline: optionalText('owed_deadline', ({ days }) => days.owedBy),
  /** The result lies at the counter for the citizen. */
  toCollect: flag('to_collect', ({ fold, days }) => days.collectBy !== null && fold.deliveredOn === null),
  /** A villager is still to be told how it ended. */
  toTell: flag('to_tell', isToTell),
  /** Concluded and counted so. */
  concluded: flag('concluded', ({ fold }) => isConcluded(fold)),
  /** The platform is still to be told of it. */
  toKey: flag('to_key', isToKey),
  /** The agent who acts for the villager, in the village of `holderPlace`; null there too once nothing is left to do, and where a centre took over. */
  holder: optionalText('holder', (of) => holderOf(of)?.staff ?? null),
  holderPlace: optionalText('holder_place', (of) => holderOf(of)?.place ?? null),
  papersHeld: flag('papers_held', (of) => isPapersHeld(of) && holderOf(of) !== null),
  /** The agent does nothing for the villager now: the mandate stands still or is over, and the case is not. */
  mandateStopped: flag(
    'mandate_stopped',
    (of) => isMandated(of) && (of.fold.mandate?.state === 'suspended' || of.fold.mandate?.state === 'ended'),
  ),
  unsynced: number('unsynced', ({ unsynced }) => unsynced),
  // Last, as no list is a condition on them: SQLite counts by an index alone only what stands among the first 63 columns.
  acceptedOn: optionalText('accepted_on', ({ days }) => days.acceptedOn),
  concludedOn: optionalText('concluded_on', ({ fold }) => fold.result?.on ?? null),
  deliveredOn: optionalText('delivered_on', ({ fold }) => fold.deliveredOn),
  /** How it ended without a result. */
  endedOn: optionalText('ended_on', ({ fold }) => fold.endedOn),
  /** Due day by an acceptance that is certain; null before it, without a limit, and while the clock stands. */
  dueOn: optionalText('due_on', ({ days }) => days.dueOn),
  /** The same by the law. */
  legalDueOn: optionalText('legal_due_on', ({ days }) => days.legalDueOn),
  /** The day the clock stopped for good. */
  stoppedOn: optionalText('stopped_on', ({ days }) => days.stoppedOn),
  /** The due days that silence brings. */
  dueIfDeemed: optionalText('due_if_deemed', ({ days }) => days.silence?.dueOn ?? null),
  legalDueIfDeemed: optionalText('legal_due_if_deemed', ({ days }) => days.silence?.legalDueOn ?? null),
  /** Working days that were left when the clock was stopped for a while; null while it runs. */
  left: optionalNumber('left_days', ({ days }) => days.left),
  estimated: flag('estimated', ({ days }) => days.estimated),
};

export const CASE_COLUMNS = { ...SHOWN_COLUMNS, ...COUNTED_COLUMNS };
export type CaseColumn = keyof typeof CASE_COLUMNS;

/** One case as the table keeps it. */
export type CaseValues = ValuesOf<typeof CASE_COLUMNS>;
