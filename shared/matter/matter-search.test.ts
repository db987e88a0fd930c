import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchMatters } from './matter-search.ts';
import { referenceCatalogue } from '../reference/load.ts';

const catalogue = referenceCatalogue();
const first = (query: string) => searchMatters(catalogue, query, 1)[0]?.matter.code;

describe('searching the matters', () => {
  it.each([
    ['hzyl', 'SB-006'],
    ['合作医疗', 'SB-006'],
    ['dibao', 'MZ-001'],
    ['db', 'MZ-001'],
    ['sb006', 'SB-006'],
    ['SB-006', 'SB-006'],
    ['高龄', 'MZ-005'],
    ['sfz', 'GA-007'],
    ['领养老金认证', 'SB-003'],
    ['低b', 'MZ-001'],
    ['居民医保', 'SB-006'],
    ['  准 生 证 ', 'JS-001'],
  ])('%s finds %s first', (query, code) => {
    expect(first(query)).toBe(code);
  });

  it('hears ü as v, u and yu, and characters in their other readings, after what is read as it should be', () => {
    for (const query of ['falv', 'falu', 'falyu', 'falüyuanzhu']) expect(first(query), query).toBe('DZ-004');
    for (const query of ['liangnvhu', 'liangnuhu', 'liangnyuh']) expect(first(query), query).toBe('JS-004');
    // 还 of 退耕还林 is huan, and hai to a reader who goes character by character.
    const found = (query: string) => searchMatters(catalogue, query, 30).map((hit) => hit.matched);
    expect(found('tuigenghail')).toEqual(found('tuigenghuanl'));
  });

  it('finds every matter first by its name, its code and each of its keywords', () => {
    for (const matter of catalogue.matters)
      for (const query of [matter.name, matter.code, ...matter.keywords]) expect(first(query), query).toBe(matter.code);
  });

  it('shows which word matched', () => {
    expect(searchMatters(catalogue, 'hzyl', 1)[0]?.matched).toBe('合作医疗');
  });

  it('offers several where a word is shared, none where nothing fits, and all in order for nothing typed', () => {
    expect(searchMatters(catalogue, '补贴', 20).length).toBeGreaterThan(8);
    expect(searchMatters(catalogue, 'qqqq')).toEqual([]);
    expect(searchMatters(catalogue, '', 3).map((hit) => hit.matter.code)).toEqual(['DZ-001', 'DZ-002', 'DZ-003']);
  });

  it('never gives a matter twice, more than asked for, or out of order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'养老补贴证医低保办sb0h '), maxLength: 6 }), (query) => {
        const hits = searchMatters(catalogue, query, 7);
        expect(hits.length).toBeLessThanOrEqual(7);
        expect(new Set(hits.map((hit) => hit.matter.code)).size).toBe(hits.length);
      }),
      { numRuns: 40 },
    );
  });
});
