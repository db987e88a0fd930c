import { describe, expect, it } from 'vitest';
import { PlaceCodeSchema } from '../../shared/base/brands.ts';
import { groupCode, indexPlaces } from './place-search.ts';
import type { Place } from './place-search.ts';

const place = (code: string, name: string, kind: Place['kind'], centre: string | null = null): Place => ({
  code: PlaceCodeSchema.parse(code),
  name,
  kind,
  centre: centre === null ? null : PlaceCodeSchema.parse(centre),
});

const places = indexPlaces([
  place('431222102204', '池坪村', 'village', '43122210201'),
  place('431222102205', '麻溪村', 'village', '43122210201'),
  place('431222102206', '长界村', 'village', '43122210201'),
  place('43122210201', '麻溪铺镇便民服务中心', 'centre'),
]);
const names = (text: string, most = 10) => places.find(text, most).places.map(({ name }) => name);

describe('finding a place', () => {
  it('goes by name, by first letters and by whole syllables, centres first', () => {
    expect(names('麻溪')).toEqual(['麻溪铺镇便民服务中心', '麻溪村']);
    expect(names('mxp')).toEqual(['麻溪铺镇便民服务中心']);
    expect(names('CHI PING')).toEqual(['池坪村']);
    // 长 is read chang or zhang, and a reader who is not from there can't know.
    for (const text of ['changjie', 'zhangjie', 'cj', 'zjc']) expect(names(text)).toEqual(['长界村']);
    expect(names('溪村')).toEqual(['麻溪村']);
    expect(names('xyz')).toEqual([]);
  });

  it('never offers more than asked for, and says how many are left', () => {
    expect(places.find('', 2)).toMatchObject({ more: 2 });
    expect(names('', 2)).toHaveLength(2);
  });
});

describe('a code', () => {
  it('is shown in groups of four, however the hub wrote it', () => {
    expect(groupCode('K7QM3RXP9TWA')).toBe('K7QM 3RXP 9TWA');
    expect(groupCode('K7QM-3RXP-9T')).toBe('K7QM 3RXP 9T');
    expect(groupCode('k7qm-3rxp-9twa-bcde-fghj-kmnp')).toBe('k7qm 3rxp 9twa\nbcde fghj kmnp');
  });
});
