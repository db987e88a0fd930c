import { isInFigure } from '../../test/fixtures/count-figures.ts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { CaseFold } from '../../shared/case/case-types.ts';
import { deadlines } from '../../shared/case/deadline.ts';
import { FIGURE_NAMES } from '../../shared/case/figures.ts';
import { figureRow, type FigureRow } from '../../shared/case/figure-row.ts';
import { foldCase } from '../../shared/case/fold/fold.ts';
import { caseEvents } from './cases.ts';
import { makeSigningKey } from '../trust/crypto.ts';
import { figureCases, figureCounts } from './figures.ts';
import { scenarios } from '../testing/scenario.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, day } from '../testing/writer.ts';

const hub = makeSigningKey();
const { calendar } = reference();
let site: TempSite;
let rows: FigureRow[];

beforeAll(() => {
  site = tempSite({ hub });
  for (const { writers, events } of fc.sample(scenarios(hub), { numRuns: 60, seed: 7 })) {
    for (const writer of writers) site.trust(writer);
    site.file.transaction(() => {
      for (const { ledger, event } of events) site.pull(ledger, [event]);
    });
  }
  const ids = site.file.sql('SELECT case_id FROM case_row').pluck().all() as EventId[];
  rows = ids.map((id) => {
    const fold = foldCase(caseEvents(site.file, id), id) as CaseFold;
    return figureRow(fold, deadlines(fold, calendar), CENTRE);
  });
});
afterAll(() => site.remove());

const PERIODS = [
  { from: day('2017-10-30'), to: day('2017-11-30'), today: day('2017-11-15') },
  { from: day('2017-10-30'), to: day('2017-11-05'), today: day('2017-12-20') },
  { from: day('2016-01-01'), to: day('2016-12-31'), today: day('2017-11-15') },
];

describe('the figures', () => {
  it('counted in SQL equal those of the evaluator, each with the list of its cases', () => {
    for (const period of PERIODS) {
      const [line, ...more] = figureCounts(site.file, { ...period, figures: FIGURE_NAMES, by: 'centre' });
      expect(more).toEqual([]);
      expect(line?.key).toBe(CENTRE);
      for (const name of FIGURE_NAMES) {
        const expected = rows.filter((row) => isInFigure(name, row, period)).map((row) => row.case);
        expect(line?.figures[name], name).toBe(expected.length);
        const page = figureCases(site.file, { ...period, figure: name, limit: 10_000 });
        expect(new Set(page.rows.map((row) => row.case)), name).toEqual(new Set(expected));
        expect(page.total).toBe(expected.length);
      }
    }
  });

  it('add up by matter and by village', () => {
    const [period] = PERIODS;
    if (period === undefined) return;
    const total = rows.filter((row) => isInFigure('received', row, period)).length;
    for (const by of ['matter', 'village'] as const) {
      const lines = figureCounts(site.file, { ...period, figures: ['received'], by });
      expect(lines.reduce((sum, line) => sum + line.figures.received, 0)).toBe(total);
    }
    expect(total).toBeGreaterThan(10);
  });

  it('are narrowed to one centre, and their lists are searched and paged', () => {
    const [period] = PERIODS;
    if (period === undefined) return;
    const other = '43122210101' as PlaceCode;
    expect(figureCounts(site.file, { ...period, figures: ['received'], by: 'matter', centre: other })).toEqual([]);
    expect(figureCases(site.file, { ...period, figure: 'received', centre: other, limit: 5 }).rows).toEqual([]);
    const all = figureCases(site.file, { ...period, figure: 'received', limit: 10_000 });
    const one = figureCases(site.file, { ...period, figure: 'received', limit: 3 });
    const two = figureCases(site.file, { ...period, figure: 'received', after: one.next ?? '', limit: 3 });
    expect([...one.rows, ...two.rows]).toEqual(all.rows.slice(0, 6));
    const found = figureCases(site.file, { ...period, figure: 'received', query: '向一', limit: 10_000 });
    expect(found.rows).toEqual(all.rows.filter((row) => row.name.includes('向一')));
    expect(found.total).toBeNull();
  });
});
