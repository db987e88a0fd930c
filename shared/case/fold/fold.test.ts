import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, IMMEDIATE, STEP_DATA, VILLAGE } from '../../../test/fixtures/events.ts';
import type { CaseFold } from '../case-types.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { CASE_STATES } from '../states.ts';
import { STEPS } from '../steps/index.ts';
import type { CaseState } from '../states.ts';
import type { StepSpec, StepType } from '../steps/index.ts';
import { foldCase, afterOfNextStep } from './fold.ts';

const clerk = (): EventWriter => new EventWriter(CENTRE);
const fold = (...events: LedgerEvent[]): CaseFold => {
  const folded = foldCase(events);
  if (folded === null) throw new Error('no first event');
  return folded;
};
const effects = (folded: CaseFold): Record<string, string> =>
  Object.fromEntries(folded.steps.map((step) => [`${step.type} ${step.on}`, step.effect]));
const reasonOf = (folded: CaseFold, event: LedgerEvent): string | null | undefined =>
  folded.steps.find((step) => step.id === event._id)?.reason;
const effectOf = (folded: CaseFold, event: LedgerEvent): string | undefined =>
  folded.steps.find((step) => step.id === event._id)?.effect;

/** Walks a case of the centre through `types`, a day each from 2017-11-01 on. */
function walk(
  writer: EventWriter,
  types: readonly string[],
  first: LedgerEvent = writer.received('2017-11-01'),
): LedgerEvent[] {
  const events = [first];
  types.forEach((type, i) => {
    const day = `2017-11-${String(i + 2).padStart(2, '0')}`;
    events.push(writer.step(type, day, events.at(-1) as LedgerEvent));
  });
  return events;
}

/** A road to each state, by the centre unless it begins in the village. */
const ROADS: Readonly<Record<CaseState, readonly string[]>> = {
  'proxy-received': [],
  'handed-over': ['handed-over'],
  'returned-to-village': ['handed-over', 'returned-to-village'],
  received: [],
  supplementing: ['supplement-requested'],
  accepted: ['accepted'],
  paused: ['accepted', 'special-procedure'],
  forwarded: ['accepted', 'forwarded'],
  'county-returned': ['accepted', 'forwarded', 'county-returned'],
  concluded: ['accepted', 'concluded'],
  delivered: ['accepted', 'concluded', 'delivered'],
  archived: ['accepted', 'concluded', 'delivered', 'archived'],
  refused: ['refused'],
  closed: ['supplement-requested', 'closed'],
  withdrawn: ['withdrawn'],
  voided: ['voided'],
};
const IN_VILLAGE: readonly CaseState[] = ['proxy-received', 'handed-over', 'returned-to-village'];

function reach(state: CaseState): {
  events: LedgerEvent[];
  last: LedgerEvent;
  village: EventWriter;
  centre: EventWriter;
} {
  const village = new EventWriter(VILLAGE);
  const centre = clerk();
  const proxied = IN_VILLAGE.includes(state);
  const events = [proxied ? village.proxyReceived('2017-11-01') : centre.received('2017-11-01')];
  ROADS[state].forEach((type, i) => {
    const writer = (STEPS[type as StepType].roles as readonly string[]).includes('clerk') ? centre : village;
    events.push(writer.step(type, `2017-11-0${i + 2}`, events.at(-1) as LedgerEvent));
  });
  return { events, last: events.at(-1) as LedgerEvent, village, centre };
}

describe('a step in each state', () => {
  const states = Object.keys(CASE_STATES) as CaseState[];
  const laterSteps = (Object.keys(STEPS) as StepType[]).filter(
    (type) => type !== 'proxy-received' && type !== 'settled',
  );

  it.each(states)('the road to %s leads there', (state) => {
    expect(fold(...reach(state).events).state).toBe(state);
  });

  it.each(states)('in %s exactly the steps of the table are effective', (state) => {
    for (const type of laterSteps) {
      const spec: StepSpec = STEPS[type];
      const { events, last, village, centre } = reach(state);
      const writer = spec.roles.includes('clerk') ? centre : village;
      const step = writer.step(type, '2017-11-20', last);
      const folded = fold(...events, step);
      // Accepting is what a promised case cannot do without; it is tested by itself below.
      const expected = spec.from.includes(state) && !(type === 'concluded' && state === 'received');
      expect([type, effectOf(folded, step)]).toEqual([type, expected ? 'effective' : 'ineffective']);
      if (!expected) {
        expect(folded.state).toBe(state);
        expect(reasonOf(folded, step)).toMatch(/./);
      } else if (spec.to !== null) expect(folded.state).toBe(spec.to);
    }
  });

  it('a step by a place without the right is ineffective and says so', () => {
    const { events, last, village } = reach('received');
    const step = village.step('accepted', '2017-11-02', last);
    const folded = fold(...events, step);
    expect(effectOf(folded, step)).toBe('ineffective');
    expect(reasonOf(folded, step)).toBe('村级代办点不能办理“受理”');
    expect(folded.steps[1]?.breaches[0]).toMatchObject({ rule: 'role', field: 'by.place' });
  });

  it('a village withdraws its case while it lies there, and no longer once the centre has it', () => {
    const { events, last, village, centre } = reach('handed-over');
    expect(fold(...events, village.step('withdrawn', '2017-11-05', last)).state).toBe('withdrawn');
    const received = centre.step('received', '2017-11-04', last);
    const late = village.step('withdrawn', '2017-11-05', received);
    const folded = fold(...events, received, late);
    expect(folded.state).toBe('received');
    expect(reasonOf(folded, late)).toBe('办件已在乡镇，村里不能再“撤件”');
  });

  it('a step whose data does not fit its schema is ineffective and names the field', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const bad = writer.step('refused', '2017-11-02', first, { reason: '' });
    const folded = fold(first, bad);
    expect(folded.state).toBe('received');
    expect(folded.steps[1]).toMatchObject({
      effect: 'ineffective',
      breaches: [{ rule: 'data', field: 'data.reason' }],
    });
  });

  it('an immediate matter goes from received to concluded at once, a promised one may not', () => {
    const writer = clerk();
    const immediate = writer.received('2017-11-01', { terms: IMMEDIATE });
    expect(fold(immediate, writer.step('concluded', '2017-11-01', immediate)).state).toBe('concluded');
    const promised = writer.received('2017-11-01');
    const step = writer.step('concluded', '2017-11-01', promised);
    const folded = fold(promised, step);
    expect(folded.state).toBe('received');
    expect(reasonOf(folded, step)).toBe('承诺件须先受理，不能由收件直接办结');
  });

  it('a case is extended once only', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'extended', 'extended']);
    const folded = fold(...events);
    expect(effects(folded)).toMatchObject({ 'extended 2017-11-03': 'effective', 'extended 2017-11-04': 'ineffective' });
    expect(folded.extension).toMatchObject({ on: '2017-11-03', days: 5 });
    expect(folded.state).toBe('accepted');
  });

  it('a second supplement request for the same filing counts and is flagged', () => {
    const folded = fold(...walk(clerk(), ['supplement-requested', 'supplemented', 'supplement-requested']));
    expect(folded.state).toBe('supplementing');
    expect(folded.steps[3]).toMatchObject({ effect: 'effective', breaches: [{ rule: 'supplement-twice' }] });
  });
});

describe('where a step leads back', () => {
  it.each([
    ['accepted', ['accepted', 'paused', 'resumed']],
    ['forwarded', ['accepted', 'forwarded', 'paused', 'resumed']],
    ['county-returned', ['accepted', 'forwarded', 'county-returned', 'paused', 'resumed']],
    ['received', ['supplement-requested', 'supplemented']],
    ['county-returned', ['accepted', 'forwarded', 'county-returned', 'supplement-requested', 'supplemented']],
    ['paused', ['accepted', 'paused', 'supplemented']],
  ])('to %s after %j', (state, types) => {
    expect(fold(...walk(clerk(), types)).state).toBe(state);
  });

  it('supplemented papers clear what was owed, part by part', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const short = writer.step('accepted-short', '2017-11-02', first, {
      owed: ['残疾证复印件', '收入声明'],
      deadline: '2017-11-14',
      commitment: true,
    });
    const one = writer.step('supplemented', '2017-11-03', short, { materials: ['收入声明'] });
    const rest = writer.step('supplemented', '2017-11-06', one, { materials: ['残疾证复印件'] });
    expect(fold(first, short).owed).toEqual({ items: ['残疾证复印件', '收入声明'], deadline: '2017-11-14' });
    expect(fold(first, short, one)).toMatchObject({ state: 'accepted', owed: { items: ['残疾证复印件'] } });
    const folded = fold(first, short, one, rest);
    expect(folded).toMatchObject({ owed: null, acceptedShort: { deadline: '2017-11-14' } });
    expect(folded.materials.every((item) => item.state === 'received')).toBe(true);
  });

  it('pauses are kept with their days and end with the case', () => {
    const folded = fold(...walk(clerk(), ['accepted', 'paused', 'resumed', 'paused', 'withdrawn']));
    expect(folded.pauses).toEqual([
      { from: '2017-11-03', to: '2017-11-04', kind: 'special', reason: '公示', planned: [] },
      { from: '2017-11-05', to: '2017-11-06', kind: 'special', reason: '公示', planned: [] },
    ]);
    expect(folded).toMatchObject({ ended: 'withdrawn', endedOn: '2017-11-06', result: null });
  });
});

describe("a village's case", () => {
  it("keeps the village's date; the township's begins with the centre's own step", () => {
    const village = new EventWriter(VILLAGE);
    const centre = clerk();
    const first = village.proxyReceived('2017-11-01');
    const over = village.step('handed-over', '2017-11-06', first);
    const back = centre.step('returned-to-village', '2017-11-07', over);
    const again = village.step('handed-over', '2017-11-13', back);
    const received = centre.step('received', '2017-11-14', again);
    expect(fold(first, over, back)).toMatchObject({
      state: 'returned-to-village',
      returned: { reason: 'materials-missing' },
    });
    expect(fold(first, over, back, again)).toMatchObject({ state: 'handed-over', returned: null, receivedOn: null });
    const folded = fold(first, over, back, again, received);
    expect(folded).toMatchObject({
      state: 'received',
      proxied: true,
      ledgerPlace: VILLAGE,
      proxyReceivedOn: '2017-11-01',
      handedOverOn: '2017-11-13',
      receivedOn: '2017-11-14',
      window: '民政优抚',
      receivedBy: { place: CENTRE },
    });
    expect(folded.filings).toEqual([{ from: '2017-11-14', wordOn: null }]);
  });
});

describe('steps that did not know of each other', () => {
  it('two conclusions with one result count once', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const one = a.step('concluded', '2017-11-08', accepted);
    const two = b.step('concluded', '2017-11-09', accepted);
    const delivered = b.step('delivered', '2017-11-10', two);
    const folded = fold(first, accepted, one, two, delivered);
    expect(folded).toMatchObject({ state: 'delivered', disputed: null, result: { id: one._id, on: '2017-11-08' } });
    expect(folded.steps.find((step) => step.id === two._id)).toMatchObject({ effect: 'same', sameAs: one._id });
  });

  it('two receipts, and two hand-overs, count once', () => {
    const village = new EventWriter(VILLAGE);
    const other = new EventWriter(VILLAGE, 'b');
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const first = village.proxyReceived('2017-11-01');
    const [one, two] = [
      village.step('handed-over', '2017-11-02', first),
      other.step('handed-over', '2017-11-03', first),
    ];
    const [got, gotToo] = [a.step('received', '2017-11-06', one), b.step('received', '2017-11-07', [one, two])];
    const folded = fold(first, one, two, got, gotToo);
    expect(folded).toMatchObject({ state: 'received', disputed: null, receivedOn: '2017-11-06' });
    expect([effectOf(folded, two), effectOf(folded, gotToo)]).toEqual(['same', 'same']);
  });

  it('an extension beside a pause: both count', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const folded = fold(
      first,
      accepted,
      a.step('paused', '2017-11-03', accepted),
      b.step('extended', '2017-11-03', accepted),
    );
    expect(folded).toMatchObject({ state: 'paused', disputed: null, extension: { days: 5 } });
  });

  it('papers that two clerks took in apart are all here', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const first = a.received('2017-11-01');
    const owed = { owed: ['甲', '乙'], deadline: '2017-11-10', commitment: true };
    const short = a.step('accepted-short', '2017-11-02', first, owed);
    const one = a.step('supplemented', '2017-11-03', short, { materials: ['甲'] });
    const two = b.step('supplemented', '2017-11-03', short, { materials: ['乙'] });
    const folded = fold(first, short, one, two);
    expect(folded).toMatchObject({ disputed: null, owed: null });
    expect(folded.materials.filter((item) => item.state === 'missing')).toEqual([]);
  });

  describe('when one of two equal steps is in dispute', () => {
    const [a, b, c] = [clerk(), new EventWriter(CENTRE, 'b'), new EventWriter(CENTRE, 'c')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const one = a.step('concluded', '2017-11-08', accepted);
    const two = b.step('concluded', '2017-11-09', accepted);
    const delivered = b.step('delivered', '2017-11-10', two);
    const gone = c.step('withdrawn', '2017-11-09', accepted);
    const all = [first, accepted, one, two, delivered, gone];
    const settle = (keep: LedgerEvent) =>
      c.step('settled', '2017-11-13', [one, delivered, gone], { keep: [keep._id], reason: '核实' });

    it('both are, and so is what was built on either', () => {
      const folded = fold(...all);
      expect([one, two, delivered, gone].map((event) => effectOf(folded, event))).toEqual(Array(4).fill('disputed'));
    });

    it.each([
      ['the first', one],
      ['the other', two],
    ])('to keep %s keeps both', (_, keep) => {
      expect(fold(...all, settle(keep))).toMatchObject({ state: 'delivered', disputed: null, ended: null });
    });

    it('to keep neither overrules both, with what arrives late on either', () => {
      const archived = b.step('archived', '2017-11-14', delivered);
      const folded = fold(...all, settle(gone), archived);
      expect(folded).toMatchObject({ state: 'withdrawn', disputed: null, result: null });
      expect([one, two, delivered, archived].map((event) => effectOf(folded, event))).toEqual(
        Array(4).fill('overruled'),
      );
    });
  });

  describe('that exclude each other', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const concluded = a.step('concluded', '2017-11-08', accepted);
    const delivered = a.step('delivered', '2017-11-09', concluded);
    const withdrawn = b.step('withdrawn', '2017-11-09', accepted);
    const archived = b.step('archived', '2017-11-10', withdrawn);
    const disputed = [first, accepted, concluded, delivered, withdrawn, archived];
    const settle = (keep: LedgerEvent, on = '2017-11-13', after = [delivered, archived]) =>
      a.step('settled', on, after, { keep: [keep._id], reason: '电话核实' });

    it('the case shows the state at their common ancestor and is disputed', () => {
      const folded = fold(...disputed);
      expect(folded).toMatchObject({ state: 'accepted', result: null, endedOn: null });
      expect(folded.disputed?.since).toBe('2017-11-08');
      expect([...(folded.disputed?.steps ?? [])].sort()).toEqual([concluded._id, withdrawn._id].sort());
      expect(folded.disputed?.heads).toEqual([delivered._id, archived._id].sort());
      expect(disputed.slice(2).map((event) => effectOf(folded, event))).toEqual(Array(4).fill('disputed'));
    });

    it('a settlement after all heads keeps one side; the other and what was built on it are overruled', () => {
      const kept = fold(...disputed, settle(concluded));
      expect(kept).toMatchObject({ state: 'delivered', disputed: null, deliveredOn: '2017-11-09', ended: null });
      expect([withdrawn, archived].map((event) => effectOf(kept, event))).toEqual(['overruled', 'overruled']);
      const other = fold(...disputed, settle(withdrawn));
      expect(other).toMatchObject({ state: 'archived', disputed: null, result: null, ended: 'withdrawn' });
      expect([concluded, delivered].map((event) => effectOf(other, event))).toEqual(['overruled', 'overruled']);
    });

    it('a settlement may keep neither: it names the step before them', () => {
      const folded = fold(...disputed, settle(accepted));
      expect(folded).toMatchObject({ state: 'accepted', disputed: null, result: null });
      expect(effectOf(folded, concluded)).toBe('overruled');
    });

    it('work goes on after a settlement', () => {
      const settled = settle(accepted);
      const again = a.step('concluded', '2017-11-14', settled);
      expect(fold(...disputed, settled, again)).toMatchObject({ state: 'concluded', result: { on: '2017-11-14' } });
    });

    it('what arrives late on the overruled side is overruled too', () => {
      const settled = settle(concluded);
      const more = b.step('archived', '2017-11-20', withdrawn);
      expect(effectOf(fold(...disputed, settled, more), more)).toBe('overruled');
    });

    it('a settlement that keeps both, or knows no dispute, is ineffective', () => {
      const both = a.step('settled', '2017-11-13', [delivered, archived], {
        keep: [concluded._id, withdrawn._id],
        reason: '无',
      });
      expect(reasonOf(fold(...disputed, both), both)).toBe('保留的步骤之间仍互相排斥');
      expect(fold(...disputed, both).disputed).not.toBeNull();
      const needless = a.step('settled', '2017-11-13', delivered, { keep: [concluded._id], reason: '无' });
      expect(reasonOf(fold(...disputed, needless), needless)).toBe('没有要裁定的争议');
    });

    it('any other step after a dispute is ineffective', () => {
      const more = a.step('paused', '2017-11-13', [delivered, archived]);
      expect(reasonOf(fold(...disputed, more), more)).toBe('办件有争议,须先裁定');
    });

    it('two settlements that contradict each other leave the dispute, which a third one ends', () => {
      const one = settle(concluded);
      const two = b.step('settled', '2017-11-13', [delivered, archived], { keep: [withdrawn._id], reason: '本人来电' });
      const folded = fold(...disputed, one, two);
      expect(folded.state).toBe('accepted');
      expect([one, two].map((event) => effectOf(folded, event))).toEqual(['disputed', 'disputed']);
      const third = settle(withdrawn, '2017-11-15', [one, two]);
      expect(fold(...disputed, one, two, third)).toMatchObject({ state: 'archived', disputed: null });
      const byVerdict = settle(one, '2017-11-15', [one, two]);
      expect(fold(...disputed, one, two, byVerdict)).toMatchObject({ state: 'delivered', disputed: null });
    });

    it('the third one stands in the place of both, also of one that had kept neither side', () => {
      const one = settle(concluded);
      const neither = b.step('settled', '2017-11-13', [delivered, archived], { keep: [accepted._id], reason: '另议' });
      const third = settle(concluded, '2017-11-15', [one, neither]);
      const folded = fold(...disputed, one, neither, third);
      expect(folded).toMatchObject({ state: 'delivered', disputed: null });
      expect([one, neither, third].map((event) => effectOf(folded, event))).toEqual([
        'overruled',
        'overruled',
        'effective',
      ]);
    });

    it('two settlements that say the same count once', () => {
      const two = b.step('settled', '2017-11-13', [delivered, archived], { keep: [concluded._id], reason: '同上' });
      const folded = fold(...disputed, settle(concluded), two);
      expect(folded).toMatchObject({ state: 'delivered', disputed: null });
      expect(
        folded.steps
          .filter((step) => step.type === 'settled')
          .map((step) => step.effect)
          .sort(),
      ).toEqual(['effective', 'same']);
    });

    it('a third branch that nobody had seen puts the settled case in dispute again', () => {
      const voided = new EventWriter(CENTRE, 'c').step('voided', '2017-11-20', accepted);
      const settled = settle(concluded);
      const folded = fold(...disputed, settled, voided);
      expect(folded.state).toBe('accepted');
      expect([...(folded.disputed?.steps ?? [])].sort()).toEqual([concluded._id, voided._id].sort());
      const again = settle(concluded, '2017-11-21', [settled, voided]);
      expect(fold(...disputed, settled, voided, again)).toMatchObject({ state: 'delivered', disputed: null });
    });

    it('a settlement by the county counts like one by the centre', () => {
      const county = new EventWriter(COUNTY);
      const settled = county.step('settled', '2017-11-13', [delivered, archived], {
        keep: [concluded._id],
        reason: '督查',
      });
      expect(fold(...disputed, settled)).toMatchObject({ state: 'delivered', disputed: null });
    });
  });
});

describe('what has not arrived and what cannot be read', () => {
  it('a case without its first event has no fold', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    expect(foldCase(events.slice(1))).toBeNull();
    expect(foldCase([])).toBeNull();
  });

  it('a first event with data that fits no schema has no fold', () => {
    expect(foldCase([clerk().received('2017-11-01', { person: 'nobody' })])).toBeNull();
  });

  it('a step waits, visibly, until its predecessor is here', () => {
    const [first, accepted, concluded] = walk(clerk(), ['accepted', 'concluded']) as [
      LedgerEvent,
      LedgerEvent,
      LedgerEvent,
    ];
    const folded = fold(first, concluded);
    expect(folded).toMatchObject({ state: 'received', waiting: [concluded._id], heads: [first._id] });
    expect(effectOf(folded, concluded)).toBe('waiting');
    expect(fold(first, concluded, accepted)).toMatchObject({ state: 'concluded', waiting: [], heads: [concluded._id] });
  });

  it('a remark is no predecessor, and neither is a step of another case', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const note = writer.remark('noted', '2017-11-02', first, { text: '来电' });
    const afterNote = writer.step('accepted', '2017-11-03', [first, note]);
    const stranger = writer.received('2017-11-01');
    const afterStranger = writer.step('accepted', '2017-11-03', [first, stranger]);
    const folded = foldCase([first, note, afterNote, stranger, afterStranger], first._id);
    expect(folded).toMatchObject({ case: first._id, state: 'received' });
    expect([...(folded?.waiting ?? [])].sort()).toEqual([afterNote._id, afterStranger._id].sort());
  });

  it('a first event that claims another case is a step there, and no beginning', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const liar = writer.received('2017-11-02', {}, { case: first._id });
    expect(foldCase([liar])).toBeNull();
    const folded = fold(first, liar);
    expect(folded.steps.map((step) => step.effect)).toEqual(['effective', 'ineffective']);
    expect(folded.number).toBe(first.data['number']);
  });

  it('a type or version this program does not know is kept, and nothing more is allowed after a step of it', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const remark = writer.remark('stamped', '2017-11-02', first, {});
    expect(fold(first, remark)).toMatchObject({ newer: [remark._id], needsNewerVersion: false });
    const step = writer.step('transferred', '2017-11-02', first, {});
    const next = writer.step('accepted', '2017-11-03', step);
    expect(fold(first, step, next)).toMatchObject({ newer: [step._id], needsNewerVersion: true, waiting: [next._id] });
    const newer = { ...step, v: 2 };
    expect(foldCase([first, newer])).toMatchObject({ newer: [step._id], needsNewerVersion: true });
  });
});

describe('what no honest program writes', () => {
  it('a later step that names no predecessor is ineffective, also when it is dated before the case began', () => {
    const writer = clerk();
    const first = writer.received('2017-11-05');
    const stray = writer.event('accepted', '2017-11-01', {}, { case: first._id });
    const folded = fold(first, stray);
    expect(folded.state).toBe('received');
    expect(folded.steps.map((step) => [step.type, step.effect])).toEqual([
      ['received', 'effective'],
      ['accepted', 'ineffective'],
    ]);
    expect(reasonOf(folded, stray)).toBe('步骤没有写明接在哪一步之后');
  });

  it('two bodies under one id: the fold looks at the same one whoever came first', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const forged = { ...first, _rev: `1-${'0'.repeat(32)}`, data: { ...first.data, matter: 'MZ-002' } };
    expect(fold(first, forged).matter).toBe('MZ-002');
    expect(fold(forged, first)).toEqual(fold(first, forged));
  });
});

describe('heads', () => {
  it('are all steps without a successor, sorted; the next step comes after them', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const [one, two] = [writer.step('paused', '2017-11-03', accepted), writer.step('extended', '2017-11-03', accepted)];
    const folded = fold(first, accepted, one, two);
    expect(folded.heads).toEqual([one._id, two._id].sort());
    expect(afterOfNextStep(folded)).toEqual(folded.heads);
  });

  it('are more than an event may name only for a forger; then those that count come first', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const crowd = Array.from({ length: 90 }, () => writer.step('delivered', '2017-11-02', first));
    const accepted = writer.step('accepted', '2017-11-03', first);
    const next = afterOfNextStep(fold(first, ...crowd, accepted));
    expect(next).toHaveLength(64);
    expect(next).toContain(accepted._id);
    expect(next).toEqual([...next].sort());
  });
});

describe('remarks', () => {
  const writer = clerk();
  const county = new EventWriter(COUNTY);
  const first = writer.received('2017-11-01');

  it('correct the person in order and never move the case', () => {
    const phone = (to: string, on: string, about = first) =>
      writer.remark('amended', on, about, { field: 'person.phone', from: null, to, reason: '听错' });
    const one = phone('13800000001', '2017-11-05');
    // Written with a clock that was behind, yet about the first correction: it comes after it.
    const two = phone('13800000002', '2017-11-03', one);
    const folded = fold(two, first, one);
    expect(folded.person.phone).toBe('13800000002');
    expect(folded).toMatchObject({ state: 'received', heads: [first._id] });
  });

  it('a corrected ID number is checked again', () => {
    const amend = (to: string) =>
      writer.remark('amended', '2017-11-05', first, { field: 'person.idNumber', from: null, to, reason: '看错' });
    expect(fold(first, amend('11010519491231002X')).person).toMatchObject({
      idNumber: '11010519491231002X',
      idVerified: true,
    });
    expect(fold(first, amend('110105194912310021')).person.idVerified).toBe(false);
  });

  it('a correction that makes no person is ineffective', () => {
    const bad = writer.remark('amended', '2017-11-05', first, {
      field: 'person.name',
      from: '测试甲',
      to: null,
      reason: '误',
    });
    const folded = fold(first, bad);
    expect(folded.person.name).toBe('测试甲');
    expect(folded.remarks[0]).toMatchObject({ effect: 'ineffective', reason: '更正的内容不合格式' });
  });

  it('a question is open until it is answered', () => {
    const question = county.remark('questioned', '2017-11-06', first, { rule: 'date', text: '为何晚录?' });
    expect(fold(first, question).questions).toMatchObject([{ id: question._id, about: first._id, answered: false }]);
    const answer = writer.remark('answered', '2017-11-07', question, { text: '停电' });
    expect(fold(answer, first, question).questions).toMatchObject([{ answered: true, answers: [{ text: '停电' }] }]);
  });

  it('only the county asks', () => {
    const question = writer.remark('questioned', '2017-11-06', first, { rule: 'date', text: '?' });
    expect(fold(first, question)).toMatchObject({
      questions: [],
      remarks: [{ effect: 'ineffective', breaches: [{ rule: 'role' }] }],
    });
  });

  it('the latest number is shown and the former ones are kept', () => {
    const number = String(first.data['number']);
    const remark = county.remark('renumbered', '2017-11-06', first, { number: `${number}-2` });
    expect(fold(first, remark)).toMatchObject({ number: `${number}-2`, formerNumbers: [number] });
  });

  it('ratings, fees, calls and follow-ups are listed; one about a step that is not here waits', () => {
    const accepted = writer.step('accepted', '2017-11-02', first);
    const remarks = [
      writer.remark('rated', '2017-11-10', first, { score: 5, way: 'paper' }),
      writer.remark('fee-taken', '2017-11-10', first, { fen: 2000, item: '工本费' }),
      writer.remark('notified', '2017-11-10', first, { way: 'phone', reached: false }),
      writer.remark('followed-up', '2017-11-11', first, { score: 4 }),
    ];
    const early = writer.remark('noted', '2017-11-03', accepted, { text: '已电话' });
    const folded = fold(first, early, ...remarks);
    expect(folded).toMatchObject({
      ratings: [{ score: 5 }],
      fees: [{ fen: 2000 }],
      notified: [{ reached: false }],
      followUps: [{ score: 4 }],
      waiting: [early._id],
    });
    expect(fold(first, accepted, early).waiting).toEqual([]);
  });
});

it('the data of every later step in the fixtures fits its schema', () => {
  for (const [type, data] of Object.entries(STEP_DATA)) {
    const schema = (STEPS[type as StepType] as StepSpec).data;
    expect([type, schema?.safeParse(data).success]).toEqual([type, true]);
  }
});
