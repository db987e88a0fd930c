import { describe, expect, it } from 'vitest';
import { RATING_DATA as DATA, given } from '../../test/fixtures/ratings.ts';
import { CENTRE, COUNTY, EventWriter, VILLAGE } from '../../test/fixtures/events.ts';
import type { LedgerEvent } from '../event/event.ts';
import { referenceCalendar } from '../reference/load.ts';
import type { CaseFold } from './case-types.ts';
import { deadlines } from './deadline.ts';
import { foldCase } from './fold/fold.ts';
import { judge } from './judge.ts';
import { checkState, nextRound, ratingActions, ratingOffers, threadEnd } from './rating-check.ts';
import type { RatingAction } from './rating-check.ts';
import { countedRating, currentCheck, isDoubled, ratingCause } from './ratings.ts';
import type { Rating } from './ratings.ts';

const calendar = referenceCalendar();
const fold = (...events: readonly LedgerEvent[]): CaseFold => {
  const folded = foldCase(events, (events[0] as LedgerEvent)._id);
  if (folded === null) throw new TypeError('no case');
  return folded;
};
const effects = (folded: CaseFold) => folded.remarks.map(({ effect }) => effect);
const last = (folded: CaseFold): Rating => folded.ratings.at(-1) as Rating;

/** A case with a bad rating, and a way to go on with its thread. */
function badCase(score = 1) {
  const writer = new EventWriter(CENTRE);
  const first = writer.received('2017-11-01');
  const rating = writer.remark('rating-given', '2017-11-02', first, given(score));
  const events = [first, rating];
  const goOn = (type: RatingAction, on = '2017-11-06', data: object = DATA[type]) => {
    const event = writer.remark(type, on, events.at(-1) as LedgerEvent, { ...data });
    events.push(event);
    return event;
  };
  return { writer, first, rating, events, goOn };
}

describe('a rating', () => {
  it('of programs before is one that a person gave, opens no verification and may be followed by a second', () => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01');
    const old = writer.remark('rated', '2017-11-02', first, { score: 2, way: 'keypad' });
    const second = writer.remark('rating-given', '2017-11-09', old, given(4, 2));
    expect(fold(first, old).ratings).toMatchObject([
      { source: 'given', round: 1, channel: 'pad', score: 2, check: null },
    ]);
    expect(last(fold(first, old, second))).toMatchObject({ round: 2, score: 4 });
  });

  it('that a platform counts by itself is told from one that was given, whichever came first', () => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01');
    const byDefault = writer.remark('rating-defaulted', '2017-11-09', first, { countedAs: 5 });
    const before = fold(first, byDefault);
    expect([countedRating(before.ratings), ratingCause(before), nextRound(before.ratings)]).toEqual([
      undefined,
      'default',
      1,
    ]);
    const later = fold(first, byDefault, writer.remark('rating-given', '2017-11-10', byDefault, given(2)));
    expect([countedRating(later.ratings)?.score, ratingCause(later)]).toEqual([2, 'given']);
    const rated = writer.remark('rating-given', '2017-11-02', first, given(4));
    const after = fold(first, rated, writer.remark('rating-defaulted', '2017-11-09', rated, { countedAs: 5 }));
    expect([effects(after), countedRating(after.ratings)?.score]).toEqual([['effective', 'effective'], 4]);
    const twice = fold(first, byDefault, writer.remark('rating-defaulted', '2017-11-12', byDefault, { countedAs: 3 }));
    expect(effects(twice)).toEqual(['effective', 'ineffective']);
  });

  it.each([
    ['a first after a first', given(5), given(5), '第一次评价已经有了'],
    ['a second after a good one', given(3), given(5, 2), '第二次评价只能在第一次是差评之后'],
    ['a second after a second', given(1), given(5, 2), null],
  ])('%s is judged', (_, one, two, refusal) => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01');
    const a = writer.remark('rating-given', '2017-11-02', first, one);
    const b = writer.remark('rating-given', '2017-11-09', a, two);
    const folded = fold(first, a, b);
    if (refusal === null) {
      expect(effects(folded)).toEqual(['effective', 'effective']);
      const third = fold(first, a, b, writer.remark('rating-given', '2017-11-10', b, given(4, 2)));
      expect([effects(third).at(-1), nextRound(folded.ratings)]).toEqual(['ineffective', null]);
      return;
    }
    expect(folded.remarks.at(-1)?.reason).toContain(refusal);
    expect(judge(folded).map(({ rule, about }) => [rule, about])).toEqual([['rating', b._id]]);
  });

  it('a second without any first, or dated before it, is refused', () => {
    const { writer, first, rating, events } = badCase();
    const alone = fold(first, writer.remark('rating-given', '2017-11-09', first, given(4, 2)));
    expect(effects(alone)).toEqual(['ineffective']);
    const early = fold(...events, writer.remark('rating-given', '2017-11-01', rating, given(4, 2)));
    expect(early.remarks.at(-1)?.breaches.map(({ rule }) => rule)).toEqual(['date']);
  });

  it('written twice apart stands twice, the later one counts, and both are marked until one is excluded', () => {
    const [a, b] = [new EventWriter(CENTRE), new EventWriter(CENTRE, 'b')];
    const first = a.received('2017-11-01');
    const [one, two] = [
      a.remark('rating-given', '2017-11-02', first, given(5)),
      b.remark('rating-given', '2017-11-03', first, given(3)),
    ];
    const both = fold(first, two, one);
    expect([effects(both), countedRating(both.ratings)?.id]).toEqual([['effective', 'effective'], two._id]);
    expect(both.ratings.map((rating) => isDoubled(both.ratings, rating))).toEqual([true, true]);
    const out = fold(first, one, two, a.remark('rating-excluded', '2017-11-06', two, DATA['rating-excluded']));
    expect([countedRating(out.ratings)?.id, out.ratings.map((each) => isDoubled(out.ratings, each))]).toEqual([
      one._id,
      [false, true],
    ]);
  });

  it('that was excluded counts for nothing, and a first may be given anew', () => {
    const { writer, events, goOn } = badCase();
    goOn('rating-excluded');
    const folded = fold(...events);
    expect([ratingCause(folded), nextRound(folded.ratings)]).toEqual(['excluded', 1]);
    const anew = writer.remark('rating-given', '2017-11-07', events.at(-1) as LedgerEvent, given(5));
    expect(ratingCause(fold(...events, anew))).toBe('given');
  });

  it('asked for and not answered is told from never asked for', () => {
    const writer = new EventWriter(VILLAGE);
    const first = writer.proxyReceived('2017-11-01');
    const asked = writer.remark('rating-asked', '2017-11-02', first, { channel: 'sms' });
    expect([ratingCause(fold(first)), ratingCause(fold(first, asked))]).toEqual(['unasked', 'unanswered']);
    // A village writes what people said; a platform's default is the centre's to look up.
    expect(ratingOffers(fold(first, asked))).toEqual(['rating-given', 'rating-asked', 'rating-defaulted']);
    expect(effects(fold(first, writer.remark('rating-defaulted', '2017-11-09', first, { countedAs: 3 })))).toEqual([
      'ineffective',
    ]);
  });
});

describe('the verification of a bad rating', () => {
  it.each([
    [2, true],
    [1, true],
    [3, false],
    [5, false],
  ])('a rating of %i opens one: %s', (score, opens) => {
    const { events } = badCase(score);
    expect(currentCheck(fold(...events).ratings) !== undefined).toBe(opens);
  });

  it('goes its way to the day on which the person is told', () => {
    const { events, goOn } = badCase();
    const states = [checkState(last(fold(...events)))];
    const next = [ratingActions(last(fold(...events)))[0]];
    for (const type of ['check-taken', 'check-found', 'check-rectified', 'check-told'] as const) {
      goOn(type);
      states.push(checkState(last(fold(...events))));
      next.push(ratingActions(last(fold(...events)))[0]);
    }
    expect(states).toEqual(['to-take', 'checking', 'rectifying', 'to-tell', 'done']);
    expect(next).toEqual(['check-taken', 'check-found', 'check-rectified', 'check-told', 'rating-appealed']);
  });

  it('of what is not true, or cannot be judged, asks for no rectification', () => {
    for (const verdict of ['not-true', 'unclear']) {
      const { events, goOn } = badCase();
      goOn('check-found', '2017-11-06', { ...DATA['check-found'], verdict });
      expect(checkState(last(fold(...events)))).toBe('to-tell');
    }
  });

  it('is due by the limit that it carries, and by its extension up to the longest', () => {
    const { events, goOn, writer, rating } = badCase();
    expect(deadlines(fold(...events), calendar).checkBy).toBe('2017-11-09');
    const long = writer.remark('check-extended', '2017-11-06', rating, { ...DATA['check-extended'], length: 16 });
    expect(effects(fold(...events, long)).at(-1)).toBe('ineffective');
    const none = writer.remark('check-extended', '2017-11-06', rating, { ...DATA['check-extended'], length: 7 });
    expect(effects(fold(...events, none)).at(-1)).toBe('ineffective');
    goOn('check-extended');
    const extended = fold(...events);
    expect(deadlines(extended, calendar).checkBy).toBe('2017-11-17');
    expect(ratingActions(last(extended))).not.toContain('check-extended');
    const inWorkingDays = { ...given(2), check: { n: 5, most: 10, unit: 'working-day' } };
    const first = writer.received('2017-11-01');
    const counted = fold(first, writer.remark('rating-given', '2017-11-02', first, inWorkingDays));
    expect(deadlines(counted, calendar).checkBy).toBe('2017-11-09');
  });

  it('asks for a finding before anything is put right or told, and for an appeal before one is rejected', () => {
    for (const type of ['check-rectified', 'check-told', 'appeal-rejected'] as const) {
      const { events, goOn } = badCase();
      goOn(type);
      expect([type, effects(fold(...events)).at(-1)]).toEqual([type, 'ineffective']);
    }
  });

  it('is not there for a good rating, nor for what is about none', () => {
    const good = badCase(4);
    good.goOn('check-taken');
    expect(effects(fold(...good.events)).at(-1)).toBe('ineffective');
    const { writer, first } = badCase();
    expect(effects(fold(first, writer.remark('check-taken', '2017-11-06', first, DATA['check-taken'])))).toEqual([
      'ineffective',
    ]);
  });

  it('tells of two findings made apart that differ, until one is made that knows both', () => {
    const { events, rating } = badCase();
    const [a, b] = [new EventWriter(CENTRE, 'a'), new EventWriter(CENTRE, 'b')];
    const yes = a.remark('check-found', '2017-11-06', rating, DATA['check-found']);
    const no = b.remark('check-found', '2017-11-07', rating, { ...DATA['check-found'], verdict: 'not-true' });
    const both = fold(...events, no, yes);
    expect(last(both).check?.found).toMatchObject({ verdict: 'not-true', apart: true });
    const same = b.remark('check-found', '2017-11-07', rating, DATA['check-found']);
    expect(last(fold(...events, yes, same)).check?.found?.apart).toBe(false);
    const settled = fold(...events, yes, no, a.remark('check-found', '2017-11-08', no, DATA['check-found']));
    expect(last(settled).check?.found).toMatchObject({ verdict: 'true', apart: false });
  });

  it('an appeal is rejected, or the rating is excluded by the county', () => {
    const { events, goOn, rating } = badCase();
    goOn('rating-appealed');
    expect(ratingActions(last(fold(...events)))).toEqual([
      'check-taken',
      'check-extended',
      'appeal-rejected',
      'rating-excluded',
    ]);
    const county = new EventWriter(COUNTY);
    const out = county.remark('rating-excluded', '2017-11-07', rating, DATA['rating-excluded']);
    expect(checkState(last(fold(...events, out)))).toBe('excluded');
    goOn('appeal-rejected');
    expect(last(fold(...events)).appeal?.rejected).not.toBeNull();
    expect(ratingActions(last(fold(...events)))).not.toContain('rating-appealed');
  });

  it('the door refuses what the state does not ask for, in a sentence', () => {
    const { events, goOn } = badCase();
    const door = (type: RatingAction) => threadEnd(type)(fold(...events), (events[0] as LedgerEvent)._id);
    expect(door('check-rectified')).toMatchObject({ rule: 'rating', text: expect.stringMatching(/现在不能这样办/u) });
    const found = goOn('check-found');
    expect(door('check-rectified')).toBe(found._id);
    const { writer } = badCase();
    const bare = writer.received('2017-11-01');
    expect(threadEnd('check-taken')(fold(bare), bare._id)).toMatchObject({ text: '这一件还没有评价' });
  });
});
