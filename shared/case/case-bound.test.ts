import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_REMARKS, MOST_STEPS, MOST_STEPS_OF_ONE, withinBound } from './case-bound.ts';

const FIRST = 'first';
interface Row {
  readonly id: string;
  readonly type: string;
  readonly device: string;
  readonly series: string;
  readonly seq: number;
}
const first: Row = { id: FIRST, type: 'received', device: 'a', series: 's', seq: 900 };
const written = (device: string, type: string, count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${device}-${type}-${n}`, type, device, series: 's', seq: n + 1 }));

/** Some machines, of which some wrote more than a case counts. */
const cases = fc
  .array(
    fc.record({
      device: fc.constantFrom('a', 'b', 'c', 'd'),
      type: fc.constantFrom('paused', 'noted', 'unheard-of'),
      count: fc.constantFrom(0, 1, 7, 300, 600, 1600),
    }),
    { maxLength: 5 },
  )
  .map((parts) => [first, ...parts.flatMap(({ device, type, count }) => written(device, type, count))])
  .map((rows) => [...new Map(rows.map((row) => [row.id, row])).values()]);
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id).sort();

describe('what counts of a case', () => {
  it('is bounded, holds the first event, and is the same in whatever order the events came', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat(1_000_000)), (rows, numbers) => {
        const shuffled = rows
          .map((row) => ({ row, place: numbers.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ row }) => row);
        const counted = withinBound(shuffled, FIRST);
        expect(idsOf(counted)).toEqual(idsOf(withinBound(rows, FIRST)));
        expect(idsOf(counted)).toContain(FIRST);
        const steps = counted.filter(({ type }) => type === 'paused' || type === 'received').length;
        expect(steps).toBeLessThanOrEqual(MOST_STEPS);
        expect(counted.length - steps).toBeLessThanOrEqual(MOST_REMARKS);
        const ofEach = Map.groupBy(
          rows.filter(({ type }) => type === 'paused'),
          ({ device }) => device,
        );
        const most = [...ofEach.values()].reduce((sum, { length }) => sum + Math.min(length, MOST_STEPS_OF_ONE), 1);
        expect(steps).toBe(Math.min(most, MOST_STEPS));
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out only the last ones of who wrote most', () => {
    const mine = written('honest', 'paused', 40);
    const flood = written('a-flood', 'paused', 12_000);
    const counted = new Set(idsOf(withinBound([first, ...flood, ...mine], FIRST)));
    expect(mine.filter(({ id }) => !counted.has(id))).toEqual([]);
    expect(flood.filter(({ id }) => counted.has(id))).toEqual(flood.slice(0, MOST_STEPS_OF_ONE));
  });

  it('is all of them, up to the bound of one machine and not beyond', () => {
    const steps = written('a', 'paused', MOST_STEPS_OF_ONE + 1);
    expect(withinBound([first, ...steps.slice(0, -1)], FIRST)).toEqual([first, ...steps.slice(0, -1)]);
    expect(withinBound([first, ...steps], FIRST)).toEqual([first, ...steps.slice(0, -1)]);
    const remarks = written('a', 'noted', MOST_REMARKS + 1);
    expect(withinBound([first, ...remarks], FIRST)).toEqual([first, ...remarks.slice(0, -1)]);
  });

  it('of one machine’s series is what was written first, and of one number the smaller id', () => {
    const later = written('a', 'paused', MOST_STEPS_OF_ONE).map((row) => ({
      ...row,
      id: `later-${row.id}`,
      series: 't',
    }));
    const earlier = written('a', 'paused', MOST_STEPS_OF_ONE);
    const [last] = earlier.slice(-1) as [Row];
    const twin = { ...last, id: `${last.id}-twin` };
    expect(idsOf(withinBound([first, ...later, twin, ...earlier], FIRST))).toEqual(idsOf([first, ...earlier]));
  });

  it('leaves room for others after what one machine, or two, wrote without end: their steps count and push out none before them', () => {
    for (const floods of [['a-flood'], ['a-flood', 'z-flood']]) {
      const flood = [first, ...floods.flatMap((device) => written(device, 'paused', 3000))];
      const before = withinBound(flood, FIRST);
      const others = [...written('b', 'paused', 30), ...written('hub', 'paused', 30)];
      for (let n = 1; n <= others.length; n += 1)
        expect(withinBound([...flood, ...others.slice(0, n)], FIRST)).toEqual([...before, ...others.slice(0, n)]);
    }
  });
});
