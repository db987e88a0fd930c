import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../test/runner/seed.ts';
import type { LocalDate } from '../base/brands.ts';
import { RESIDENT } from '../person/applicant.ts';
import { ageOn, idCheckCharacter, isHomeNumber } from '../person/identity.ts';
import { referenceCatalogue } from '../reference/load.ts';
import { AppliesToSchema, appliesDoubts } from './applies-to.ts';

const TODAY = '2026-11-23' as LocalDate;
const numberOf = (birth: string, sex: 'male' | 'female', area = '431222') => {
  const digits = `${area}${birth.replaceAll('-', '')}00${sex === 'male' ? 1 : 2}`;
  return digits + idCheckCharacter(digits);
};
const codes = (...given: Parameters<typeof appliesDoubts>) => appliesDoubts(...given).map(({ code }) => code);
const { matters } = referenceCatalogue();
const rulesOf = (code: string) => matters.find((matter) => matter.code === code)?.appliesTo;

describe('for whom a matter is', () => {
  it('asks about a man of 53 with an old-age allowance, with the figures', () => {
    expect(appliesDoubts(rulesOf('MZ-005'), RESIDENT, numberOf('1973-05-01', 'male'), TODAY)).toEqual([
      { code: 'matter-age', message: '申请人 53 岁，此事项须年满 80 周岁' },
    ]);
  });

  it('counts the birthday as a whole year, and the day before as none', () => {
    const rule = { age: { from: 60 } };
    expect(codes(rule, RESIDENT, numberOf('1966-11-23', 'male'), TODAY)).toEqual([]);
    expect(codes(rule, RESIDENT, numberOf('1966-11-24', 'male'), TODAY)).toEqual(['matter-age']);
  });

  it('asks about age only of the sex that it names', () => {
    const rule = { age: { from: 49, of: 'female' as const } };
    expect(codes(rule, RESIDENT, numberOf('1990-01-01', 'male'), TODAY)).toEqual([]);
    expect(codes(rule, RESIDENT, numberOf('1990-01-01', 'female'), TODAY)).toEqual(['matter-age']);
  });

  it('takes numbers of before the county had its code for home', () => {
    expect(codes({ home: 'here' }, RESIDENT, numberOf('1940-01-01', 'male', '433022'), TODAY)).toEqual([]);
    expect(codes({ home: 'here' }, RESIDENT, numberOf('1940-01-01', 'male', '430102'), TODAY)).toEqual(['matter-home']);
    expect(codes({ home: 'elsewhere' }, RESIDENT, numberOf('1940-01-01', 'male'), TODAY)).toEqual(['matter-home']);
  });

  it('asks about a company with a matter of natural persons, and about a person with one of village committees', () => {
    expect(codes(rulesOf('SB-006'), { kind: 'enterprise', paper: 'credit-code' }, null, TODAY)).toEqual([
      'matter-kind',
    ]);
    expect(codes(rulesOf('CZ-007'), RESIDENT, null, TODAY)).toEqual(['matter-kind']);
  });

  it('concludes nothing from no number, a number that does not check, or another paper', () => {
    const rule = { sex: 'female', age: { from: 60 }, home: 'here' } as const;
    const good = numberOf('1990-01-01', 'male', '430102');
    const wrong = good.slice(0, 17) + (good.endsWith('X') ? '0' : 'X');
    expect(codes(rule, RESIDENT, good, TODAY)).toHaveLength(3);
    expect(codes(rule, RESIDENT, null, TODAY)).toEqual([]);
    expect(codes(rule, RESIDENT, wrong, TODAY)).toEqual([]);
    expect(codes(rule, { kind: 'person', paper: 'passport' }, good, TODAY)).toEqual([]);
  });

  it('asks exactly of those outside the bounds', () => {
    const day = fc.date({ min: new Date('1925-01-01'), max: new Date('2026-11-01'), noInvalidDate: true });
    const bound = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(day, fc.constantFrom('male', 'female'), bound, bound, (date, sex, from, to) => {
        const age = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
        fc.pre(AppliesToSchema.safeParse({ age }).success);
        const birth = date.toISOString().slice(0, 10) as LocalDate;
        const lived = ageOn(birth, TODAY);
        const outside = lived < (from ?? 0) || lived > (to ?? 200);
        expect(codes({ age }, RESIDENT, numberOf(birth, sex), TODAY)).toEqual(outside ? ['matter-age'] : []);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('is refused in a catalogue with bounds that no one can be within, or that say nothing', () => {
    for (const data of [{}, { age: {} }, { age: { from: 60, to: 20 } }, { kinds: [] }, { sex: 'x' }, { home: 'there' }])
      expect(AppliesToSchema.safeParse(data).success).toBe(false);
    expect(isHomeNumber(numberOf('1990-01-01', 'male'))).toBe(true);
  });
});
