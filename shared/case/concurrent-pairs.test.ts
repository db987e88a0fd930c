/** What two people do to one case without knowing of each other: every pair of steps that one state allows, said here by hand, played through the fold. */
import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, IMMEDIATE, VILLAGE } from '../../test/fixtures/events.ts';
import type { CaseState } from './states.ts';
import type { LedgerEvent } from '../event/event.ts';
import { foldCase } from './fold/fold.ts';

const DAY = '2017-11-06';
const one = new EventWriter(CENTRE, 'one');
const other = new EventWriter(CENTRE, 'other');
const village = new EventWriter(VILLAGE, 'village');

/** The steps that bring a new case into a state; what is owed is the paper that `supplemented` brings. */
const ROADS: Partial<Record<CaseState, () => LedgerEvent[]>> = {
  received: () => [one.received('2017-11-01', { terms: IMMEDIATE })],
  supplementing: () => along('supplement-requested'),
  accepted: () => along('accepted-short'),
  paused: () => along('accepted-short', 'special-procedure'),
  forwarded: () => along('accepted-short', 'forwarded'),
  'county-returned': () => along('accepted-short', 'forwarded', 'county-returned'),
  concluded: () => along('accepted', 'concluded'),
  delivered: () => along('accepted', 'concluded', 'delivered'),
  refused: () => along('refused'),
  'proxy-received': () => [village.proxyReceived('2017-11-01')],
  'handed-over': () => {
    const slip = village.proxyReceived('2017-11-01');
    return [slip, village.step('handed-over', '2017-11-02', slip)];
  },
};

function along(...types: string[]): LedgerEvent[] {
  const events = [one.received('2017-11-01')];
  for (const type of types) events.push(one.step(type, '2017-11-02', events.at(-1) as LedgerEvent, DATA[type]));
  return events;
}

const DATA: Record<string, Record<string, unknown>> = {
  supplemented: { materials: ['残疾证复印件'] },
};

/** What may be done in a state. `a + b`: both count, in either order. All other pairs of one state wait for a person's settlement (裁定). */
const TABLE: readonly (readonly [CaseState, string, string])[] = [
  ['received', 'supplement-requested accepted accepted-short refused concluded withdrawn voided', ''],
  ['supplementing', 'supplemented closed withdrawn voided', ''],
  [
    'accepted',
    'supplemented special-procedure forwarded extended concluded closed withdrawn voided',
    'supplemented + special-procedure, supplemented + forwarded, supplemented + concluded, supplemented + extended, extended + special-procedure, extended + forwarded, extended + concluded, extended + closed, extended + withdrawn, extended + voided',
  ],
  [
    'paused',
    'supplemented resumed special-renewed extended withdrawn voided',
    'supplemented + resumed, supplemented + special-renewed, extended + special-renewed, supplemented + extended, extended + resumed, extended + withdrawn, extended + voided',
  ],
  [
    'forwarded',
    'supplemented special-procedure county-returned extended concluded withdrawn voided',
    'supplemented + special-procedure, supplemented + county-returned, supplemented + concluded, supplemented + extended, extended + special-procedure, extended + county-returned, extended + concluded, extended + withdrawn, extended + voided',
  ],
  [
    'county-returned',
    'supplement-requested supplemented special-procedure forwarded extended concluded closed withdrawn voided',
    'supplemented + special-procedure, supplemented + forwarded, supplemented + concluded, supplemented + extended, extended + special-procedure, extended + forwarded, extended + concluded, extended + closed, extended + withdrawn, extended + voided',
  ],
  ['concluded', 'delivered voided', ''],
  ['refused', 'archived', ''],
  ['proxy-received', 'handed-over withdrawn voided', ''],
  ['handed-over', 'received returned-to-village withdrawn voided', ''],
];

/** The village takes the steps while the case lies there, the centre the rest. */
const writerOf = (state: CaseState, type: string, centre: EventWriter): EventWriter =>
  state === 'proxy-received' || (state === 'handed-over' && type === 'handed-over') ? village : centre;

describe.each(TABLE)('in the state %s', (state, types, beside) => {
  const road = (ROADS[state] as () => LedgerEvent[])();
  const last = road.at(-1) as LedgerEvent;
  const list = types.split(' ');
  const pairs = list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const));
  const step = (type: string, centre: EventWriter) => writerOf(state, type, centre).step(type, DAY, last, DATA[type]);
  const effects = (events: readonly LedgerEvent[]) => {
    const fold = foldCase(events);
    return { disputed: fold?.disputed ?? null, effects: fold?.steps.map(({ effect }) => effect) };
  };

  it.each(list)('%s alone counts', (type) => {
    const { disputed, effects: found } = effects([...road, step(type, one)]);
    expect([disputed, found]).toEqual([null, Array(road.length + 1).fill('effective')]);
  });

  if (pairs.length > 0)
    it.each(pairs)('%s beside %s', (a, b) => {
      const counts = beside.split(', ').some((pair) => pair === `${a} + ${b}` || pair === `${b} + ${a}`);
      for (const [first, second] of [
        [a, b],
        [b, a],
      ] as const) {
        const { disputed, effects: found } = effects([...road, step(first, one), step(second, other)]);
        expect([first, second, disputed === null]).toEqual([first, second, counts]);
        expect(found?.slice(road.length)).toEqual(Array(2).fill(counts ? 'effective' : 'disputed'));
      }
    });
});

describe('two who did the same', () => {
  const road = along('accepted');
  const last = road.at(-1) as LedgerEvent;
  const both = (type: string, a: Record<string, unknown>, b: Record<string, unknown>) => {
    const fold = foldCase([...road, one.step(type, DAY, last, a), other.step(type, DAY, last, b)]);
    return fold?.disputed === null ? fold.steps.slice(road.length).map(({ effect }) => effect) : 'disputed';
  };

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['extended', { days: 5, approver: '主任', reason: '情况复杂' }, { days: 5, approver: '副主任', reason: '待核实' }],
    ['concluded', { result: 'approved', resultNo: '甲1' }, { result: 'approved' }],
    ['forwarded', { to: '县民政局' }, { to: '县民政局', note: '急' }],
    ['paused', { reason: '公示', basis: '甲', plannedDays: 7 }, { reason: '公示', basis: '乙', plannedDays: 9 }],
    ['withdrawn', { reason: '甲' }, { reason: '乙' }],
  ])('count once: %s', (type, a, b) => {
    expect(both(type, a, b)).toEqual(expect.arrayContaining(['effective', 'same']));
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['extended', { days: 5, approver: '主任', reason: '甲' }, { days: 6, approver: '主任', reason: '甲' }],
    ['concluded', { result: 'approved' }, { result: 'rejected' }],
    ['forwarded', { to: '县民政局' }, { to: '县残联' }],
    ['paused', { reason: '公示', basis: '甲', plannedDays: 7 }, { reason: '听证', basis: '甲', plannedDays: 7 }],
  ])('differently are asked: %s', (type, a, b) => {
    expect(both(type, a, b)).toBe('disputed');
  });
});

it('a settlement that nobody else had seen stands beside whatever was done to what it kept', () => {
  const road = along('accepted');
  const last = road.at(-1) as LedgerEvent;
  const concluded = one.step('concluded', DAY, last);
  const withdrawn = other.step('withdrawn', DAY, last);
  const settled = new EventWriter(COUNTY, 'county').step('settled', '2017-11-07', [concluded, withdrawn], {
    keep: [concluded._id],
    reason: '已办结',
  });
  const delivered = other.step('delivered', '2017-11-07', concluded);
  const fold = foldCase([...road, concluded, withdrawn, settled, delivered]);
  expect(fold).toMatchObject({ state: 'delivered', disputed: null });
});
