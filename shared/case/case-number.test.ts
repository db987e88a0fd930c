import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseNoSchema, StationSchema } from '../base/brands.ts';
import type { LocalDate, PlaceCode, Station } from '../base/brands.ts';
import { caseNumberCounter, nextCaseNumber, partsOfCaseNumber, STATION_CHARACTERS } from './case-number.ts';

const VILLAGE = '431222111204' as PlaceCode;
const DAY = '2017-11-09' as LocalDate;
const STATION = 'A7' as Station;
const next = (highest: number) => nextCaseNumber(VILLAGE, DAY, STATION, highest);

describe('the number of a case', () => {
  it('names the place, the day, the station and the running number, in groups', () => {
    expect(next(0)).toBe('431222111204-20171109-A7-0001');
    expect(next(41)).toBe('431222111204-20171109-A7-0042');
    expect(CaseNoSchema.safeParse(next(0)).success).toBe(true);
  });

  it('grows beyond four digits in a year that needs it', () => {
    expect(next(9999)).toBe('431222111204-20171109-A7-10000');
    expect(CaseNoSchema.safeParse(next(9999)).success).toBe(true);
  });

  it('is in capitals also where the station was given in small letters', () => {
    expect(nextCaseNumber(VILLAGE, DAY, 'a7' as Station, 0)).toBe(next(0));
    expect(caseNumberCounter(VILLAGE, DAY, 'a7' as Station)).toBe(caseNumberCounter(VILLAGE, DAY, STATION));
  });

  it('holds no two characters that look alike', () => {
    for (const alike of ['0OQ', '1IL', '2Z', '5S', '8B', '6G', 'UV']) {
      const used = [...alike].filter((each) => STATION_CHARACTERS.includes(each));
      expect(used.length, alike).toBeLessThanOrEqual(1);
      // Beside the digits of the running number too.
      if (/\d/.test(alike)) expect(used.every((each) => /\d/.test(each))).toBe(true);
    }
    expect(new Set(STATION_CHARACTERS).size).toBe(STATION_CHARACTERS.length);
    expect(STATION_CHARACTERS).toBe(STATION_CHARACTERS.toUpperCase());
    for (const each of STATION_CHARACTERS) expect(StationSchema.safeParse(each + each).success).toBe(true);
  });

  it('ends differently for each case of a station’s year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_998 }), fc.integer({ min: 0, max: 99_998 }), (one, other) => {
        const tail = (highest: number) => next(highest).split('-').slice(-2).join('-');
        expect(tail(one) === tail(other)).toBe(one === other);
      }),
    );
    expect(caseNumberCounter(VILLAGE, DAY, STATION)).toBe(
      caseNumberCounter(VILLAGE, '2017-01-01' as LocalDate, STATION),
    );
    expect(caseNumberCounter(VILLAGE, DAY, STATION)).not.toBe(
      caseNumberCounter(VILLAGE, '2018-01-01' as LocalDate, STATION),
    );
  });

  it('is taken apart, however it is written, but not where the hub gave a suffix', () => {
    const parts = { place: VILLAGE, day: '20171109', station: 'A7', running: 42 };
    for (const end of ['A7-0042', 'a7-0042', 'a70042', 'A70042'])
      expect(partsOfCaseNumber(`${VILLAGE}-20171109-${end}`)).toEqual(parts);
    const none = ['A7-0042-2', 'a70042-2', 'A7-42', 'A7-0042x', 'A7--0042', 'I7-0042', 'A7-1234567', ''];
    for (const end of none) expect(partsOfCaseNumber(`${VILLAGE}-20171109-${end}`), end).toBeNull();
    for (const other of [undefined, null, 7, ['x'], {}]) expect(partsOfCaseNumber(other)).toBeNull();
  });
});
