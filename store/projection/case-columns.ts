/** From a fold and its deadlines to the columns of `case_row`, and from a row to the record that others read. Nothing here knows today. */
import type { CaseNo, EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { CaseFold } from '../../shared/case/case-types.ts';
import type { Deadlines } from '../../shared/case/deadline.ts';
import type { CaseState } from '../../shared/case/states.ts';
import { RETURN_REASONS } from '../../shared/case/steps/returned-to-village.ts';
import type { ReturnReason } from '../../shared/case/steps/returned-to-village.ts';
import { isConcluded, isOpen } from '../../shared/case/view.ts';
import { searchText } from './search.ts';
import type { CaseRecord } from '../types.ts';

/** The columns that follow from the events alone; `no` and `unsynced` belong to this file. */
export interface CaseColumns {
  readonly case_id: string;
  readonly ledger: string;
  readonly centre: string;
  readonly number: string;
  readonly matter: string;
  readonly kind: string;
  readonly window: string;
  readonly name: string;
  readonly id_number: string;
  readonly id_verified: number;
  readonly phone: string;
  readonly village: string;
  readonly grp: string;
  readonly proxied: number;
  readonly state: string;
  readonly on_date: string;
  readonly received_on: string;
  readonly accepted_on: string;
  readonly concluded_on: string;
  readonly delivered_on: string;
  readonly ended_on: string;
  readonly due_on: string;
  readonly deemed: number;
  readonly deemed_after: string;
  readonly due_if_deemed: string;
  readonly stopped_on: string;
  readonly left_days: number;
  readonly estimated: number;
  readonly clock_due: string;
  readonly clock_from: string;
  readonly late: number;
  readonly collect_by: string;
  readonly owed_deadline: string;
  readonly disputed: number;
  readonly waiting: number;
  readonly open_questions: number;
  readonly return_reason: string;
  readonly to_collect: number;
  readonly to_tell: number;
  readonly open: number;
  readonly concluded: number;
  readonly search: string;
}

export interface CaseRowColumns extends CaseColumns {
  readonly no: number;
  readonly unsynced: number;
}

/** Stands for "no number of days left" in `left_days`, as nothing is NULL. */
const NO_DAYS = -1;

function returnReason(fold: CaseFold): string {
  const { returned } = fold;
  if (fold.state !== 'returned-to-village' || returned === null) return '';
  const label = RETURN_REASONS[returned.reason as ReturnReason] ?? returned.reason;
  return returned.text === '' ? label : `${label}:${returned.text}`;
}

/** The village is told of what ended there: a result, a refusal, a case closed by the office. */
function isToTell(fold: CaseFold): boolean {
  const on = isConcluded(fold) ? (fold.result?.on ?? null) : fold.endedOn;
  const tellable = isConcluded(fold) || fold.ended === 'refused' || fold.ended === 'closed';
  if (!fold.proxied || !tellable || on === null || fold.deliveredOn !== null) return false;
  return !fold.notified.some((each) => each.reached && each.on >= on);
}

interface ClockColumns {
  readonly clock_due: string;
  readonly clock_from: string;
  readonly late: number;
}

/** The running clock, ready to be compared with any day: due on `clock_due`, and only after `clock_from`. */
function clockColumns(days: Deadlines, open: boolean): ClockColumns {
  if (!open) return { clock_due: '', clock_from: '', late: 0 };
  if (days.stoppedOn !== null)
    return { clock_due: '', clock_from: '', late: days.dueOn !== null && days.stoppedOn > days.dueOn ? 1 : 0 };
  if (days.silence !== null) return { clock_due: days.silence.dueOn ?? '', clock_from: days.silence.after, late: 0 };
  return { clock_due: days.dueOn ?? '', clock_from: '', late: 0 };
}

/** `ledger` is where the case lies; `centre` the one it is for, '' when nobody serves the village. */
export function caseColumns(fold: CaseFold, days: Deadlines, ledger: string, centre: string): CaseColumns {
  const { person } = fold;
  const open = isOpen(fold);
  return {
    case_id: fold.case,
    ledger,
    centre,
    number: fold.number,
    matter: fold.matter,
    kind: fold.terms.kind,
    window: fold.window ?? '',
    name: person.name,
    id_number: person.idNumber ?? '',
    id_verified: Number(person.idVerified),
    phone: person.phone ?? '',
    village: person.village ?? (fold.proxied ? ledger : ''),
    grp: person.group ?? '',
    proxied: Number(fold.proxied),
    state: fold.state,
    on_date: fold.on,
    received_on: fold.receivedOn ?? '',
    accepted_on: days.acceptedOn ?? '',
    concluded_on: fold.result?.on ?? '',
    delivered_on: fold.deliveredOn ?? '',
    ended_on: fold.endedOn ?? '',
    due_on: days.dueOn ?? '',
    deemed: Number(days.deemed),
    deemed_after: days.silence?.after ?? '',
    due_if_deemed: days.silence?.dueOn ?? '',
    stopped_on: days.stoppedOn ?? '',
    left_days: days.left ?? NO_DAYS,
    estimated: Number(days.estimated),
    ...clockColumns(days, open),
    collect_by: days.collectBy ?? '',
    owed_deadline: days.owedBy ?? '',
    disputed: Number(fold.disputed !== null),
    waiting: Number(fold.waiting.length > 0),
    open_questions: fold.questions.filter((question) => !question.answered).length,
    return_reason: returnReason(fold),
    to_collect: Number(days.collectBy !== null && fold.deliveredOn === null),
    to_tell: Number(isToTell(fold)),
    open: Number(open),
    concluded: Number(isConcluded(fold)),
    search: searchText({ ...person, numbers: [fold.number, ...fold.formerNumbers] }),
  };
}

const day = (text: string): LocalDate | null => (text === '' ? null : (text as LocalDate));
const textOrNull = (text: string): string | null => (text === '' ? null : text);

/** The record of a row. */
export function caseRecord(row: CaseRowColumns): CaseRecord {
  return {
    case: row.case_id as EventId,
    ledger: row.ledger as PlaceCode,
    centre: textOrNull(row.centre) as PlaceCode | null,
    number: row.number as CaseNo,
    matter: row.matter as MatterCode,
    kind: row.kind as 'immediate' | 'promised',
    window: row.window,
    name: row.name,
    idNumber: textOrNull(row.id_number),
    idVerified: row.id_verified === 1,
    phone: textOrNull(row.phone),
    village: textOrNull(row.village) as PlaceCode | null,
    group: textOrNull(row.grp),
    proxied: row.proxied === 1,
    state: row.state as CaseState,
    on: row.on_date as LocalDate,
    receivedOn: day(row.received_on),
    acceptedOn: day(row.accepted_on),
    concludedOn: day(row.concluded_on),
    deliveredOn: day(row.delivered_on),
    endedOn: day(row.ended_on),
    dueOn: day(row.due_on),
    deemed: row.deemed === 1,
    deemedAfter: day(row.deemed_after),
    dueIfDeemed: day(row.due_if_deemed),
    stoppedOn: day(row.stopped_on),
    left: row.left_days === NO_DAYS ? null : row.left_days,
    estimated: row.estimated === 1,
    collectBy: day(row.collect_by),
    owedDeadline: day(row.owed_deadline),
    disputed: row.disputed === 1,
    waiting: row.waiting === 1,
    openQuestions: row.open_questions,
    returnReason: textOrNull(row.return_reason),
    toCollect: row.to_collect === 1,
    toTell: row.to_tell === 1,
    open: row.open === 1,
    concluded: row.concluded === 1,
    unsynced: row.unsynced,
    no: row.no,
  };
}
