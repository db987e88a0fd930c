/** The rows of the national rating table: rounds, channels, what the platform counted by itself, and what was excluded. */
import { expect, it } from 'vitest';
import { CENTRE, EventWriter } from '../../test/fixtures/events.ts';
import { RATING_DATA, given } from '../../test/fixtures/ratings.ts';
import { deadlines } from '../case/deadline.ts';
import type { CaseFold } from '../case/case-types.ts';
import { foldCase } from '../case/fold/fold.ts';
import type { LedgerEvent } from '../event/event.ts';
import { referenceCalendar } from '../reference/load.ts';
import { platformRows } from './rows.ts';

const context = { placeName: String, matterName: String, matter: () => undefined, staffName: () => null };

function ratingRows(...events: readonly LedgerEvent[]) {
  const fold = foldCase(events, (events[0] as LedgerEvent)._id) as CaseFold;
  const event = (id: string) => events.find(({ _id }) => _id === id);
  const source = { fold, days: deadlines(fold, referenceCalendar()), centre: CENTRE, event, context };
  return platformRows(source)
    .filter(({ table }) => table === 'rating')
    .map(({ id, cells }) => [id, cells['assessNumber'], cells['pf'], cells['satisfaction'], cells['evalDetail']]);
}

const writer = new EventWriter(CENTRE);
const first = writer.received('2017-11-01');
const bad = writer.remark('rating-given', '2017-11-02', first, { ...given(1), items: ['203', '204'], channel: 'qr' });

it('say the round, the channel and what the rating points at', () => {
  const second = writer.remark('rating-given', '2017-11-09', bad, { ...given(4, 2), channel: 'phone' });
  expect(ratingRows(first, bad, second)).toEqual([
    [bad._id, '1', '3', '1', '203,204'],
    [second._id, '2', '5', '4', ''],
  ]);
});

it('give what the platform counted by itself the code of a default', () => {
  const byDefault = writer.remark('rating-defaulted', '2017-11-09', first, { countedAs: 3 });
  expect(ratingRows(first, byDefault)).toEqual([[byDefault._id, '1', '7', '3', '']]);
});

it('have none of an excluded rating, so that its row is taken back', () => {
  const out = writer.remark('rating-excluded', '2017-11-06', bad, RATING_DATA['rating-excluded']);
  expect(ratingRows(first, bad, out)).toEqual([]);
});

it('keep those that programs before wrote', () => {
  const old = writer.remark('rated', '2017-11-02', first, { score: 5, way: 'keypad' });
  expect(ratingRows(first, old)).toEqual([[old._id, '1', '4', '5', '']]);
});
