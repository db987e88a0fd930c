import { describe, expect, it } from 'vitest';
import { listColumns } from '../workbench/columns.tsx';
import { fitColumns, type FittedColumn } from './fit-columns.ts';

const COLUMNS: readonly (FittedColumn & { readonly key: string })[] = [
  { key: 'name', width: '5rem' },
  { key: 'matter', width: 'minmax(8rem, 1.6fr)' },
  { key: 'id', width: '10rem', spare: 2 },
  { key: 'day', width: '6rem', spare: 1 },
];
const keys = (room: number, other = 0) => fitColumns(COLUMNS, room, other).map(({ key }) => key);

describe('the columns of a list', () => {
  it('are all there where they have room, and go by their turn where they do not', () => {
    // 29 rem of columns, 3 gaps, the edges.
    expect(keys(33.65)).toEqual(['name', 'matter', 'id', 'day']);
    expect(keys(33.6)).toEqual(['name', 'matter', 'id']);
    expect(keys(33.65, 3)).toEqual(['name', 'matter', 'id']);
    expect(keys(20)).toEqual(['name', 'matter']);
    expect(keys(1)).toEqual(['name', 'matter']);
  });

  // Pixels beside the sidebar, letters of 15 and, in large text, of 18.
  it.each([
    ['1366 pixels', 1150 / 15, 0],
    ['1366 pixels in large text', 1116 / 18, 0],
    ['1024 pixels', 808 / 15, 0],
    ['1024 pixels in large text', 764 / 18, 0],
    ['911 pixels, as 1366 at 150 %', 695 / 15, 0],
  ])('of cases leave who, what, where it stands and by when in sight at %s', (_, room) => {
    for (const columns of [listColumns('open', '沅陵镇'), listColumns('from-villages', '沅陵镇')]) {
      const fitted = fitColumns<(typeof columns)[number]>(columns, room, columns.length === 7 ? 3.25 : 0);
      // Nothing more can be left out only where it all fits.
      expect(fitColumns(fitted, room, columns.length === 7 ? 3.25 : 0)).toBe(fitted);
      const shown = fitted.map(({ key }) => key);
      for (const key of ['name', 'matter']) expect(shown).toContain(key);
    }
    const shown = fitColumns(listColumns('open', '沅陵镇'), room).map(({ key }) => key);
    for (const key of ['status', 'left']) expect(shown).toContain(key);
    if (room > 76) expect(shown).toHaveLength(9);
  });
});
