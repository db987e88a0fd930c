/** A case's record on a day, as the pages show it in lists. The same rules as view.ts in shared, without folding the case again. */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { EventId, LocalDate } from '../../shared/base/brands.ts';
import type { WorkdayCalendar } from '../../shared/case/deadline.ts';
import { CASE_STATES } from '../../shared/case/states.ts';
import type { CaseRecord } from '../types.ts';

interface RowContext {
  readonly today: LocalDate;
  readonly calendar: WorkdayCalendar;
  /** Name of a place by its code. */
  readonly placeName: (code: string) => string;
  readonly matterName: (code: string) => string;
  /** Where a case without all its receipts has been (docs/STICKS.md). */
  readonly stickOf: (id: EventId) => CaseRow['stick'];
}

/** The row of a list. */
export function caseRow(record: CaseRecord, { today, calendar, placeName, matterName, stickOf }: RowContext): CaseRow {
  const silent = record.deemedAfter !== null && today > record.deemedAfter;
  const dueOn = silent ? record.dueIfDeemed : record.dueOn;
  const until = record.stoppedOn ?? today;
  const counts = record.open || record.concluded;
  return {
    case: record.case,
    ledger: record.ledger,
    number: record.number,
    matter: record.matter,
    matterName: matterName(record.matter),
    window: record.window,
    kind: record.kind,
    name: record.name,
    idNumber: record.idNumber,
    idVerified: record.idVerified,
    phone: record.phone,
    village: record.village,
    villageName: record.village === null ? null : placeName(record.village),
    group: record.group,
    proxied: record.proxied,
    state: record.state,
    status: (silent || record.deemed) && record.state === 'received' ? '视同受理' : CASE_STATES[record.state],
    on: record.on,
    receivedOn: record.receivedOn,
    dueOn,
    // Of this day: the record remembers whether any of its days is an estimate, the statutory one too.
    estimated:
      record.estimated && dueOn !== null && calendar.workdaysBetween(record.receivedOn ?? record.on, dueOn).estimated,
    daysLeft: dueOn === null ? record.left : calendar.workdaysBetween(until, dueOn).days,
    overdue: counts && dueOn !== null && until > dueOn,
    disputed: record.disputed,
    waiting: record.waiting,
    owed: record.owedDeadline !== null,
    openQuestions: record.openQuestions,
    synced: record.unsynced === 0,
    stick: record.unsynced === 0 ? null : stickOf(record.case),
    returnReason: record.returnReason,
  };
}
