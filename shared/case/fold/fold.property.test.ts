import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, VILLAGE } from '../../../test/fixtures/events.ts';
import { type Choice, choice, correctionOf, dataOf, day, plausible } from '../../../test/fixtures/histories.ts';
import type { EventId } from '../../base/brands.ts';
import type { CaseFold } from '../case-types.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { STEPS } from '../steps/index.ts';
import { foldCase } from './fold.ts';
import { judge } from '../judge.ts';

const LATER: readonly string[] = Object.keys(STEPS).filter((type) => type !== 'proxy-received');

/** Anything well-formed: any type after any events, remarks among the predecessors, other cases, nonsense in data. */
function hostile(choices: readonly Choice[]): LedgerEvent[] {
  const writers = [
    new EventWriter(CENTRE),
    new EventWriter(CENTRE, 'b'),
    new EventWriter(VILLAGE),
    new EventWriter(COUNTY),
  ];
  const centre = writers[0] as EventWriter;
  const all = [centre.received('2017-11-05'), centre.received('2017-11-01')];
  const types = [...LATER, 'proxy-received', 'corrected', 'amended', 'questioned', 'answered', 'noted', 'transferred'];
  for (const { writer: w, type: t, day: d, see, variant } of choices) {
    const writer = writers[w] as EventWriter;
    const type = types[t % types.length] as string;
    const after = [...new Set(see.map((s) => all[s % all.length] as LedgerEvent))];
    const options = variant === 4 ? { case: (all[1] as LedgerEvent)._id } : { case: (all[0] as LedgerEvent)._id };
    if (LATER.includes(type) || type === 'transferred' || type === 'proxy-received')
      all.push(writer.step(type, day(d), after, dataOf(type, variant, all), options));
    else all.push(writer.remark(type, day(d), after[0] as LedgerEvent, remarkData(type, variant), options));
  }
  return all;
}

const remarkData = (type: string, variant: number): Record<string, unknown> => {
  if (variant === 5) return {};
  if (type === 'corrected') return correctionOf({ type: 'accepted' }, day(variant));
  if (type === 'amended') return { field: 'person.phone', from: null, to: `1380000000${variant}`, reason: '误' };
  return type === 'questioned' ? { rule: 'date', text: '?' } : { text: '好' };
};

const history = fc.oneof(
  fc
    .tuple(fc.array(choice, { maxLength: 14 }), fc.boolean())
    .map(([choices, immediate]) => plausible(choices, immediate)),
  fc.array(choice, { maxLength: 25 }).map(hostile),
);
const shuffled = history.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray(events, { minLength: events.length }),
    fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 6 }),
  ),
);

describe('the fold', () => {
  it('any order and any repetition of arrival gives the same fold', () => {
    fc.assert(
      fc.property(shuffled, ([events, other, again]) => {
        const twice = [...other, ...again.map((i) => structuredClone(events[i] as LedgerEvent))];
        expect(foldCase(twice)).toEqual(foldCase(events));
      }),
      { numRuns: 400 },
    );
  });

  it('any partition converges: two sites that exchange what the other lacks see the same case', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(40), ([events, other], cut) => {
        const left = new Map(other.slice(0, cut).map((event) => [event._id, event]));
        const right = new Map(other.slice(cut).map((event) => [event._id, event]));
        // Each folds what it has on the way, as it would on every pull.
        foldCase([...left.values()]);
        foldCase([...right.values()]);
        for (const [id, event] of left) right.set(id, event);
        for (const [id, event] of right) left.set(id, event);
        const only = (events[0] as LedgerEvent)._id;
        expect(foldCase([...left.values()], only)).toEqual(foldCase([...right.values()], only));
        expect(foldCase([...left.values()], only)).toEqual(foldCase(events, only));
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever part of a history is here, and says of every step what its effect is', () => {
    fc.assert(
      fc.property(
        history.chain((events) => fc.tuple(fc.constant(events), fc.subarray(events))),
        ([events, part]) => {
          const only = (events[0] as LedgerEvent)._id;
          const folded = foldCase(part, only);
          expect(folded === null).toBe(!part.some((event) => event._id === only));
          if (folded === null) return;
          expect(JSON.parse(JSON.stringify(folded))).toEqual(folded);
          expect(() => judge(folded)).not.toThrow();
          expect(folded.steps.filter((step) => step.effect === 'waiting').map((step) => step.id)).toEqual(
            folded.waiting.filter((id) => folded.steps.some((step) => step.id === id)),
          );
          for (const step of folded.steps)
            expect([step.id, step.reason === null]).toEqual([step.id, step.effect === 'effective']);
          expect(folded.disputed !== null).toBe(folded.steps.some((step) => step.effect === 'disputed'));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('an event that arrives only adds: what was ineffective or waited for nothing stays so', () => {
    fc.assert(
      fc.property(history, (events) => {
        const only = (events[0] as LedgerEvent)._id;
        const whole = foldCase(events, only) as CaseFold;
        for (let n = 1; n < events.length; n += 1) {
          const sofar = foldCase(events.slice(0, n), only) as CaseFold;
          for (const step of sofar.steps) {
            if (step.effect === 'waiting') continue;
            const later = whole.steps.find((other) => other.id === step.id);
            expect([step.id, later?.effect === 'ineffective']).toEqual([step.id, step.effect === 'ineffective']);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a settlement after all heads that keeps one of the excluding steps, with all it excludes gone, ends the dispute', () => {
    let settled = 0;
    fc.assert(
      fc.property(
        fc.array(choice, { minLength: 4, maxLength: 14 }),
        fc.boolean(),
        fc.nat(10),
        (choices, immediate, pick) => {
          const events = plausible(choices, immediate);
          const folded = foldCase(events) as CaseFold;
          if (folded.disputed === null) return;
          settled += 1;
          const keep = folded.disputed.steps[pick % folded.disputed.steps.length] as EventId;
          const heads = folded.disputed.heads.map((id) => events.find((event) => event._id === id) as LedgerEvent);
          const verdict = new EventWriter(CENTRE, 'judge').step('settled', '2017-11-28', heads, {
            keep: [keep],
            reason: '核实',
          });
          const after = foldCase([...events, verdict]) as CaseFold;
          expect(after.disputed).toBeNull();
          expect(after.heads).toEqual([verdict._id]);
          expect(after.steps.find((step) => step.id === keep)?.effect).toMatch(/^(effective|same)$/);
        },
      ),
      { numRuns: 600 },
    );
    expect(settled).toBeGreaterThan(20);
  });
});

describe('a case of five thousand steps', () => {
  const N = 5000;
  const writer = new EventWriter(CENTRE);
  const other = new EventWriter(CENTRE, 'b');
  const first = writer.received('2017-11-01');
  const grow = (next: (events: LedgerEvent[], i: number) => LedgerEvent): LedgerEvent[] => {
    const events = [first];
    while (events.length < N) events.push(next(events, events.length));
    return events;
  };
  const at = (events: LedgerEvent[], i: number): LedgerEvent => events[Math.max(0, i)] as LedgerEvent;

  it.each<[string, (events: LedgerEvent[], i: number) => LedgerEvent]>([
    [
      'in one line',
      (events, i) => writer.step(i % 2 ? 'supplement-requested' : 'supplemented', '2017-11-02', at(events, i - 1)),
    ],
    ['all after the first', (_, i) => writer.step(i % 2 ? 'withdrawn' : 'voided', '2017-11-02', first)],
    ['all after the first and all the same', () => writer.step('accepted', '2017-11-02', first)],
    [
      'in two lines that merge at every step',
      (events, i) =>
        (i % 2 ? writer : other).step(
          'supplemented',
          '2017-11-02',
          i < 3 ? [first] : i % 2 ? [at(events, i - 1), at(events, i - 2)] : [at(events, i - 2), at(events, i - 3)],
        ),
    ],
    [
      'with settlements of settlements',
      (events, i) => {
        if (i === 1) return writer.step('accepted', '2017-11-02', first);
        if (i % 3 === 2) return writer.step('paused', '2017-11-03', at(events, i - 1));
        if (i % 3 === 0) return other.step('forwarded', '2017-11-03', at(events, i - 2));
        const keep = { keep: [at(events, i - 3)._id], reason: '核实' };
        return writer.step('settled', '2017-11-03', [at(events, i - 1), at(events, i - 2)], keep);
      },
    ],
  ])('folds, %s, and comes out the same backwards', (_, next) => {
    const events = grow(next);
    const folded = foldCase(events) as CaseFold;
    expect(folded.steps).toHaveLength(N);
    expect(foldCase([...events].reverse())).toEqual(folded);
  });
});
