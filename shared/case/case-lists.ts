/**
 * The lists of cases: one entry says of each what it is called, which cases are in it, in which order, what is shown of them and where it
 * stands. Counts, pages, exports and the command line read the same entry; the store turns the conditions into SQL.
 */
import type { CaseColumn } from './case-columns.ts';
import { conditionsOn } from './condition.ts';
import type { Condition } from './condition.ts';
import { CHECK_COLUMNS, COLUMNS, LATE_COLUMNS, LEGAL_COLUMNS, SLIP_COLUMNS } from './list-columns.ts';
import type { ListColumn } from './list-columns.ts';
import type { CaseState } from './states.ts';

/** `soon` is the second working day after today. */
type ListDay = 'today' | 'soon';
export type CaseCondition = Condition<CaseColumn, ListDay>;

/** A list has the green channel first, then is ordered by one column and then by the case; a case's id begins with its day, so `newest` is the newest day first. */
export type CaseOrder =
  | 'newest'
  | 'oldest'
  | 'clockDue'
  | 'legalClockDue'
  | 'specialUntil'
  | 'collectBy'
  | 'deemedAfter'
  | 'owedDeadline'
  | 'receivedOn'
  | 'checkDueOn';

export interface CaseListSpec {
  readonly label: string;
  /** All of them hold. */
  readonly all: readonly CaseCondition[];
  /** Besides, one of these alternatives, each with all its conditions. */
  readonly any?: readonly (readonly CaseCondition[])[];
  /** Besides, anywhere but in a village. */
  readonly outsideVillages?: readonly CaseCondition[];
  readonly order: CaseOrder;
  readonly columns: readonly ListColumn[];
  /** Where it stands among the lists of the workbench, from above, and the colour of its count while it is not empty; null: another page shows it. */
  readonly side: { readonly group: 1 | 2 | 3 | 4; readonly tone: 'plain' | 'active' | 'warn' | 'bad' } | null;
  /** What stands in place of the empty list, where there is more to say than that it is empty. */
  readonly empty?: string;
}

const { is, some, none, day } = conditionsOn<CaseColumn, ListDay>();
const state = (value: CaseState): CaseCondition => is('state', value);

const OPEN = is('open', true);
/** The due day counts only once silence has become acceptance. */
const RUNS = day('clockFrom', '<', 'today');
const WITH_VILLAGE: readonly CaseState[] = ['proxy-received', 'handed-over', 'returned-to-village'];

/** Past the promised day: what stopped too late, and what runs. */
const LATE: readonly (readonly CaseCondition[])[] = [[is('late', true)], [RUNS, day('clockDue', '<', 'today')]];
/** The lists of the workbench and of the village page, in the order in which they stand. Every figure on a page is the length of one of them. */
export const CASE_LISTS = {
  overdue: {
    label: '超承诺期限',
    all: [OPEN],
    any: LATE,
    order: 'clockDue',
    columns: LATE_COLUMNS,
    side: { group: 1, tone: 'bad' },
    empty: '没有超过承诺期限的办件。',
  },
  /** Late, and the applicant has not been told a new day. */
  'not-apologised': {
    label: '超期未致歉',
    all: [OPEN, none('newDay')],
    any: LATE,
    order: 'clockDue',
    columns: LATE_COLUMNS,
    side: { group: 1, tone: 'warn' },
    empty: '超过承诺期限的办件都已致歉并告知新日期。',
  },
  'legally-overdue': {
    label: '超法定期限',
    all: [OPEN, RUNS, day('legalClockDue', '<', 'today')],
    order: 'legalClockDue',
    columns: LEGAL_COLUMNS,
    side: { group: 1, tone: 'bad' },
    empty: '没有超过法定期限的办件。',
  },
  'due-today': {
    label: '今日到期',
    all: [OPEN, RUNS, day('clockDue', '=', 'today')],
    order: 'clockDue',
    columns: COLUMNS,
    side: { group: 1, tone: 'bad' },
  },
  'due-soon': {
    label: '两日内到期',
    all: [OPEN, RUNS, day('clockDue', '>', 'today'), day('clockDue', '<=', 'soon')],
    order: 'clockDue',
    columns: COLUMNS,
    side: { group: 1, tone: 'warn' },
  },
  green: {
    label: '绿色通道',
    all: [is('ahead', true)],
    order: 'oldest',
    columns: COLUMNS,
    side: { group: 2, tone: 'active' },
    empty: '没有走绿色通道的办件。',
  },
  /** The office has not answered the papers, and the days in which silence is not yet acceptance run out. */
  'to-answer': {
    label: '收件第 3 至 5 日',
    all: [day('answerFrom', '<=', 'today'), day('deemedAfter', '>=', 'today')],
    order: 'deemedAfter',
    columns: COLUMNS,
    side: { group: 1, tone: 'warn' },
    empty: '没有收件满三日还没受理、没告知的办件。',
  },
  'from-villages': {
    label: '村里新交来',
    all: [OPEN, state('handed-over')],
    order: 'oldest',
    columns: SLIP_COLUMNS,
    side: { group: 2, tone: 'active' },
    empty: '没有村里新交来的办件。',
  },
  questions: {
    label: '县里提问',
    all: [{ column: 'openQuestions', op: '>', than: { value: 0 } }],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 2, tone: 'warn' },
  },
  disputed: {
    label: '有争议',
    all: [is('disputed', true)],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 2, tone: 'bad' },
  },
  'bad-ratings': {
    label: '差评核查',
    all: [is('checking', true)],
    order: 'checkDueOn',
    columns: CHECK_COLUMNS,
    side: { group: 2, tone: 'warn' },
    empty: '没有要核查的差评。',
  },
  'bad-ratings-late': {
    label: '差评核查超期',
    all: [is('checking', true), day('checkDueOn', '<', 'today')],
    order: 'checkDueOn',
    columns: CHECK_COLUMNS,
    side: { group: 2, tone: 'bad' },
    empty: '差评核查都没有超期。',
  },
  supplementing: {
    label: '补正中',
    all: [OPEN, state('supplementing')],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  'special-over': {
    label: '特别程序到期',
    all: [OPEN, state('paused'), day('specialUntil', '<', 'today')],
    order: 'specialUntil',
    columns: COLUMNS,
    side: { group: 3, tone: 'warn' },
  },
  owed: {
    label: '容缺待补',
    all: [OPEN, some('owedDeadline')],
    order: 'owedDeadline',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  joint: {
    label: '一件事',
    all: [OPEN, some('joint')],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  'to-collect': {
    label: '待领取',
    all: [is('toCollect', true)],
    order: 'collectBy',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  'to-key': {
    label: '未录入平台',
    all: [is('toKey', true)],
    order: 'receivedOn',
    columns: ['name', 'matter', 'status', 'keyAge', 'idNumber', 'village', 'on', 'synced'],
    side: { group: 3, tone: 'plain' },
    empty: '收下的办件平台都有编号了。',
  },
  'mandate-stopped': {
    label: '委托中止或终止',
    all: [is('mandateStopped', true)],
    order: 'newest',
    columns: SLIP_COLUMNS,
    side: { group: 3, tone: 'plain' },
    empty: '没有委托中止或终止的办件。',
  },
  waiting: {
    label: '等待前一步',
    all: [is('waiting', true)],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  unsynced: {
    label: '未到县里',
    all: [{ column: 'unsynced', op: '>', than: { value: 0 } }],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 3, tone: 'plain' },
  },
  /** A centre's desk begins where the village has handed over and the centre has received; the village counts everything unfinished. */
  open: {
    label: '在办',
    all: [OPEN],
    outsideVillages: [{ column: 'state', op: 'not in', values: WITH_VILLAGE }],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 4, tone: 'plain' },
    empty: '没有在办的办件。按 F2 登记新办件。',
  },
  concluded: {
    label: '已办结',
    all: [is('concluded', true)],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 4, tone: 'plain' },
  },
  all: {
    label: '全部办件',
    all: [],
    order: 'newest',
    columns: COLUMNS,
    side: { group: 4, tone: 'plain' },
    empty: '还没有办件。按 F2 登记第一件。',
  },
  'not-handed-over': {
    label: '待移交',
    all: [OPEN, state('proxy-received')],
    order: 'newest',
    columns: COLUMNS,
    side: null,
  },
  returned: {
    label: '退回村里的',
    all: [OPEN, state('returned-to-village')],
    order: 'newest',
    columns: COLUMNS,
    side: null,
  },
  results: { label: '有结果待告知', all: [is('toTell', true)], order: 'oldest', columns: COLUMNS, side: null },
} as const satisfies Record<string, CaseListSpec>;
export type CaseList = keyof typeof CASE_LISTS;

/** An entry as a reader sees it that does not ask which one it is. */
export const caseList = (list: CaseList): CaseListSpec => CASE_LISTS[list];
export const CASE_LIST_NAMES = Object.keys(CASE_LISTS) as CaseList[];
