import { describe, expect, it } from 'vitest';
import { CaseNoSchema } from '../base/brands.ts';
import type { CaseNo, LocalDate, PlaceCode, Station } from '../base/brands.ts';
import { caseNumberPrefix, nextCaseNumber, runningPart } from './case-number.ts';

const VILLAGE = '431222111204' as PlaceCode;
const DAY = '2017-11-09' as LocalDate;
const STATION = 'a7' as Station;
const next = (highest: number) => nextCaseNumber(VILLAGE, DAY, STATION, highest);

describe('the number of a case', () => {
  it('names the place, the day, the station and the running number', () => {
    expect(next(0)).toBe('431222111204-20171109-a70001');
    expect(next(41)).toBe('431222111204-20171109-a70042');
    expect(CaseNoSchema.safeParse(next(0)).success).toBe(true);
  });

  it('grows beyond four digits on a day that needs it', () => {
    expect(next(9999)).toBe('431222111204-20171109-a710000');
    expect(CaseNoSchema.safeParse(next(9999)).success).toBe(true);
  });

  it('tells its running part, but not that of another prefix or of a number the hub has suffixed', () => {
    const prefix = caseNumberPrefix(VILLAGE, DAY, STATION);
    expect(runningPart(next(41), prefix)).toBe(42);
    expect(runningPart(CaseNoSchema.parse(`${next(41)}-2`), prefix)).toBeNull();
    expect(runningPart(next(41), caseNumberPrefix(VILLAGE, DAY, 'b7' as Station))).toBeNull();
    const rests = ['12', '123', '1234567', 'x1234', '1234x', '0042', '123456'];
    expect(rests.map((rest) => runningPart(`${prefix}${rest}` as CaseNo, prefix))).toEqual([
      ...Array(5).fill(null),
      42,
      123_456,
    ]);
  });
});
