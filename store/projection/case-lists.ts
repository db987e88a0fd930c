/** What each list of the pages holds, as SQL over `case_row`, and in which order. One table: the counts and the lists are the same thing. */
import type { CaseList } from '../../shared/api/rows.ts';
import type { PlaceKind } from '../../shared/place/place.ts';

/** A list's condition and order. `@today` and `@soon` are bound by the caller. */
interface ListSpec {
  readonly where: string;
  readonly order: Order;
}

/** A list is ordered by one column and then by the case; a case's id begins with its day, so `newest` is the newest day first. */
export type Order = 'newest' | 'oldest' | 'due' | 'collect' | 'owed';

export const ORDERS: Readonly<Record<Order, { readonly key: string; readonly descending: boolean }>> = {
  newest: { key: "''", descending: true },
  oldest: { key: "''", descending: false },
  due: { key: 'c.clock_due', descending: false },
  collect: { key: 'c.collect_by', descending: false },
  owed: { key: 'c.owed_deadline', descending: false },
};

const WITH_VILLAGE = "('proxy-received', 'handed-over', 'returned-to-village')";
/** Due on a day that counts only once silence has become acceptance (`clock_from`). */
const RUNS = "c.open = 1 AND c.clock_due <> '' AND c.clock_from < @today";

const LISTS: Readonly<Record<CaseList, ListSpec>> = {
  all: { where: '1', order: 'newest' },
  open: { where: 'c.open = 1', order: 'newest' },
  'due-today': { where: `${RUNS} AND c.clock_due = @today`, order: 'due' },
  'due-soon': { where: `${RUNS} AND c.clock_due > @today AND c.clock_due <= @soon`, order: 'due' },
  overdue: { where: `c.open = 1 AND (c.late = 1 OR (${RUNS} AND c.clock_due < @today))`, order: 'due' },
  'to-collect': { where: 'c.to_collect = 1', order: 'collect' },
  'from-villages': { where: "c.open = 1 AND c.state = 'handed-over'", order: 'oldest' },
  supplementing: { where: "c.open = 1 AND c.state = 'supplementing'", order: 'newest' },
  owed: { where: "c.open = 1 AND c.owed_deadline <> ''", order: 'owed' },
  questions: {
    where: '(c.disputed = 1 OR c.waiting = 1 OR c.open_questions > 0) AND c.open_questions > 0',
    order: 'newest',
  },
  disputed: { where: '(c.disputed = 1 OR c.waiting = 1 OR c.open_questions > 0) AND c.disputed = 1', order: 'newest' },
  'not-handed-over': { where: "c.open = 1 AND c.state = 'proxy-received'", order: 'newest' },
  returned: { where: "c.open = 1 AND c.state = 'returned-to-village'", order: 'newest' },
  results: { where: 'c.to_tell = 1', order: 'oldest' },
  waiting: { where: '(c.disputed = 1 OR c.waiting = 1 OR c.open_questions > 0) AND c.waiting = 1', order: 'newest' },
  unsynced: { where: 'c.unsynced > 0', order: 'newest' },
  concluded: { where: 'c.concluded = 1', order: 'newest' },
};

/** A centre's desk begins where the village has handed over and the centre has received; the village counts everything unfinished. */
const OPEN_AT_CENTRE: ListSpec = { where: `c.open = 1 AND c.state NOT IN ${WITH_VILLAGE}`, order: 'newest' };

/** The list as that kind of place understands it. */
export function listSpec(list: CaseList, at: PlaceKind): ListSpec {
  return list === 'open' && at !== 'village' ? OPEN_AT_CENTRE : LISTS[list];
}
