import { describe, expect, it } from 'vitest';
import { type LocalDate, type PlaceCode, PlaceCodeSchema } from '../base/brands.ts';
import { ledgerName, loadPlaces, placeKind } from './place.ts';
import { referencePlaces } from '../reference/load.ts';
import json from '../reference/places.json' with { type: 'json' };

const places = referencePlaces();
const on = '2017-11-10' as LocalDate;
const code = (text: string) => text as PlaceCode;

describe('the places of the county', () => {
  it('are one county, 23 centres and 404 villages, each with a code of its kind', () => {
    const kinds = Object.groupBy(places.all, (place) => place.kind);
    expect(kinds.county).toHaveLength(1);
    expect(kinds.centre).toHaveLength(23);
    expect(kinds.village).toHaveLength(404);
    for (const place of places.all) {
      expect(PlaceCodeSchema.safeParse(place.code).success).toBe(true);
      expect(placeKind(place.code)).toBe(place.kind);
    }
  });

  it('number the main centre 01 and the further ones of its township 02, 03 in their order', () => {
    expect(places.nameOf('43122211501')).toBe('沅陵镇便民服务中心');
    expect(places.nameOf('43122211502')).toContain('太常');
    expect(places.nameOf('43122211503')).toContain('深溪口');
  });

  it('tell villages of one name apart by their township', () => {
    const twins = places.all.filter((place) => place.name === '洞溪村');
    expect(twins.length).toBeGreaterThan(1);
    expect(new Set(twins.map((place) => place.fullName)).size).toBe(twins.length);
  });

  it('give every village to the main centre of its township unless the county says otherwise', () => {
    expect(places.centreOf('431222111262', on)).toBe('43122211101');
    expect(places.villagesOf('43122211101', on)).toHaveLength(45);
    expect(places.villagesOf('43122211502', on)).toEqual([]);
    expect(places.centreOf('431222111262', '2010-01-01' as LocalDate)).toBeNull();
  });

  it('name a ledger after its place, and an unknown place by its code', () => {
    expect(ledgerName(code('431222111262'))).toBe('ledger-431222111262');
    expect(places.nameOf('999999')).toBe('999999');
    expect(places.place('431222111262')?.fullName).toBe('凉水井镇王家岭村');
    expect(places.township('431222111')?.name).toBe('凉水井镇');
  });
});

describe('who serves a village', () => {
  const row = (village: string, centre: string, from: string, to: string | null) => ({ village, centre, from, to });

  it('changes on the day it says', () => {
    const moved = loadPlaces(json, [
      row('431222115228', '43122211501', '2013-01-01', '2016-12-31'),
      row('431222115228', '43122211503', '2017-01-01', null),
    ]);
    expect(moved.centreOf('431222115228', '2016-12-31' as LocalDate)).toBe('43122211501');
    expect(moved.centreOf('431222115228', '2017-01-01' as LocalDate)).toBe('43122211503');
    expect(moved.villagesOf('43122211503', on)).toEqual(['431222115228']);
    expect(moved.centreOf('431222111262', on)).toBeNull();
  });

  it.each([
    [
      'two centres on one day',
      [row('431222115228', '43122211501', '2013-01-01', null), row('431222115228', '43122211503', '2017-01-01', null)],
      '同时属于两个中心',
    ],
    ['a centre that is none', [row('431222115228', '43122211599', '2013-01-01', null)], 'serves[0].centre'],
    ['a village that is none', [row('431222115999', '43122211501', '2013-01-01', null)], 'serves[0].village'],
    ['an end before its beginning', [row('431222115228', '43122211501', '2017-01-01', '2016-01-01')], 'serves[0].to'],
    ['a day that does not exist', [row('431222115228', '43122211501', '2017-02-30', null)], '[0].from'],
  ])('is refused with %s', (_, serves, place) => {
    expect(() => loadPlaces(json, serves)).toThrow(place);
  });
});

describe('bad place data', () => {
  it.each([
    ['counts that do not add up', { totals: { ...json.totals, villages: 403 } }, 'totals.villages'],
    [
      'a centre of no township',
      { centres: [{ ...json.centres[0], townshipCode: '431222999' }] },
      'centres[0].townshipCode',
    ],
    ['two main centres of one township', { centres: [...json.centres.slice(0, 22), json.centres[0]] }, 'centres[22]'],
    ['a county code of five digits', { county: { ...json.county, code: '43122' } }, 'county.code'],
  ])('is refused with %s', (_, change, place) => {
    expect(() => loadPlaces({ ...json, ...change })).toThrow(place);
  });
});
