/** Ratings that machines write apart: each through its door, knowing what it has heard of. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATING_DATA as DATA, given } from '../../test/fixtures/ratings.ts';
import { CENTRE, EventWriter } from '../../test/fixtures/events.ts';
import type { EventId, LocalDate } from '../base/brands.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { CaseFold } from './case-types.ts';
import { foldCase } from './fold/fold.ts';
import { nextRound, ratingOffers, threadEnd } from './rating-check.ts';
import type { RatingAction } from './rating-check.ts';
import { countedRating, isDoubled, ratingCause } from './ratings.ts';

const fold = (...events: readonly LedgerEvent[]): CaseFold => {
  const folded = foldCase(events, (events[0] as LedgerEvent)._id);
  if (folded === null) throw new TypeError('no case');
  return folded;
};

const TYPES = Object.keys(DATA) as RatingAction[];
interface Act {
  readonly who: number;
  readonly what: number;
  readonly days: number;
  readonly hears: boolean;
  readonly n: number;
}
const acts: fc.Arbitrary<Act> = fc.record({
  who: fc.nat(2),
  what: fc.nat(TYPES.length + 2),
  days: fc.nat(2),
  hears: fc.boolean(),
  n: fc.nat(4),
});

/** What three machines do about the ratings of one case: each through its door, knowing what it has heard of. */
function play(deeds: readonly Act[]): readonly LedgerEvent[] {
  const writers = [new EventWriter(CENTRE, 'a'), new EventWriter(CENTRE, 'b'), new EventWriter(CENTRE, 'c')];
  const first = (writers[0] as EventWriter).received('2017-11-01');
  const events: LedgerEvent[] = [first];
  const knows = writers.map(() => new Set<EventId>([first._id]));
  let day = 1;
  for (const { who, what, days, hears, n } of deeds) {
    const [writer, known] = [writers[who] as EventWriter, knows[who] as Set<EventId>];
    if (hears) for (const { _id } of events) known.add(_id);
    day = Math.min(28, day + days);
    const seen = fold(...events.filter(({ _id }) => known.has(_id)));
    const type = TYPES[what];
    const action = type ?? (what === TYPES.length ? 'rating-defaulted' : 'rating-given');
    const round = nextRound(seen.ratings);
    const data =
      type === undefined
        ? action === 'rating-given'
          ? given(n + 1, round ?? 1)
          : { countedAs: 3 }
        : type === 'check-found'
          ? { ...DATA[type], verdict: n % 2 === 0 ? 'true' : 'unclear' }
          : type === 'check-extended'
            ? { ...DATA[type], length: 8 + n }
            : DATA[type];
    const tail = countedRating(seen.ratings) ?? seen.ratings.at(-1);
    if (type === undefined && !ratingOffers(seen).includes(action as 'rating-given')) continue;
    const about = type === undefined ? (tail?.thread.at(-1) ?? first._id) : threadEnd(type)(seen, first._id);
    if (typeof about === 'object') continue;
    const on = `2017-11-${String(day).padStart(2, '0')}`;
    const event = writer.event(action, on, data, { case: first._id, about });
    known.add(event._id);
    events.push(event);
  }
  return events;
}

describe('whatever people do apart', () => {
  /** Half of them begin with a bad rating that is taken up, so that they get somewhere. */
  const begun: readonly Act[] = [
    { who: 0, what: TYPES.length + 1, days: 1, hears: true, n: 0 },
    { who: 1, what: TYPES.indexOf('check-taken'), days: 1, hears: true, n: 0 },
  ];
  const scenarios = fc
    .tuple(fc.boolean(), fc.array(acts, { maxLength: 14, size: 'max' }))
    .map(([isBegun, deeds]) => play(isBegun ? [...begun, ...deeds] : deeds));

  it('comes out the same in any order of arrival, and repeated', () => {
    fc.assert(
      fc.property(scenarios, fc.infiniteStream(fc.nat()), ([first, ...rest], numbers) => {
        const keys = new Map(rest.map((event) => [event._id, numbers.next().value ?? 0]));
        const mixed = rest.toSorted((a, b) => (keys.get(a._id) ?? 0) - (keys.get(b._id) ?? 0));
        const start = first as LedgerEvent;
        const id = start._id;
        expect(foldCase([...mixed, start, ...mixed], id)).toEqual(foldCase([start, ...rest], id));
      }),
      { numRuns: 200 },
    );
  });

  it('what a door let through stays effective, whatever another did meanwhile', () => {
    let doubled = 0;
    let apart = 0;
    fc.assert(
      fc.property(scenarios, (events) => {
        const folded = fold(...events);
        expect(folded.remarks.filter(({ effect }) => effect !== 'effective')).toEqual([]);
        expect(folded.ratings.flatMap(({ thread }) => thread).toSorted()).toEqual(
          events
            .slice(1)
            .map(({ _id }) => _id)
            .toSorted(),
        );
        doubled += folded.ratings.some((rating) => isDoubled(folded.ratings, rating)) ? 1 : 0;
        apart += folded.ratings.some(({ check }) => check?.found?.apart) ? 1 : 0;
      }),
      { numRuns: 300 },
    );
    // Both were met.
    expect([doubled > 0, apart > 0]).toEqual([true, true]);
  });

  it('a default never counts, an excluded one never does, and the extension never passes the longest', () => {
    fc.assert(
      fc.property(scenarios, (events) => {
        const folded = fold(...events);
        const counted = countedRating(folded.ratings);
        expect(ratingCause(folded) === 'given').toBe(counted !== undefined);
        expect([counted?.source ?? 'given', counted?.excluded ?? null]).toEqual(['given', null]);
        for (const { check, on } of folded.ratings) {
          if (check === null) continue;
          expect(check.length).toBeGreaterThanOrEqual(check.terms.n);
          expect(check.length).toBeLessThanOrEqual(check.terms.most);
          expect(check.found === null && check.rectified !== null).toBe(false);
          expect(on >= ('2017-11-01' as LocalDate)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
