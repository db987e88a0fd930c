/**
 * The figures of the county's statements as data: each is a list of alternatives, each alternative a list of conditions on the columns of
 * a flat row. The evaluator below and the store's SQL read the same table, so that a figure and the list it opens are one thing.
 * Definitions: STANDARDS §6, WORKFLOWS (monthly statement).
 */
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import type { Deadlines } from './deadline.ts';
import type { CaseState } from './states.ts';
import { isConcluded, isOpen } from './view.ts';

/** One case as the statements see it. Nothing in it depends on today. A case whose first event has not arrived has no row. */
export interface FigureRow {
  readonly case: EventId;
  /** The centre that received it, or is to: null while nobody serves the village. */
  readonly centre: PlaceCode | null;
  /** The village that proxied it; null for a case of the window. */
  readonly village: PlaceCode | null;
  readonly matter: MatterCode;
  readonly kind: 'immediate' | 'promised';
  readonly proxied: boolean;
  readonly state: CaseState;
  /** Disputed cases are open. */
  readonly open: boolean;
  readonly disputed: boolean;
  readonly registeredOn: LocalDate | null;
  readonly handedOverOn: LocalDate | null;
  readonly receivedOn: LocalDate | null;
  readonly acceptedOn: LocalDate | null;
  readonly acceptedShort: boolean;
  /** What silence brings once `silenceAfter` is over (see Deadlines.silence). */
  readonly silenceOn: LocalDate | null;
  readonly silenceAfter: LocalDate | null;
  readonly silenceDueOn: LocalDate | null;
  readonly supplementOn: LocalDate | null;
  readonly forwardedOn: LocalDate | null;
  readonly dueOn: LocalDate | null;
  /** The day the promised clock stopped for good: concluded, ended, or forwarded where only the township is bound. */
  readonly stoppedOn: LocalDate | null;
  readonly concludedOn: LocalDate | null;
  readonly result: 'approved' | 'rejected' | null;
  readonly endedOn: LocalDate | null;
  readonly ended: 'refused' | 'closed' | 'withdrawn' | 'voided' | null;
  /** concludedOn or endedOn. */
  readonly finishedOn: LocalDate | null;
  readonly deliveredOn: LocalDate | null;
  /** The last rating, 1 to 5. */
  readonly score: number | null;
}
export type FigureColumn = keyof FigureRow;

const earliest = (a: LocalDate | null, b: LocalDate | null): LocalDate | null =>
  a === null || b === null ? a : a < b ? a : b;

/** The row of a case. `centre`: who received it or serves its village. */
export function figureRow(fold: CaseFold, days: Deadlines, centre: PlaceCode | null): FigureRow {
  const settled = fold.disputed === null;
  const concludedOn = isConcluded(fold) ? (fold.result?.on ?? null) : null;
  const endedOn = settled ? fold.endedOn : null;
  const finishedOn = concludedOn ?? endedOn;
  return {
    case: fold.case,
    centre,
    village: fold.proxied ? fold.ledgerPlace : null,
    matter: fold.matter,
    kind: fold.terms.kind,
    proxied: fold.proxied,
    state: fold.state,
    open: isOpen(fold),
    disputed: !settled,
    registeredOn: fold.proxyReceivedOn,
    handedOverOn: fold.handedOverOn,
    receivedOn: fold.receivedOn,
    // A case that ended before the day it was accepted on (a slip of the pen) was accepted by then.
    acceptedOn: days.acceptedOn === null ? null : earliest(days.acceptedOn, finishedOn),
    acceptedShort: fold.acceptedShort !== null,
    silenceOn: days.silence?.acceptedOn ?? null,
    silenceAfter: days.silence?.after ?? null,
    silenceDueOn: days.silence?.dueOn ?? null,
    supplementOn: fold.supplementRequests[0]?.on ?? null,
    forwardedOn: fold.forwardedOn,
    dueOn: days.dueOn,
    stoppedOn: days.stoppedOn,
    concludedOn,
    result: concludedOn === null ? null : (fold.result?.result ?? null),
    endedOn,
    ended: settled ? fold.ended : null,
    finishedOn,
    deliveredOn: settled ? fold.deliveredOn : null,
    score: fold.ratings.at(-1)?.score ?? null,
  };
}

/**
 * `from` and `to` are the period's first and last day; `today` is the day the figures are asked for; `until` the earlier of `to` and
 * `today`: the day the stock is looked at.
 */
export type FigureDay = 'from' | 'to' | 'today' | 'until';
type FigureOperand =
  | { readonly value: string | number | boolean }
  | { readonly day: FigureDay }
  | { readonly column: FigureColumn };

/** As in SQL, a comparison with null is not true. Days compare as text. */
export type FigureCondition =
  | { readonly column: FigureColumn; readonly op: 'is null' | 'is not null' }
  | { readonly column: FigureColumn; readonly op: '=' | '!=' | '<' | '<=' | '>' | '>='; readonly than: FigureOperand };

/** All conditions of one alternative hold. */
export type FigureAlternative = readonly FigureCondition[];

const is = (column: FigureColumn, value: string | number | boolean): FigureCondition => ({
  column,
  op: '=',
  than: { value },
});
const none = (column: FigureColumn): FigureCondition => ({ column, op: 'is null' });
const some = (column: FigureColumn): FigureCondition => ({ column, op: 'is not null' });
const day = (column: FigureColumn, op: '<' | '<=' | '>' | '>=', than: FigureDay): FigureCondition => ({
  column,
  op,
  than: { day: than },
});
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

export interface FigureSpec {
  readonly label: string;
  readonly any: readonly FigureAlternative[];
}

export const FIGURE_TABLE = {
  registered: { label: '代办登记数', any: flow('registeredOn') },
  handedOver: { label: '移交乡镇数', any: flow('handedOverOn') },
  received: { label: '收件数', any: flow('receivedOn') },
  receivedAtWindow: { label: '窗口收件', any: flow('receivedOn', is('proxied', false)) },
  receivedProxied: { label: '村级代办件', any: flow('receivedOn', is('proxied', true)) },
  receivedImmediate: { label: '收件:即办件', any: flow('receivedOn', is('kind', 'immediate')) },
  receivedPromised: { label: '收件:承诺件', any: flow('receivedOn', is('kind', 'promised')) },
  refused: { label: '不予受理数', any: flow('endedOn', is('ended', 'refused')) },
  accepted: { label: '受理数', any: accepted() },
  acceptedImmediate: { label: '即办件数', any: accepted(is('kind', 'immediate')) },
  acceptedPromised: { label: '承诺件数', any: accepted(is('kind', 'promised')) },
  acceptedShort: { label: '容缺受理数', any: accepted(is('acceptedShort', true)) },
  supplemented: { label: '补正告知数', any: flow('supplementOn') },
  concluded: { label: '办结数', any: flow('concludedOn') },
  concludedImmediate: { label: '即办件办结', any: flow('concludedOn', is('kind', 'immediate')) },
  concludedPromised: { label: '承诺件办结', any: flow('concludedOn', is('kind', 'promised')) },
  approved: { label: '准予', any: flow('concludedOn', is('result', 'approved')) },
  rejected: { label: '不予', any: flow('concludedOn', is('result', 'rejected')) },
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
  },
  overdueOpen: { label: '超期在办数', any: overdueOpen },
  overdue: { label: '超期', any: [...overdueOpen, ...overdueConcluded] },
  disputed: { label: '有争议', any: [[COUNTED, is('disputed', true)]] },
  delivered: { label: '已送达数', any: flow('deliveredOn') },
  undelivered: { label: '未送达数', any: flow('concludedOn', none('deliveredOn')) },
  rated: { label: '评价数', any: flow('concludedOn', some('score')) },
  /** 非常满意, 满意, 基本满意; the last two of five levels are 差评 (STANDARDS §9). */
  satisfied: { label: '满意数', any: flow('concludedOn', { column: 'score', op: '>=', than: { value: 3 } }) },
} as const satisfies Record<string, FigureSpec>;
export type Figure = keyof typeof FIGURE_TABLE;
export const FIGURE_NAMES = Object.keys(FIGURE_TABLE) as Figure[];

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

function holds(row: FigureRow, condition: FigureCondition, days: Readonly<Record<FigureDay, LocalDate>>): boolean {
  const left = row[condition.column];
  if (!('than' in condition)) return (left === null) === (condition.op === 'is null');
  const { than } = condition;
  const right = 'value' in than ? than.value : 'day' in than ? days[than.day] : row[than.column];
  if (left === null || right === null) return false;
  switch (condition.op) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** Is the case one of those behind the figure? */
export function isInFigure(figure: Figure, row: FigureRow, period: FigurePeriod): boolean {
  const days = figureDays(period);
  const spec: FigureSpec = FIGURE_TABLE[figure];
  return spec.any.some((alternative) => alternative.every((condition) => holds(row, condition, days)));
}

/** Counts all figures over the rows. */
export function countFigures(rows: Iterable<FigureRow>, period: FigurePeriod): Record<Figure, number> {
  const counts = Object.fromEntries(FIGURE_NAMES.map((name) => [name, 0])) as Record<Figure, number>;
  for (const row of rows) for (const name of FIGURE_NAMES) if (isInFigure(name, row, period)) counts[name] += 1;
  return counts;
}

/** Percent with two decimals, rounded half up, e.g. `96.58`; null where there is nothing to divide by (shown as —). */
export function percent(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const hundredths = Math.floor((part * 20_000 + whole) / (2 * whole));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
