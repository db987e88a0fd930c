import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter, STEP_DATA, VILLAGE } from '../../../test/fixtures/events.ts';
import { effectOf, fold, reasonOf } from '../../../test/fixtures/folds.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { judge } from '../judge.ts';
import { POWER_NAMES } from '../mandate.ts';

const taken = (...powers: string[]) => ({ powers, how: 'oral', given: 'self' });
const toOther = STEP_DATA['mandate-handed-over'] as Record<string, unknown>;

function slip() {
  const [village, other, centre] = [new EventWriter(VILLAGE), new EventWriter(VILLAGE, '13'), new EventWriter(CENTRE)];
  return { village, other, centre, first: village.proxyReceived('2017-11-01') };
}

/** A slip that the centre has concluded. */
function concluded(before: readonly (readonly [string, Record<string, unknown>?])[] = []) {
  const made = slip();
  const events = [made.first];
  for (const [type, data] of before)
    events.push(made.village.step(type, '2017-11-01', events.at(-1) as LedgerEvent, data));
  events.push(made.village.step('handed-over', '2017-11-02', events.at(-1) as LedgerEvent));
  for (const type of ['received', 'accepted', 'concluded'])
    events.push(made.centre.step(type, '2017-11-03', events.at(-1) as LedgerEvent));
  return { ...made, events, last: events.at(-1) as LedgerEvent };
}

describe('the mandate of a case', () => {
  it('begins with the slip: every power, held by the agent who wrote it', () => {
    const { first } = slip();
    expect(fold(first).mandate).toMatchObject({
      state: 'in-force',
      holder: { place: VILLAGE, staff: 's12' },
      powers: POWER_NAMES,
      how: null,
      said: false,
    });
    expect(fold(new EventWriter(CENTRE).received('2017-11-01')).mandate).toBeNull();
  });

  it('is fulfilled when the result is handed out, and by nothing after that', () => {
    const { events, last, village } = concluded();
    const delivered = village.step('delivered', '2017-11-06', last);
    expect(fold(...events, delivered).mandate).toMatchObject({ state: 'fulfilled', until: '2017-11-06' });
    const late = village.step('mandate-ended', '2017-11-07', delivered);
    expect(effectOf(fold(...events, delivered, late), late)).toBe('ineffective');
  });

  it('is suspended and resumed; meanwhile the agent may do nothing, and afterwards what was agreed before', () => {
    const { first, village } = slip();
    const agreed = village.step('mandate-taken', '2017-11-01', first, taken('collect', 'hand-in'));
    const still = village.step('mandate-suspended', '2017-11-02', agreed);
    const early = village.step('handed-over', '2017-11-02', still);
    expect(reasonOf(fold(first, agreed, still, early), early)).toBe('委托已中止，续办以后才能办“递交材料”');
    const again = village.step('mandate-resumed', '2017-11-03', still);
    const given = village.step('handed-over', '2017-11-03', again);
    const folded = fold(first, agreed, still, again, given);
    expect(folded.state).toBe('handed-over');
    expect(folded.mandate).toMatchObject({
      state: 'in-force',
      powers: ['hand-in', 'collect'],
      until: null,
      reason: null,
    });
  });

  it('has an agent act within its powers alone, and takes none for what the villager does', () => {
    const { first, village } = slip();
    const agreed = village.step('mandate-taken', '2017-11-01', first, taken('collect'));
    const given = village.step('handed-over', '2017-11-02', agreed);
    expect(reasonOf(fold(first, agreed, given), given)).toBe('委托里没有“递交材料”，请本人办理');
    const back = village.step('withdrawn', '2017-11-02', agreed);
    expect(fold(first, agreed, back).state).toBe('withdrawn');
  });

  it('asks for the power to supplement where the centre sent the slip back', () => {
    const { first, village, centre } = slip();
    const agreed = village.step('mandate-taken', '2017-11-01', first, taken('hand-in'));
    const given = village.step('handed-over', '2017-11-02', agreed);
    const back = centre.step('returned-to-village', '2017-11-03', given);
    const again = village.step('handed-over', '2017-11-06', back);
    expect(reasonOf(fold(first, agreed, given, back, again), again)).toBe('委托里没有“补交材料”，请本人办理');
  });

  it('that ended has no more acts of the agent, and is taken on again only by who saw the end', () => {
    const { first, village, other } = slip();
    const ended = village.step('mandate-ended', '2017-11-02', first);
    const given = village.step('handed-over', '2017-11-02', ended);
    expect(reasonOf(fold(first, ended, given), given)).toBe('委托已终止，不能再办“递交材料”');
    const apart = other.step('mandate-taken', '2017-11-03', first, taken('hand-in'));
    expect(fold(first, ended, apart).mandate?.state).toBe('ended');
    const again = other.step('mandate-taken', '2017-11-06', ended, { ...taken('hand-in'), renews: true });
    expect(fold(first, ended, again).mandate).toMatchObject({ state: 'in-force', holder: { staff: 's13' } });
    const unsaid = other.step('mandate-taken', '2017-11-06', ended, taken('hand-in'));
    expect(judge(fold(first, ended, unsaid))).toMatchObject([{ about: unsaid._id, rule: 'mandate' }]);
  });

  it('is not passed on but by a hand-over: the county asks about another agent', () => {
    const { first, village, other } = slip();
    const agreed = village.step('mandate-taken', '2017-11-01', first, taken('hand-in'));
    const given = other.step('handed-over', '2017-11-02', agreed);
    expect(judge(fold(first, agreed, given))).toMatchObject([{ about: given._id, rule: 'mandate-holder' }]);
    const passed = village.step('mandate-handed-over', '2017-11-02', agreed, toOther);
    const then = other.step('handed-over', '2017-11-03', passed);
    const folded = fold(first, agreed, passed, then);
    expect([judge(folded), folded.mandate?.holder]).toEqual([[], { place: VILLAGE, staff: 's13' }]);
    const former = village.step('handed-over', '2017-11-03', passed);
    expect(judge(fold(first, agreed, passed, former))).toMatchObject([{ about: former._id, rule: 'mandate-holder' }]);
  });

  it('of a slip of which no step spoke is asked nothing that was not asked before', () => {
    const { first, other } = slip();
    const given = other.step('handed-over', '2017-11-02', first);
    expect(judge(fold(first, given))).toEqual([]);
  });

  it('tells the centre to whom a result may go', () => {
    const byAgent = { signer: 'agent' };
    const without = concluded([['mandate-taken', taken('hand-in')]]);
    const handed = without.centre.step('delivered', '2017-11-06', without.last, byAgent);
    expect(judge(fold(...without.events, handed))).toMatchObject([{ about: handed._id, rule: 'mandate-collect' }]);
    const self = without.centre.step('delivered', '2017-11-06', without.last);
    expect(judge(fold(...without.events, self))).toEqual([]);
    const still = concluded();
    const suspended = still.centre.step('mandate-suspended', '2017-11-06', still.last);
    const late = still.centre.step('delivered', '2017-11-06', suspended, byAgent);
    expect(judge(fold(...still.events, suspended, late))).toMatchObject([{ about: late._id, rule: 'mandate' }]);
    const over = concluded();
    const centre = { place: CENTRE, list: 'J2', papers: [] };
    const passed = over.centre.step('mandate-handed-over', '2017-11-06', over.last, centre);
    const none = over.centre.step('delivered', '2017-11-06', passed, byAgent);
    expect(judge(fold(...over.events, passed, none))).toMatchObject([{ about: none._id, rule: 'mandate-collect' }]);
  });

  it('that the villager ends at the centre while the agent acts apart from it: both count, nothing is in dispute', () => {
    const { first, village, centre } = slip();
    const given = village.step('handed-over', '2017-11-02', first);
    const ended = centre.step('mandate-ended', '2017-11-02', first);
    const folded = fold(first, given, ended);
    expect([folded.state, folded.mandate?.state, folded.disputed]).toEqual(['handed-over', 'ended', null]);
  });

  const TYPES = [
    ...Object.keys(STEP_DATA).filter((type) => type.startsWith('mandate-')),
    'handed-over',
    'received',
    'accepted',
    'concluded',
    'delivered',
  ];
  const script = fc.array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      writer: fc.nat(2),
      after: fc.nat(30),
      renews: fc.boolean(),
      centre: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  );

  it('has a holder always, the same in any order of arrival, and stays ended but for who saw the end', () => {
    let ends = 0;
    fc.assert(
      fc.property(script, fc.infiniteStream(fc.nat()), (acts, random) => {
        const { first, village, other, centre } = slip();
        const writers = [village, other, centre];
        const events = [first];
        acts.forEach(({ type, writer, after, renews, centre: toCentre }, i) => {
          const data = {
            ...STEP_DATA[type],
            ...(type === 'mandate-taken' ? { renews } : {}),
            ...(type === 'mandate-handed-over' && toCentre ? { place: CENTRE } : {}),
          };
          const day = `2017-11-${String(i + 2).padStart(2, '0')}`;
          const before = events[Math.max(0, events.length - 1 - (after % 3))] as LedgerEvent;
          events.push((writers[writer] as EventWriter).step(type, day, before, data));
        });
        const { mandate } = fold(...events);
        expect(mandate?.holder.place).toMatch(/^43122211/);
        const shuffled = events
          .map((event) => ({ event, at: random.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ event }) => event);
        expect(fold(...shuffled).mandate).toEqual(mandate);
        const folded = fold(...events);
        const counts = folded.steps.filter(({ effect }) => effect === 'effective').map(({ id }) => id);
        const said = (type: string) => events.filter((event) => event.type === type && counts.includes(event._id));
        const renewed = said('mandate-taken').some(({ data }) => data['renews'] === true);
        if (said('mandate-ended').length === 0 || renewed || folded.disputed !== null) return;
        ends += 1;
        expect(mandate?.state).not.toBe('in-force');
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(ends).toBeGreaterThan(20);
  });
});
