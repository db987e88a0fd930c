import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, IMMEDIATE, STEP_DATA, VILLAGE } from '../../../test/fixtures/events.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { CASE_STATES } from '../states.ts';
import { STEPS } from '../steps/index.ts';
import type { CaseState } from '../states.ts';
import type { StepSpec, StepType } from '../steps/index.ts';
import { afterOfNextStep } from './fold.ts';
import { clerk, fold, effects, reasonOf, effectOf, walk, reach } from '../../../test/fixtures/folds.ts';

describe('a step in each state', () => {
  const states = Object.keys(CASE_STATES) as CaseState[];
  const laterSteps = (Object.keys(STEPS) as StepType[]).filter(
    (type) => !['proxy-received', 'settled', 'undone'].includes(type),
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
      // Only a village's case has a mandate, and what was not suspended is not resumed; fold-mandate.test.ts has their own rules.
      const unmandated = type === 'mandate-resumed' || !folded.proxied;
      // Nothing is put away before it is handed over, but for what was sent on.
      const expected =
        spec.from.includes(state) &&
        !(type === 'concluded' && state === 'received') &&
        !(type === 'archived' && state === 'concluded') &&
        !(type.startsWith('mandate-') && unmandated);
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
