/** Reading cases: lists by pages, counts, one case and its events. Pages continue after the last row shown, so they stay right while rows are added. */
import type { Page } from '../../shared/api/rows.ts';
import { CASE_LIST_NAMES, caseList, type CaseList } from '../../shared/case/case-lists.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import type { PlaceKind } from '../../shared/place/place.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import { eventsOfCase } from './project-case.ts';
import { listSql } from './case-lists.ts';
import { type Bound, type Conditions, and, pageOf } from './case-page.ts';
import type { AnyEvent } from './event-rows.ts';
import { readQuery } from './search.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

/** What lists need to know of the day and the place. */
export interface ListContext {
  readonly today: LocalDate;
  /** The second working day after today: the end of "due soon". */
  readonly soon: LocalDate;
  readonly at: PlaceKind;
}

interface CaseFilter {
  readonly matter?: MatterCode | undefined;
  readonly village?: PlaceCode | undefined;
  /** Cases that began from this day on, and up to that day. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  /** As typed: parts of a name, pinyin, ID number, phone or case number. */
  readonly query?: string | undefined;
}

export interface CaseQuery extends ListContext, CaseFilter {
  readonly list: CaseList;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

function filterConditions(query: CaseFilter): Conditions {
  const sql: string[] = [];
  const bound: Bound = {};
  const add = (condition: string, name: string, value: string | undefined) => {
    if (value === undefined) return;
    sql.push(condition);
    bound[name] = value;
  };
  add('c.matter = @matter', 'matter', query.matter);
  add('c.village = @village', 'village', query.village);
  // A case's id begins with its day.
  add('c.case_id >= @from', 'from', query.from && compactDate(query.from));
  add('c.case_id < @to', 'to', query.to && `${compactDate(query.to)}.`);
  return { sql, bound };
}

/** One page of a list. `total` is null for a search. Throws StoreError `Rejected` for a cursor that is none. */
export function listCases(file: ReadDb, query: CaseQuery): Page<CaseRecord> {
  const list = listSql(query.list, query.at);
  const filter = filterConditions(query);
  const where = [list, ...filter.sql];
  const bound = { ...daysOf(query, list), ...filter.bound };
  const page = pageOf(file, { join: '', where, bound, order: caseList(query.list).order }, query);
  const counted = readQuery(query.query ?? '') === null;
  return { ...page, total: counted ? countCases(file, where, bound) : null };
}

function countCases(file: ReadDb, where: readonly string[], bound: Bound): number {
  return file
    .sql(`SELECT count(*) FROM case_row c WHERE ${and(where)}`)
    .pluck()
    .get(bound) as number;
}

/** Only what the condition names: the driver refuses parameters that are not there. */
function daysOf({ today, soon }: ListContext, sql: string): Bound {
  return {
    ...(sql.includes('@today') ? { today } : {}),
    ...(sql.includes('@soon') ? { soon } : {}),
  };
}

/** How many cases are in each list, in one statement. */
export function countLists(file: ReadDb, context: ListContext): Record<CaseList, number> {
  const counts = CASE_LIST_NAMES.map(
    (list) => `(SELECT count(*) FROM case_row c WHERE ${listSql(list, context.at)}) AS "${list}"`,
  ).join(', ');
  return file.sql(`SELECT ${counts}`).get({ today: context.today, soon: context.soon }) as Record<CaseList, number>;
}

/** The rows of a list one by one, for an export; nothing may be written while they are read. */
export function* everyCase(file: ReadDb, query: Omit<CaseQuery, 'after' | 'limit'>): Generator<CaseRecord> {
  const PAGE = 500;
  let after: string | undefined;
  do {
    const page = listCases(file, { ...query, after, limit: PAGE });
    yield* page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** Counts the cases of this file, whatever became of them. */
export function countAllCases(file: ReadDb): number {
  return file.sql('SELECT count(*) FROM case_row').pluck().get() as number;
}

/** Counts the county's questions without an answer, by ledger; a ledger without one is left out. */
export function openQuestions(file: ReadDb): ReadonlyMap<string, number> {
  const rows = file
    .sql('SELECT ledger, sum(open_questions) AS questions FROM case_row WHERE open_questions > 0 GROUP BY ledger')
    .all() as { ledger: string; questions: number }[];
  return new Map(rows.map(({ ledger, questions }) => [ledger, questions]));
}

/** One case; null when there is none, or only waiting events of it. */
export function getCase(file: ReadDb, id: EventId): CaseRecord | null {
  const row = file.sql('SELECT * FROM case_row WHERE case_id = ?').get(id) as CaseRowColumns | undefined;
  return row === undefined ? null : caseRecord(row);
}

/** Cases that bear a number; two when a disk was cloned (LEDGER §3). */
export function casesOfNumber(file: ReadDb, number: string): CaseRecord[] {
  return (file.sql('SELECT * FROM case_row WHERE number = ? ORDER BY case_id').all(number) as CaseRowColumns[]).map(
    caseRecord,
  );
}

/** The events of a case that count, from its own ledger, in the order of their arrival; also those of newer versions. Empty for an unknown case. */
export function caseEvents(file: ReadDb, id: EventId): AnyEvent[] {
  return eventsOfCase(file, id);
}

/** The events of a case that the hub has given a receipt for. */
export function receiptedEvents(file: ReadDb, id: EventId): ReadonlySet<EventId> {
  const ids = file.sql('SELECT id FROM event_row WHERE case_id = ? AND receipted = 1').pluck().all(id) as EventId[];
  return new Set(ids);
}

interface Orphan {
  readonly case: EventId;
  readonly ledger: PlaceCode;
  readonly events: number;
}

/** Cases of which events are here but no first event that can be read: they wait, in no list and no figure. */
export function orphans(file: ReadDb): Orphan[] {
  const rows = file.sql('SELECT case_id, ledger, events FROM orphan ORDER BY case_id').all() as {
    case_id: EventId;
    ledger: PlaceCode;
    events: number;
  }[];
  return rows.map((row) => ({ case: row.case_id, ledger: row.ledger, events: row.events }));
}

interface NewerRow {
  readonly id: EventId;
  readonly ledger: PlaceCode;
  readonly type: string;
  readonly v: number;
}

/** Events that only a newer program can read: a newer envelope, or a type unknown here. */
export function needsNewer(file: ReadDb): NewerRow[] {
  return file.sql('SELECT id, ledger, type, v FROM event_row WHERE newer = 1 ORDER BY id').all() as NewerRow[];
}
