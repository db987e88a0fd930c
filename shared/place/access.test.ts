import { describe, expect, it } from 'vitest';
import { mayRead, mayWrite, readableLedgers } from './access.ts';
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import { loadPlaces } from './place.ts';
import json from '../reference/places.json' with { type: 'json' };

const VILLAGE = '431222111262' as PlaceCode;
const NEIGHBOUR = '431222111204' as PlaceCode;
const FIRST = '43122211101' as PlaceCode;
const LATER = '43122211501' as PlaceCode;
const NEVER = '43122211502' as PlaceCode;
const COUNTY = '431222' as PlaceCode;
const day = (text: string) => text as LocalDate;
/** The village was FIRST's to the end of June, and is LATER's from July on; the neighbour is FIRST's. */
const places = loadPlaces(json, [
  { village: VILLAGE, centre: FIRST, from: '2017-01-01', to: '2017-06-30' },
  { village: VILLAGE, centre: LATER, from: '2017-07-01', to: null },
  { village: NEIGHBOUR, centre: FIRST, from: '2017-01-01', to: null },
]);
const [BEFORE, AFTER] = [day('2017-06-30'), day('2017-07-01')];

describe('a ledger is read', () => {
  it('by its own place, whatever the day', () => {
    for (const place of [VILLAGE, FIRST, NEVER, COUNTY]) expect(mayRead(places, place, place, AFTER)).toBe(true);
  });

  it('by the centre that serves the village on that day, and by no other', () => {
    const readers = (on: LocalDate) => [FIRST, LATER, NEVER].filter((centre) => mayRead(places, centre, VILLAGE, on));
    expect([readers(BEFORE), readers(AFTER)]).toEqual([[FIRST], [LATER]]);
  });

  it('by no village but its own, no centre of another centre, and not by the county’s name', () => {
    for (const [place, ledger] of [
      [NEIGHBOUR, VILLAGE],
      [VILLAGE, FIRST],
      [FIRST, LATER],
      [COUNTY, VILLAGE],
      [COUNTY, FIRST],
    ] as const)
      expect([place, ledger, mayRead(places, place, ledger, BEFORE)]).toEqual([place, ledger, false]);
  });

  it('and is one of those that a place is told to read', () => {
    expect(readableLedgers(places, FIRST, BEFORE)).toEqual([FIRST, NEIGHBOUR, VILLAGE]);
    expect(readableLedgers(places, FIRST, AFTER)).toEqual([FIRST, NEIGHBOUR]);
    expect(readableLedgers(places, LATER, AFTER)).toEqual([LATER, VILLAGE]);
    expect(readableLedgers(places, VILLAGE, AFTER)).toEqual([VILLAGE]);
    expect(readableLedgers(places, COUNTY, AFTER)).toEqual([COUNTY]);
  });
});

describe('a ledger is written to', () => {
  it('by its own place, and by every centre that ever served the village', () => {
    const writers = [VILLAGE, NEIGHBOUR, FIRST, LATER, NEVER, COUNTY].filter((place) =>
      mayWrite(places, place, VILLAGE),
    );
    expect(writers).toEqual([VILLAGE, FIRST, LATER]);
  });

  it('by nobody else: a centre’s by no centre and no village', () => {
    expect([VILLAGE, NEIGHBOUR, LATER, COUNTY].filter((place) => mayWrite(places, place, FIRST))).toEqual([]);
  });
});
