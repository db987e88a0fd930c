/** Pages of a selection of cases: the green channel first, then the order of the list; a page continues after the last row shown. */
import type { CaseOrder } from '../../shared/case/case-lists.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import { orderColumn } from './case-lists.ts';
import { StoreError } from '../file/errors.ts';
import { readQuery, type SearchQuery } from './search.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

export type Bound = Record<string, string | number>;
export interface Conditions {
  readonly sql: string[];
  readonly bound: Bound;
}

/** What is asked of a selection. */
interface PageQuery {
  /** As typed: parts of a name, pinyin, ID number, phone or case number. */
  readonly query?: string | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** How many of the newest rows are looked through before the index of tokens is asked: common words are found there at once. */
const LOOK_THROUGH = 1500;
const SHOWN = 'c.*';

/** The last row of a page: its key in the order, and whether it is among those of the green channel, which come first. */
interface Cursor {
  readonly ahead: boolean;
  readonly key: string;
  readonly last: string;
}

const CURSOR = /^(!?)([\d-]{0,10})~(\d{8}-[a-z2-7]{26})$/;

function readCursor(after: string | undefined): Cursor | null {
  if (after === undefined) return null;
  const parts = CURSOR.exec(after);
  if (parts === null) throw new StoreError('Rejected', { message: '翻页的位置不对，请从头打开列表', field: 'after' });
  return { ahead: parts[1] === '!', key: parts[2] ?? '', last: parts[3] ?? '' };
}

function cursorConditions(order: CaseOrder, cursor: Cursor | null): Conditions {
  if (cursor === null) return { sql: [], bound: {} };
  const { key, last } = cursor;
  const column = orderColumn(order);
  const sign = order === 'newest' ? '<' : '>';
  if (column === null) return { sql: [`c.case_id ${sign} @last`], bound: { last } };
  return { sql: [`(c.${column} > @key OR (c.${column} = @key AND c.case_id > @last))`], bound: { key, last } };
}

function orderBy(order: CaseOrder): string {
  const column = orderColumn(order);
  if (column === null) return `c.case_id ${order === 'newest' ? 'DESC' : 'ASC'}`;
  return `c.${column} ASC, c.case_id ASC`;
}

function searchConditions(search: SearchQuery): Conditions {
  const named = (kind: string, words: readonly string[]) =>
    words.map((word, index) => [`${kind}${index}`, word] as const);
  const parts = named('part', search.parts);
  const heard = named('heard', search.heard);
  return {
    sql: [
      ...parts.map(([name]) => `instr(c.search, @${name}) > 0`),
      ...heard.map(([name]) => `sounds_like(c.search, @${name}) = 1`),
    ],
    bound: Object.fromEntries([...parts, ...heard]),
  };
}

export const and = (conditions: readonly string[]): string => conditions.join(' AND ') || '1';

/** What a selection of cases is made of; figures and lists share the way to page through it. */
export interface Selection {
  /** Joined to `case_row c`; '' for none. */
  readonly join: string;
  readonly where: readonly string[];
  readonly bound: Bound;
  readonly order: CaseOrder;
}

/**
 * One page of a selection, the green channel first. Those are few and have an index of their own; behind them the others come as if there were none, so
 * that a list of a hundred thousand is read in its own order. `total` is left to the caller.
 */
export function pageOf(
  file: ReadDb,
  selection: Selection,
  query: PageQuery,
): { readonly rows: CaseRecord[]; readonly next: string | null } {
  const { order } = selection;
  const cursor = readCursor(query.after);
  const search = readQuery(query.query ?? '');
  const wanted = query.limit + 1;
  const part = (from: Cursor | null, limit: number): Part => {
    const after = cursorConditions(order, from);
    return { where: [...selection.where, ...after.sql], bound: { ...selection.bound, ...after.bound, limit } };
  };
  const isPastAhead = cursor !== null && !cursor.ahead;
  const ahead = isPastAhead ? [] : aheadRows(file, selection, search, part(cursor, wanted));
  const left = wanted - ahead.length;
  const others = left === 0 ? [] : otherRows(file, selection, search, part(isPastAhead ? cursor : null, left));
  const found = [...ahead, ...others];
  const last = found.length > query.limit ? found[query.limit - 1] : undefined;
  return {
    rows: found.slice(0, query.limit).map(caseRecord),
    next: last === undefined ? null : cursorOf(order, last),
  };
}

/** What of a selection is asked for: all that holds, with `@limit`. */
interface Part {
  readonly where: readonly string[];
  readonly bound: Bound & { readonly limit: number };
}

function run(file: ReadDb, sql: string, bound: Bound): CaseRowColumns[] {
  return file.sql(sql).all(bound) as CaseRowColumns[];
}

/** The statement of the green channel's rows. */
export const aheadSql = ({ join, order }: Selection, where: readonly string[]): string =>
  `SELECT ${SHOWN} FROM case_row c INDEXED BY case_ahead ${join} WHERE c.ahead = 1 AND ${and(where)} ORDER BY ${orderBy(order)} LIMIT @limit`;

function aheadRows(
  file: ReadDb,
  selection: Selection,
  search: SearchQuery | null,
  { where, bound }: Part,
): CaseRowColumns[] {
  const words = search === null ? { sql: [], bound: {} } : searchConditions(search);
  return run(file, aheadSql(selection, [...where, ...words.sql]), { ...bound, ...words.bound });
}

/** The statement of the rows behind them. */
const othersSql = ({ join, order }: Selection, where: readonly string[]): string =>
  `SELECT ${SHOWN} FROM case_row c ${join} WHERE c.ahead = 0 AND ${and(where)} ORDER BY ${orderBy(order)} LIMIT @limit`;

/**
 * A search first looks through the head of the list itself, which answers common words (a surname, one letter); only rarer ones need the
 * index, whose hits are then few enough to be sorted.
 */
function otherRows(
  file: ReadDb,
  selection: Selection,
  search: SearchQuery | null,
  { where, bound }: Part,
): CaseRowColumns[] {
  if (search === null) return run(file, othersSql(selection, where), bound);
  const order = orderBy(selection.order);
  const words = searchConditions(search);
  const all = { ...bound, ...words.bound };
  const near = run(
    file,
    `SELECT * FROM (SELECT ${SHOWN} FROM case_row c ${selection.join} WHERE c.ahead = 0 AND ${and(where)} ORDER BY ${order} LIMIT ${LOOK_THROUGH}) c
     WHERE ${and(words.sql)} ORDER BY ${order} LIMIT @limit`,
    all,
  );
  if (near.length >= bound.limit) return near;
  return run(
    file,
    `SELECT ${SHOWN} FROM case_search s CROSS JOIN case_row c ON c.no = s.rowid ${selection.join}
     WHERE s.case_search MATCH @match AND c.ahead = 0 AND ${and([...where, ...words.sql])} ORDER BY ${order} LIMIT @limit`,
    { ...all, match: search.match },
  );
}

function cursorOf(order: CaseOrder, row: CaseRowColumns): string {
  const column = orderColumn(order);
  return `${row['ahead'] === 1 ? '!' : ''}${column === null ? '' : row[column]}~${row['case_id']}`;
}
