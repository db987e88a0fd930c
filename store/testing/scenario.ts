/** For tests: a few devices of a village, its centre and the county act on some cases, together and apart, drawn from fast-check. */
import * as fc from 'fast-check';
import type { EventId } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { foldCase, afterOfNextStep } from '../../shared/case/fold/fold.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { hubDeviceId } from '../trust/crypto.ts';
import type { SigningKey } from '../types.ts';
import { CENTRE, COUNTY, day, person, proxied, received, VILLAGE, Writer } from './writer.ts';

const START = day('2017-10-30');

/** A step or remark with data that its schema takes. */
const ACTS: readonly (readonly [
  type: string,
  remark: boolean,
  data: (n: number, known: readonly EventId[]) => object,
])[] = [
  ['handed-over', false, (n) => ({ list: `L${n % 3}`, count: 1 })],
  ['received', false, () => ({ window: '民政' })],
  ['returned-to-village', false, () => ({ reason: 'materials-missing', text: '缺户口簿' })],
  ['supplement-requested', false, () => ({ missing: [{ name: '户口簿', problem: '缺' }] })],
  ['supplemented', false, () => ({ materials: ['户口簿'] })],
  ['accepted', false, () => ({})],
  ['accepted-short', false, () => ({ owed: ['照片'], deadline: '2017-11-20', commitment: true })],
  ['refused', false, () => ({ reason: '不属本机关' })],
  ['paused', false, () => ({ reason: '公示', basis: '规定', plannedDays: 7 })],
  ['resumed', false, () => ({})],
  ['forwarded', false, () => ({ to: '县民政局' })],
  ['county-returned', false, () => ({ reason: '缺页' })],
  ['extended', false, () => ({ days: 5, approver: '主任', reason: '入户' })],
  ['concluded', false, (n) => ({ result: n % 4 === 0 ? 'rejected' : 'approved' })],
  ['closed', false, () => ({ reason: '逾期未补' })],
  ['withdrawn', false, () => ({ reason: '本人撤回' })],
  ['voided', false, () => ({ reason: '登错' })],
  ['delivered', false, () => ({ signer: 'self' })],
  ['archived', false, () => ({})],
  ['settled', false, (_, known) => ({ keep: known.slice(-1), reason: '以后者为准' })],
  ['questioned', true, () => ({ rule: 'date', text: '请核对' })],
  ['answered', true, () => ({ text: '已核' })],
  ['amended', true, (n) => ({ field: 'person.name', from: null, to: `改名${n}`, reason: '笔误' })],
  ['rated', true, (n) => ({ score: (n % 5) + 1, way: 'paper' })],
  ['rating-given', true, (n) => ({ round: 1, score: (n % 5) + 1, channel: 'pad', giver: 'self', named: 'named' })],
  ['rating-asked', true, () => ({ channel: 'pad' })],
  ['rating-defaulted', true, () => ({ countedAs: 3 })],
  ['notified', true, (n) => ({ way: 'phone', reached: n % 2 === 0 })],
  ['unheard-of', true, () => ({ any: true })],
];
/** Steps are mostly taken by a role that may take them, so that scenarios get somewhere. */
const COMMON: readonly (readonly [type: string, who: number])[] = [
  ['handed-over', 0],
  ['received', 1],
  ['received', 2],
  ['accepted', 1],
  ['accepted', 2],
  ['concluded', 2],
  ['delivered', 1],
  ['supplement-requested', 1],
  ['supplemented', 2],
  ['accepted-short', 1],
  ['returned-to-village', 2],
  ['paused', 1],
  ['resumed', 1],
  ['forwarded', 2],
  ['questioned', 3],
  ['notified', 0],
];

interface Act {
  readonly who: number;
  readonly on: number;
  readonly what: number;
  readonly days: number;
  readonly n: number;
  /** Hears of everything before it acts. */
  readonly hears: boolean;
}

export interface Scenario {
  readonly writers: readonly Writer[];
  /** Every event with the place of its ledger, in the order of writing. */
  readonly events: readonly { readonly ledger: typeof CENTRE; readonly event: LedgerEvent }[];
}

function play(cases: readonly boolean[], deeds: readonly Act[], hub: SigningKey): Scenario {
  const writers = [
    new Writer(VILLAGE),
    new Writer(CENTRE),
    new Writer(CENTRE),
    new Writer(COUNTY, hub, hubDeviceId(hub.publicKey)),
  ];
  const knows = writers.map(() => new Set<EventId>());
  const events: { ledger: typeof CENTRE; event: LedgerEvent }[] = [];
  const firsts = cases.map((byVillage, i) => {
    const writer = writers[byVillage ? 0 : 1] as Writer;
    const begin = {
      number: `${writer.place}-20171030-b2${String(i + 1).padStart(4, '0')}`,
      on: START,
      person: person(`向${'一二三四五六七八'[i] ?? '多'}`, { phone: `1380000000${i}` }),
      kind: i % 2 === 0 ? ('promised' as const) : ('immediate' as const),
    };
    const event = writer.write(byVillage ? proxied({ ...begin, slip: `slip ${i}` }) : received(begin));
    events.push({ ledger: writer.place, event });
    for (const known of knows) known.add(event._id);
    return { id: event._id, ledger: writer.place };
  });
  let on = START;
  for (const act of deeds) {
    const target = firsts[act.on % firsts.length] as (typeof firsts)[number];
    const who = act.who % writers.length;
    const writer = writers[who] as Writer;
    const known = knows[who] as Set<EventId>;
    if (act.hears) for (const { event } of events) known.add(event._id);
    on = addDays(on, act.days);
    const ofCase = events
      .map((each) => each.event)
      .filter((event) => known.has(event._id) && ownCase(event) === target.id);
    const fold = foldCase(ofCase, target.id);
    const spec = ACTS[act.what % ACTS.length];
    if (fold === null || spec === undefined) continue;
    const [type, remark, data] = spec;
    const event = writer.write({
      type,
      case: target.id,
      ...(remark ? { about: target.id } : { after: afterOfNextStep(fold) }),
      on,
      data: data(act.n, fold.heads) as Record<string, unknown>,
    });
    known.add(event._id);
    events.push({ ledger: target.ledger, event });
  }
  return { writers, events };
}

const ownCase = (event: LedgerEvent): EventId => event.case ?? event._id;

const indexOf = (type: string): number => ACTS.findIndex(([each]) => each === type);

const acts: fc.Arbitrary<Act> = fc
  .record({
    deed: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...COMMON).map(([type, who]) => ({ what: indexOf(type), who })) },
      { weight: 1, arbitrary: fc.record({ what: fc.nat(ACTS.length - 1), who: fc.nat(3) }) },
    ),
    on: fc.nat(4),
    days: fc.constantFrom(0, 0, 0, 1, 2, 5),
    n: fc.nat(20),
    hears: fc.constantFrom(true, true, true, false),
  })
  .map(({ deed, ...rest }) => ({ ...deed, ...rest }));

/** Scenarios of up to five cases and some dozens of events. */
export function scenarios(hub: SigningKey, maxActs = 40): fc.Arbitrary<Scenario> {
  return fc
    .tuple(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), fc.array(acts, { maxLength: maxActs, size: 'max' }))
    .map(([cases, deeds]) => play(cases, deeds, hub));
}
