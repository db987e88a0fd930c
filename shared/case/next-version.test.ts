/** Events of an invented next version of this program, which adds an optional key to every known type, to every part of its data. */
import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, STEP_DATA, VILLAGE } from '../../test/fixtures/events.ts';
import { sampleOf } from '../../test/fixtures/sample-data.ts';
import { caseHistory } from './case-history.ts';
import type { LedgerEvent } from '../event/event.ts';
import { foldCase } from './fold/fold.ts';
import { allowedSteps, judge, judgeFirst } from './judge.ts';
import type { Fields } from './field.ts';
import { REMARKS, RemarkInputSchema } from './remarks/index.ts';
import type { RemarkSpec } from './remarks/index.ts';
import { SITE_EVENTS } from './site-events.ts';
import { STEPS, StepInputSchema, isWritten } from './steps/index.ts';
import type { StepSpec, StepType } from './steps/index.ts';

const ADDED = { nextVersion: { of: ['this', 1, null], key: true } };

/** The data as the next version would write it: every object in it has a key more. */
function grown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(grown);
  if (typeof value !== 'object' || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, part]) => [key, grown(part)])), ...ADDED };
}
const grownEvent = (event: LedgerEvent): LedgerEvent => ({ ...event, data: grown(event.data) as LedgerEvent['data'] });

const steps: readonly StepSpec[] = Object.values(STEPS);
const remarks: readonly RemarkSpec[] = Object.values(REMARKS);
const sample = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, sampleOf(schema)]));

/** What each type of event holds, once for a step that begins a case and once for one that goes on with it. */
const known = [
  ...steps.flatMap(({ type, first, fields, data, reads }) => [
    ...(first ? [{ type: `${type}, first`, data: first.data, reads: first.reads, sample: sample(first.fields) }] : []),
    ...(data && reads && fields ? [{ type, data, reads, sample: sample(fields) }] : []),
  ]),
  ...remarks.map(({ type, fields, data, reads }) => ({ type, data, reads, sample: sample(fields) })),
];

/** Roads through a case that take every step between them. */
const ROADS: readonly (readonly StepType[])[] = [
  ['handed-over', 'returned-to-village', 'handed-over', 'received', 'accepted-short', 'supplemented', 'concluded'],
  [
    'supplement-requested',
    'supplemented',
    'accepted',
    'paused',
    'resumed',
    'special-procedure',
    'special-renewed',
    'resumed',
    'extended',
    'forwarded',
    'county-returned',
  ],
  ['matter-corrected', 'accepted', 'concluded', 'delivered', 'archived'],
  ['refused', 'archived'],
  ['handed-over', 'mandate-taken', 'mandate-suspended', 'mandate-resumed', 'mandate-handed-over', 'mandate-ended'],
  ['supplement-requested', 'closed'],
  ['withdrawn'],
  ['voided'],
];

function road(types: readonly StepType[]): LedgerEvent[] {
  const [village, centre] = [new EventWriter(VILLAGE), new EventWriter(CENTRE)];
  const events = [types[0] === 'handed-over' ? village.proxyReceived('2017-11-01') : centre.received('2017-11-01')];
  types.forEach((type, i) => {
    const writer = (STEPS[type].roles as readonly string[]).includes('clerk') ? centre : village;
    events.push(writer.step(type, `2017-11-${String(i + 2).padStart(2, '0')}`, events.at(-1) as LedgerEvent));
  });
  return events;
}

/** A case in dispute with its settlement. */
function settledCase(): LedgerEvent[] {
  const [a, b] = [new EventWriter(CENTRE), new EventWriter(CENTRE, 'b')];
  const first = a.received('2017-11-01');
  const accepted = a.step('accepted', '2017-11-02', first);
  const concluded = a.step('concluded', '2017-11-03', accepted);
  const withdrawn = b.step('withdrawn', '2017-11-03', accepted);
  const keep = { keep: [concluded._id], reason: '核实' };
  return [first, accepted, concluded, withdrawn, a.step('settled', '2017-11-06', [concluded, withdrawn], keep)];
}

/** A case whose last step was taken back. */
function undoneCase(): LedgerEvent[] {
  const writer = new EventWriter(CENTRE);
  const first = writer.received('2017-11-01');
  const accepted = writer.step('accepted', '2017-11-02', first);
  const undone = writer.step('undone', '2017-11-02', accepted, { step: accepted._id, reason: '点错' });
  return [first, accepted, undone, writer.step('accepted', '2017-11-03', undone)];
}

/** What follows from a bad rating, in the order of the table. */
const OF_RATING: readonly string[] = [
  'check-taken',
  'check-extended',
  'check-found',
  'check-rectified',
  'check-told',
  'rating-appealed',
  'appeal-rejected',
  'rating-excluded',
];
/** Where a rule asks for more than the schema. */
const FITTING: Readonly<Record<string, object>> = {
  'rating-given': { score: 1, check: { n: 7, most: 15, unit: 'day' } },
  'check-extended': { length: 12 },
};

/** A case with every remark on it. */
function remarkedCase(): LedgerEvent[] {
  const [centre, county] = [new EventWriter(CENTRE), new EventWriter(COUNTY)];
  const first = centre.received('2017-11-01');
  const events = [first];
  for (const { type, fields, roles } of remarks) {
    const isAboutRating = OF_RATING.includes(type);
    const about = isAboutRating ? (events.find((event) => event.type === 'rating-given') ?? first) : first;
    const data = { ...sample(fields), ...FITTING[type] };
    events.push((roles.includes('clerk') ? centre : county).remark(type, '2017-11-10', about, data));
  }
  return events;
}

const context = {
  placeName: (code: string) => code,
  matterName: (code: string) => code,
  staffName: () => null,
  synced: () => true,
};

describe('what a next version adds', () => {
  it.each(known)('to $type is passed over by who reads it, at every level', ({ reads, data, sample: written }) => {
    // What a card holds beside its text is its own affair.
    const before = data.parse(written);
    expect(reads.parse(grown(written))).toMatchObject(before as object);
    if (data !== reads) expect(reads.parse(grown(written))).toEqual(before);
  });

  it.each(known.filter(({ data, reads }) => data !== reads))(
    'to $type is refused where it is written',
    ({ data, sample: written }) => expect(data.safeParse({ ...written, ...ADDED }).success).toBe(false),
  );

  it('is refused by the inputs of steps, remarks and events of a place', () => {
    for (const [type, data] of Object.entries(STEP_DATA)) {
      if (!isWritten(STEPS[type as StepType])) continue;
      expect(StepInputSchema.safeParse({ type, data }).success).toBe(true);
      expect(StepInputSchema.safeParse({ type, data: { ...data, ...ADDED } }).success).toBe(false);
    }
    for (const { type, fields, input } of remarks.filter((remark) => remark.input)) {
      expect([type, input]).toEqual([type, true]);
      expect(RemarkInputSchema.safeParse({ type, data: sample(fields) }).success).toBe(true);
      expect(RemarkInputSchema.safeParse({ type, data: { ...sample(fields), ...ADDED } }).success).toBe(false);
    }
    for (const { fields, data } of Object.values(SITE_EVENTS))
      expect(data.safeParse({ ...sample(fields), ...ADDED }).success).toBe(false);
  });

  it.each([
    ...ROADS.map((types) => [types.join(', '), road(types)] as const),
    ['a settlement', settledCase()] as const,
    ['a step taken back', undoneCase()] as const,
    ['every remark', remarkedCase()] as const,
  ])('changes nothing of a case: %s', (_, events) => {
    const [plain, next] = [foldCase(events), foldCase(events.map(grownEvent))];
    expect(plain?.steps.every(({ effect }) => effect !== 'ineffective')).toBe(true);
    expect(plain?.remarks.every(({ effect }) => effect === 'effective')).toBe(true);
    expect(next).toEqual(plain);
    if (plain === null || next === null) return;
    expect(judge(next)).toEqual(judge(plain));
    expect(allowedSteps(next, 'clerk')).toEqual(allowedSteps(plain, 'clerk'));
    expect(caseHistory(next, events.map(grownEvent), context)).toEqual(caseHistory(plain, events, context));
  });

  it('is walked through by roads that take every step', () => {
    const taken = new Set([
      ...ROADS.flat(),
      ...[...settledCase(), ...undoneCase()].map(({ type }) => type),
      'proxy-received',
    ]);
    expect([...taken].toSorted()).toEqual(Object.keys(STEPS).toSorted());
  });

  it.each(known)(
    'does not hide what is wrong with $type, and people read why in Chinese',
    ({ type, sample: written }) => {
      const broken = Object.keys(written).flatMap((key) =>
        [undefined, { a: 1 }, 'x'.repeat(10_000)].map((wrong) => ({ ...(grown(written) as object), [key]: wrong })),
      );
      const texts = broken.flatMap((data) => breachesOf(type, JSON.parse(JSON.stringify(data)) as LedgerEvent['data']));
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(text).toMatch(/^内容不合格式：(?!.*[a-z]{2})./u);
    },
  );
});

/** What is said of the data of an event of that type, as `known` names it. */
function breachesOf(type: string, data: LedgerEvent['data']): string[] {
  const centre = new EventWriter(CENTRE);
  const [name, first] = type.split(', ') as [string, string | undefined];
  const begin = centre.received('2017-11-01');
  if (first !== undefined) return [judgeFirst({ ...begin, type: name, data })].flatMap((found) => found?.text ?? []);
  const remark = remarks.find((each) => each.type === name);
  const by = remark === undefined || remark.roles.includes('clerk') ? centre : new EventWriter(COUNTY);
  const event =
    remark === undefined ? by.step(name, '2017-11-02', begin, data) : by.remark(name, '2017-11-02', begin, data);
  const folded = foldCase([begin, event]);
  return [...(folded?.steps ?? []), ...(folded?.remarks ?? [])]
    .flatMap(({ breaches }) => breaches)
    .flatMap(({ rule, text }) => (rule === 'data' ? [text] : []));
}
