/** A case's record on a day, as the pages show it in lists. The same clock as view.ts in shared, without folding the case again. */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { EventId, LocalDate } from '../../shared/base/brands.ts';
import { dayNumber } from '../../shared/base/local-date.ts';
import type { WorkdayCalendar } from '../../shared/calendar/calendar.ts';
import { SHOWN_COLUMNS } from '../../shared/case/case-columns.ts';
import { clockOn } from '../../shared/case/clock.ts';
import type { ValuesOf } from '../../shared/case/table-column.ts';
import type { CaseRecord } from '../types.ts';

interface RowContext {
  readonly today: LocalDate;
  readonly calendar: WorkdayCalendar;
  /** Name of a place by its code. */
  readonly placeName: (code: string) => string;
  readonly matterName: (code: string) => string;
  /** Returns how far a case without all its receipts has come by stick (docs/STICKS.md). */
  readonly stickOf: (id: EventId) => CaseRow['stick'];
}

const SHOWN_KEYS = Object.keys(SHOWN_COLUMNS) as (keyof typeof SHOWN_COLUMNS)[];

/** The row of a list. */
export function caseRow(record: CaseRecord, { today, calendar, placeName, matterName, stickOf }: RowContext): CaseRow {
  const { answerFrom, deemedAfter, dueIfDeemed, legalDueIfDeemed, newDay } = record;
  const silence =
    deemedAfter === null || answerFrom === null
      ? null
      : { warnFrom: answerFrom, after: deemedAfter, dueOn: dueIfDeemed, legalDueOn: legalDueIfDeemed };
  const { status, dueOn, daysLeft, overdue, legal, answer } = clockOn({ ...record, silence }, calendar, today);
  // Of this day: the record remembers whether any of its days is an estimate, those of the other limit too.
  const isEstimated = (due: LocalDate | null): boolean =>
    record.estimated && due !== null && calendar.workdaysBetween(record.receivedOn ?? record.on, due).estimated;
  const shown = Object.fromEntries(SHOWN_KEYS.map((key) => [key, record[key]])) as ValuesOf<typeof SHOWN_COLUMNS>;
  return {
    ...shown,
    matterName: matterName(record.matter),
    villageName: record.village === null ? null : placeName(record.village),
    status,
    dueOn,
    daysLeft,
    overdue,
    estimated: isEstimated(dueOn),
    legal: { ...legal, estimated: isEstimated(legal.dueOn) },
    checkLate: record.checking && record.checkDueOn !== null && today > record.checkDueOn,
    answer,
    told:
      newDay === null || !record.open
        ? null
        : { newDay, daysLeft: calendar.workdaysBetween(today, newDay).days, over: today > newDay },
    keyAge: record.toKey && record.receivedOn !== null ? dayNumber(today) - dayNumber(record.receivedOn) : null,
    owed: record.owedDeadline !== null,
    synced: record.unsynced === 0,
    stick: record.unsynced === 0 ? null : stickOf(record.case),
  };
}
