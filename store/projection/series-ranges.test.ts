import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_RANGES } from '../../shared/api/device-api.ts';
import { beyondRanges, type Link, linkRanges } from './series-ranges.ts';
import { type TempSite, tempSite } from '../testing/temp-site.ts';

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

describe('events beyond the ranges that a series may have', () => {
  it('are those that neither go on with a range nor close a gap, whatever was there before: as linking them one by one has it', () => {
    const site = tempSite();
    const { file } = site;
    fc.assert(
      fc.property(
        fc.array(fc.nat(1500), { minLength: 900, maxLength: 1400, size: 'max' }),
        fc.nat(1400),
        (numbers, cut) => {
          file.exec('BEGIN; DELETE FROM series_range');
          const seqs = [...new Set(numbers)];
          const link = (seq: number): Link => ({
            device: 'd',
            series: 's',
            seq,
            prev: seq === 1 ? '' : `e${seq - 1}`,
            id: `e${seq}`,
          });
          const count = () => file.sql('SELECT count(*) FROM series_range').pluck().get() as number;
          for (const part of [seqs.slice(0, cut), seqs.slice(cut)]) {
            const links = part.map((seq) => link(seq + 1)).toSorted((a, b) => a.seq - b.seq);
            const beyond = beyondRanges(file, links);
            for (const each of links) {
              const before = count();
              if (beyond.has(each.id)) {
                expect(before).toBe(MOST_RANGES);
                continue;
              }
              linkRanges(file, [each], 1);
              expect(count()).toBeLessThanOrEqual(MOST_RANGES);
            }
          }
          file.exec('ROLLBACK');
        },
      ),
      { numRuns: 5 },
    );
    site.remove();
  });
});
