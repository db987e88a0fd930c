import { describe, expect, it } from 'vitest';
import type { LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';
import { slipKeys } from './slip-key.ts';

const place = '431222111262' as PlaceCode;
const slip = {
  name: '舒满',
  id: '433022195708055431',
  matter: 'CZ-001' as MatterCode,
  date: '2017-11-09' as LocalDate,
};

describe('the key of a slip', () => {
  it('is the same each time the file is read', () => {
    const rows = [slip, { ...slip, matter: 'MZ-001' as MatterCode }, slip];
    expect(slipKeys(place, rows)).toEqual(slipKeys(place, rows));
  });

  it('counts equal rows, so that the second is not taken for the first', () => {
    const [first, second, third] = slipKeys(place, [slip, slip, { ...slip, date: null }]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('does not depend on rows of other people', () => {
    const [alone] = slipKeys(place, [slip]);
    expect(slipKeys(place, [{ ...slip, name: '王金' }, slip])).toContain(alone);
  });

  it('tells apart what a plain joining of the parts would not', () => {
    const [a] = slipKeys(place, [{ ...slip, name: '甲"', id: '乙' }]);
    const [b] = slipKeys(place, [{ ...slip, name: '甲', id: '"乙' }]);
    expect(a).not.toBe(b);
  });

  it('fits the ledger', () => {
    const [key] = slipKeys(place, [{ ...slip, name: '长'.repeat(50), id: '9'.repeat(30) }]);
    expect(key?.length).toBeLessThanOrEqual(200);
  });
});
