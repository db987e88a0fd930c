import { describe, expect, it } from 'vitest';
import type { EventId, LocalDate } from '../../base/brands.ts';
import { compareEvents, topologicalOrder } from './fold-order.ts';

const event = (id: string, on: string, at: string, offset: number | null = null) => ({
  _id: id as EventId,
  on: on as LocalDate,
  at,
  offset,
});
const NOON = '2017-11-01T04:00:00.000Z';
const LATER = '2017-11-01T05:00:00.000Z';
const ids = (events: readonly { _id: EventId }[]): string => events.map((one) => one._id).join('');

describe('events that know nothing of each other', () => {
  it('are ordered by the day they count for, then by their instant, then by id', () => {
    const events = [
      event('d', '2017-11-02', '2017-10-01T04:00:00.000Z'),
      event('c', '2017-11-01', LATER),
      event('b', '2017-11-01', NOON),
      event('a', '2017-11-01', NOON),
    ];
    expect(ids(topologicalOrder(events, () => []))).toBe('abcd');
  });

  it('have the instant that the hub would have seen', () => {
    expect(compareEvents(event('a', '2017-11-01', LATER, -7_200_000), event('b', '2017-11-01', NOON))).toBe(-1);
  });

  it('with an instant that is none come first, in a total order', () => {
    const broken = event('z', '2017-11-01', '2017-13-45T99:99:99.000Z');
    expect(compareEvents(broken, event('a', '2017-11-01', NOON))).toBe(-1);
    expect(compareEvents(event('a', '2017-11-01', NOON), broken)).toBe(1);
  });
});

describe('events that name others', () => {
  const after: Record<string, string[]> = { a: ['c'], b: ['a'], c: [], d: ['nobody'], e: ['d'], f: ['g'], g: ['f'] };
  const all = Object.keys(after).map((id) => event(id, '2017-11-01', NOON));

  it('come after them, whatever their clocks say; what names the absent, or itself in a circle, is left out', () => {
    expect(ids(topologicalOrder(all, (one) => after[one._id] ?? []))).toBe('cab');
    expect(ids(topologicalOrder([...all].reverse(), (one) => after[one._id] ?? []))).toBe('cab');
  });

  it('are left out when one of those they name is known to be absent', () => {
    expect(ids(topologicalOrder(all.slice(0, 3), (one) => (one._id === 'a' ? null : (after[one._id] ?? []))))).toBe(
      'c',
    );
  });
});
