import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Link, linkRanges } from './series-ranges.ts';
import { type TempSite, tempSite } from './testing/temp-site.ts';

/** A series that was cloned now and then: each event follows the one before it, or one further back. */
const seriesOf = (name: string) =>
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }).map((back) => {
    const links: Link[] = [];
    for (const [index, steps] of back.entries()) {
      const before = links.at(-steps);
      links.push({
        device: 'device',
        series: name,
        seq: (before?.seq ?? 0) + 1,
        prev: before?.id ?? '',
        id: `${name}-${index}`,
      });
    }
    return links;
  });

const arrivals = fc
  .tuple(seriesOf('one'), seriesOf('two'))
  .map((both) => both.flat())
  .chain((links) =>
    fc.record({
      links: fc.oneof(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
      cuts: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 24, maxLength: 24 }),
    }),
  );

const numbers = (links: readonly Link[]) => new Set(links.map(({ series, seq }) => `${series} ${seq}`));

/** The ranges after all batches, and the places that two events claim. */
function linked(site: TempSite, batches: readonly (readonly Link[])[]) {
  const { file } = site;
  file.sql('DELETE FROM series_range').run();
  const taken = file.transaction(() => batches.flatMap((batch) => linkRanges(file, batch, 1)));
  const ranges = file
    .sql('SELECT series, from_seq, to_seq, first_prev, last_id FROM series_range ORDER BY 1, 2, 3, 4, 5')
    .all();
  return { ranges, taken: numbers(taken) };
}

describe('the ranges of a series', () => {
  it('are the same whether its events came one by one or many at a time, clones and all', () => {
    const site = tempSite();
    fc.assert(
      fc.property(arrivals, ({ links, cuts }) => {
        let at = 0;
        const batches = cuts.map((size) => links.slice(at, (at += size)));
        const apart = linked(
          site,
          links.map((link) => [link]),
        );
        expect(linked(site, batches)).toEqual(apart);
      }),
      { numRuns: 200 },
    );
    site.remove();
  });
});
