import { describe, expect, it } from 'vitest';
import { consoleFigures } from '../../shared/case/figures.ts';
import type { FigureLine } from '../../shared/api/county.ts';
import { parseLocalDate } from '../../shared/base/local-date.ts';
import { filterLines, nextSort, sortLines } from './figure-lines.ts';
import { periodOf } from './periods.ts';

const day = (text: string) => {
  const date = parseLocalDate(text);
  if (date === null) throw new Error(text);
  return date;
};
const NONE = Object.fromEntries(consoleFigures('sheet').map((name) => [name, 0])) as FigureLine['figures'];
const line = (name: string, received: number, rate: string | null): FigureLine => ({
  key: name,
  name,
  rate,
  figures: { ...NONE, received },
});

describe('periods', () => {
  it('end today, or with the last day of a month that is over', () => {
    expect(periodOf('month', day('2026-11-23'))).toEqual({ from: '2026-11-01', to: '2026-11-23' });
    expect(periodOf('last-month', day('2026-03-31'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodOf('last-month', day('2026-01-05'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodOf('year', day('2026-01-01'))).toEqual({ from: '2026-01-01', to: '2026-01-01' });
    expect(periodOf('to-november', day('2017-12-05'))).toEqual({ from: '2017-01-01', to: '2017-11-30' });
  });
});

describe('lines of figures', () => {
  const lines = [line('麻溪铺镇', 5, '80.00'), line('沅陵镇', 90, '9.50'), line('火场乡', 0, null)];

  it('sort by number, not by text, and a place without a rate stands last either way', () => {
    const names = (sorted: readonly FigureLine[]) => sorted.map(({ name }) => name);
    expect(names(sortLines(lines, { key: 'rate', down: true }))).toEqual(['麻溪铺镇', '沅陵镇', '火场乡']);
    expect(names(sortLines(lines, { key: 'rate', down: false }))).toEqual(['沅陵镇', '麻溪铺镇', '火场乡']);
    expect(names(sortLines(lines, { key: 'received', down: true }))).toEqual(['沅陵镇', '麻溪铺镇', '火场乡']);
    expect(sortLines(lines, null)).toBe(lines);
  });

  it('turn round on the second click', () => {
    const once = nextSort(null, 'received');
    expect(once).toEqual({ key: 'received', down: true });
    expect(nextSort(once, 'received')).toEqual({ key: 'received', down: false });
    expect(nextSort(once, 'name')).toEqual({ key: 'name', down: false });
  });

  it('are found by part of the name, or of what stands behind it', () => {
    const hints = new Map([['火场乡', '麻溪铺镇便民服务中心']]);
    expect(filterLines(lines, ' 溪 ', new Map()).map(({ name }) => name)).toEqual(['麻溪铺镇']);
    expect(filterLines(lines, '麻溪', hints).map(({ name }) => name)).toEqual(['麻溪铺镇', '火场乡']);
    expect(filterLines(lines, '', hints)).toHaveLength(3);
  });
});
