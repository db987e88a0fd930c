/**
 * The figures of the county's statements as data: each is a list of alternatives, each alternative a list of conditions on the columns of
 * a flat row. The store's SQL is made of this table, so that a figure and the list it opens are one thing.
 * Definitions: STANDARDS §6, WORKFLOWS (monthly statement).
 */
import { conditionsOn } from './condition.ts';
import type { Condition } from './condition.ts';
import type { LocalDate } from '../base/brands.ts';
import type { FigureColumn } from './figure-row.ts';

/**
 * `from` and `to` are the period's first and last day; `today` is the day the figures are asked for; `until` the earlier of `to` and
 * `today`: the day the stock is looked at.
 */
export type FigureDay = 'from' | 'to' | 'today' | 'until';
export type FigureCondition = Condition<FigureColumn, FigureDay>;

/** All conditions of one alternative hold. */
export type FigureAlternative = readonly FigureCondition[];

const { is, none, some, day } = conditionsOn<FigureColumn, FigureDay>();
const inPeriod = (column: FigureColumn): FigureCondition[] => [day(column, '>=', 'from'), day(column, '<=', 'to')];

/** A voided case was never one. */
const COUNTED: FigureCondition = { column: 'state', op: '!=', than: { value: 'voided' } };
const LATE: FigureCondition = { column: 'stoppedOn', op: '>', than: { column: 'dueOn' } };

const flow = (column: FigureColumn, ...more: FigureCondition[]): FigureAlternative[] => [
  [COUNTED, ...inPeriod(column), ...more],
];

/** Accepted by word or, as far as is known today, by silence. */
const accepted = (...more: FigureCondition[]): FigureAlternative[] => [
  [COUNTED, ...inPeriod('acceptedOn'), ...more],
  [COUNTED, none('acceptedOn'), day('silenceAfter', '<', 'today'), ...inPeriod('silenceOn'), ...more],
];

const acceptedOpenAtEnd: FigureAlternative[] = [
  [COUNTED, day('acceptedOn', '<=', 'to'), none('finishedOn')],
  [COUNTED, day('acceptedOn', '<=', 'to'), day('finishedOn', '>', 'to')],
  [COUNTED, none('acceptedOn'), day('silenceAfter', '<', 'today'), day('silenceOn', '<=', 'to')],
];

/** Past its due day and the promised clock has not stopped; or the township's part was late and the county still has the case. */
const overdueOpen: FigureAlternative[] = [
  [COUNTED, is('open', true), none('stoppedOn'), day('dueOn', '<', 'until')],
  [COUNTED, is('open', true), LATE, day('stoppedOn', '<=', 'until')],
  [COUNTED, some('stoppedOn'), day('stoppedOn', '>', 'until'), day('dueOn', '<', 'until')],
  [COUNTED, is('open', true), none('acceptedOn'), day('silenceAfter', '<', 'today'), day('silenceDueOn', '<', 'until')],
];
const overdueConcluded: FigureAlternative[] = flow('concludedOn', LATE);

/** Past its statutory day and not finished by the day looked at: where it lies and what was promised makes no difference. */
const legallyOverdueOpen: FigureAlternative[] = [
  [COUNTED, none('finishedOn'), day('legalDueOn', '<', 'until')],
  [COUNTED, day('finishedOn', '>', 'until'), day('legalDueOn', '<', 'until')],
  [COUNTED, none('acceptedOn'), day('silenceAfter', '<', 'today'), day('silenceLegalDueOn', '<', 'until')],
];

export interface FigureSpec {
  readonly label: string;
  readonly any: readonly FigureAlternative[];
  /** How the county's console shows it; absent: only statements do. */
  readonly console?: {
    /** Short, for the head of a column. */
    readonly label: string;
    /** Its column on the page of cases, on the page of ratings (absent: it has none there) and in the workbook, from the left. */
    readonly page?: number;
    readonly ratings?: number;
    readonly sheet: number;
    /** On the page of ratings it is told as a share of that figure too. */
    readonly share?: 'concluded' | 'rated' | 'bad';
    /** It asks for attention as soon as it is not nought. */
    readonly alarms?: true;
    /** It hangs on the calendar: of a year without a notice it is an estimate. */
    readonly counted?: true;
  };
}

export const FIGURE_TABLE = {
  registered: { label: '代办登记数', any: flow('registeredOn') },
  handedOver: { label: '移交乡镇数', any: flow('handedOverOn') },
  received: { label: '收件数', any: flow('receivedOn'), console: { label: '收件', page: 1, sheet: 1 } },
  receivedAtWindow: { label: '窗口收件', any: flow('receivedOn', is('proxied', false)) },
  proxied: {
    label: '村级代办件',
    any: flow('receivedOn', is('proxied', true)),
    console: { label: '村级代办', page: 7, sheet: 7 },
  },
  receivedImmediate: { label: '收件：即办件', any: flow('receivedOn', is('kind', 'immediate')) },
  receivedPromised: { label: '收件：承诺件', any: flow('receivedOn', is('kind', 'promised')) },
  /** 一件事一次办: filings, and the cases in them. Each of these cases is one of 即办 or 承诺 too, by its own matter. */
  jointFilings: { label: '一件事数', any: flow('receivedOn', is('jointLead', true)) },
  receivedJoint: { label: '收件：联办件', any: flow('receivedOn', is('joint', true)) },
  concludedJoint: { label: '联办件办结', any: flow('concludedOn', is('joint', true)) },
  refused: { label: '不予受理数', any: flow('endedOn', is('ended', 'refused')) },
  accepted: { label: '受理数', any: accepted(), console: { label: '受理', page: 2, sheet: 2 } },
  acceptedImmediate: { label: '即办件数', any: accepted(is('kind', 'immediate')) },
  acceptedPromised: { label: '承诺件数', any: accepted(is('kind', 'promised')) },
  acceptedShort: { label: '容缺受理数', any: accepted(is('acceptedShort', true)) },
  supplemented: { label: '补正告知数', any: flow('supplementOn') },
  concluded: { label: '办结数', any: flow('concludedOn'), console: { label: '办结', page: 3, ratings: 1, sheet: 3 } },
  concludedImmediate: { label: '即办件办结', any: flow('concludedOn', is('kind', 'immediate')) },
  concludedPromised: { label: '承诺件办结', any: flow('concludedOn', is('kind', 'promised')) },
  approved: { label: '准予', any: flow('concludedOn', is('result', 'approved')) },
  rejected: { label: '不予许可', any: flow('concludedOn', is('result', 'rejected')) },
  concludedByForwarding: { label: '转报办结', any: flow('concludedOn', is('result', 'forwarded')) },
  onTime: {
    label: '按时办结数',
    any: [
      ...flow('concludedOn', none('dueOn')),
      ...flow('concludedOn', { column: 'stoppedOn', op: '<=', than: { column: 'dueOn' } }),
    ],
  },
  early: {
    label: '提前办结数',
    any: flow('concludedOn', is('kind', 'promised'), { column: 'stoppedOn', op: '<', than: { column: 'dueOn' } }),
  },
  forwarded: { label: '转报县级数', any: flow('forwardedOn') },
  closed: { label: '退件数', any: flow('endedOn', is('ended', 'closed')) },
  withdrawn: { label: '撤件数', any: flow('endedOn', is('ended', 'withdrawn')) },
  /** Of refused, closed and withdrawn those that had been accepted: they leave the stock. */
  endedAccepted: { label: '受理后终止数', any: flow('endedOn', some('acceptedOn')) },
  openAtEnd: { label: '期末在办数', any: acceptedOpenAtEnd },
  /** Received and not finished, accepted or not. */
  open: {
    label: '在办',
    any: [
      [COUNTED, day('receivedOn', '<=', 'to'), none('finishedOn')],
      [COUNTED, day('receivedOn', '<=', 'to'), day('finishedOn', '>', 'to')],
    ],
    console: { label: '在办', page: 4, sheet: 6 },
  },
  /** Of the promise; those of the law are counted apart. */
  overdueOpen: { label: '超承诺期限在办数', any: overdueOpen },
  overdue: {
    label: '超承诺期限',
    any: [...overdueOpen, ...overdueConcluded],
    console: { label: '超承诺期限', page: 5, sheet: 4, alarms: true, counted: true },
  },
  legallyOverdueOpen: { label: '超法定期限在办数', any: legallyOverdueOpen },
  legallyOverdue: {
    label: '超法定期限',
    any: [
      ...legallyOverdueOpen,
      ...flow('concludedOn', { column: 'concludedOn', op: '>', than: { column: 'legalDueOn' } }),
    ],
    console: { label: '超法定期限', page: 6, sheet: 5, alarms: true, counted: true },
  },
  /** Its planned end is over and the case has not been resumed. */
  specialOver: {
    label: '特别程序到期未恢复',
    any: [[COUNTED, is('state', 'paused'), day('specialUntil', '<', 'until')]],
  },
  disputed: {
    label: '有争议',
    any: [[COUNTED, is('disputed', true)]],
    console: { label: '有争议', page: 8, sheet: 8, alarms: true },
  },
  delivered: { label: '已送达数', any: flow('deliveredOn') },
  /** A case that was done by sending it on has nothing to hand over. */
  undelivered: {
    label: '未送达数',
    any: flow('concludedOn', none('deliveredOn'), { column: 'result', op: '!=', than: { value: 'forwarded' } }),
  },
  rated: {
    label: '评价数',
    any: flow('concludedOn', is('ratingCause', 'given')),
    console: { label: '评价', ratings: 2, sheet: 9, share: 'concluded' },
  },
  /** Why the others are not rated: 办结 = 评价 + 默认 + 剔除 + 未评价 + 未邀请. */
  ratedByDefault: {
    label: '平台默认评价数',
    any: flow('concludedOn', is('ratingCause', 'default')),
    console: { label: '平台默认', ratings: 4, sheet: 11, share: 'concluded' },
  },
  ratingExcluded: {
    label: '评价剔除数',
    any: flow('concludedOn', is('ratingCause', 'excluded')),
    console: { label: '剔除', ratings: 7, sheet: 14, share: 'concluded' },
  },
  unanswered: {
    label: '邀请未评价数',
    any: flow('concludedOn', is('ratingCause', 'unanswered')),
    console: { label: '邀请未评', ratings: 5, sheet: 12, share: 'concluded' },
  },
  unasked: {
    label: '未邀请评价数',
    any: flow('concludedOn', is('ratingCause', 'unasked')),
    console: { label: '未邀请', ratings: 6, sheet: 13, share: 'concluded' },
  },
  /** 非常满意, 满意, 基本满意; the last two of five levels are 差评 (STANDARDS §9). */
  satisfied: {
    label: '满意数',
    any: flow('concludedOn', { column: 'score', op: '>=', than: { value: 3 } }),
    console: { label: '满意', ratings: 3, sheet: 10, share: 'rated' },
  },
  /** By the day of the rating; an excluded one is none. */
  bad: { label: '差评数', any: flow('badOn'), console: { label: '差评', ratings: 8, sheet: 15 } },
  badOpen: {
    label: '差评核查中',
    any: [
      [COUNTED, day('badOn', '<=', 'until'), none('checkClosedOn')],
      [COUNTED, day('badOn', '<=', 'until'), day('checkClosedOn', '>', 'until')],
    ],
    console: { label: '核查中', ratings: 9, sheet: 16 },
  },
  /** Not over by its last day, or over after it. */
  badLate: {
    label: '差评核查超期',
    any: [
      [COUNTED, none('checkClosedOn'), day('checkDueOn', '<', 'until')],
      [COUNTED, day('checkClosedOn', '>', 'until'), day('checkDueOn', '<', 'until')],
      ...flow('badOn', { column: 'checkClosedOn', op: '>', than: { column: 'checkDueOn' } }),
    ],
    console: { label: '核查超期', ratings: 10, sheet: 17, alarms: true },
  },
  badRectified: {
    label: '差评已整改',
    any: flow('badOn', some('rectifiedOn')),
    console: { label: '已整改', ratings: 11, sheet: 18, share: 'bad' },
  },
} as const satisfies Record<string, FigureSpec>;
export type Figure = keyof typeof FIGURE_TABLE;
export const FIGURE_NAMES = Object.keys(FIGURE_TABLE) as Figure[];

/** The figures of the county's console; every one opens its list of cases. */
export type ConsoleFigure = {
  [F in Figure]: (typeof FIGURE_TABLE)[F] extends { readonly console: object } ? F : never;
}[Figure];
type ConsoleSpec = NonNullable<FigureSpec['console']>;

export const CONSOLE_FIGURES = Object.fromEntries(
  FIGURE_NAMES.flatMap((name): [string, ConsoleSpec][] => {
    const { console }: FigureSpec = FIGURE_TABLE[name];
    return console === undefined ? [] : [[name, console]];
  }),
) as Readonly<Record<ConsoleFigure, ConsoleSpec>>;

/** Their names in the order of the columns of a page or of the workbook. */
export const consoleFigures = (order: 'page' | 'ratings' | 'sheet'): ConsoleFigure[] =>
  (Object.keys(CONSOLE_FIGURES) as ConsoleFigure[])
    .filter((name) => CONSOLE_FIGURES[name][order] !== undefined)
    .sort((a, b) => (CONSOLE_FIGURES[a][order] ?? 0) - (CONSOLE_FIGURES[b][order] ?? 0));

/** 办结率 is concluded ÷ received: the county's own 45430 / 47038 = 96.58 % (STANDARDS §6). */
export const RATES = {
  rate: { label: '办结率', of: 'concluded', by: 'received' },
  rateImmediate: { label: '即办件办结率', of: 'concludedImmediate', by: 'receivedImmediate' },
  ratePromised: { label: '承诺件办结率', of: 'concludedPromised', by: 'receivedPromised' },
  rateOnTime: { label: '按时办结率', of: 'onTime', by: 'concluded' },
  rateEarly: { label: '提前办结率', of: 'early', by: 'concludedPromised' },
  rateRated: { label: '评议率', of: 'rated', by: 'concluded' },
  rateSatisfied: { label: '满意率', of: 'satisfied', by: 'rated' },
} as const satisfies Record<string, { label: string; of: Figure; by: Figure }>;

export interface FigurePeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly today: LocalDate;
}

/** The days that conditions name. */
export function figureDays({ from, to, today }: FigurePeriod): Readonly<Record<FigureDay, LocalDate>> {
  return { from, to, today, until: to < today ? to : today };
}

/** Percent with two decimals, rounded half up, e.g. `96.58`; null where there is nothing to divide by (shown as —). */
export function percent(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const hundredths = Math.floor((part * 20_000 + whole) / (2 * whole));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
