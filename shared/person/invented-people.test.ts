import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import type { LocalDate } from '../base/brands.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { checkIdNumber } from './identity.ts';
import { inventPerson } from './invented-people.ts';
import { checkPhone } from './phone.ts';

describe('invented people', () => {
  it('are the same for the same seed, and others for another', () => {
    const some = (seed: number) =>
      Array.from({ length: 5 }, () => seed).map((each, index) => inventPerson(seededRandom(each + index)));
    expect(some(1)).toEqual(some(1));
    expect(some(1)).not.toEqual(some(100));
  });

  it('have numbers and phones that check, and differ from one another', () => {
    const people = invent(300, 9);
    expect(new Set(people.map((person) => person.idNumber)).size).toBe(300);
    expect(new Set(people.map((person) => person.name)).size).toBe(300);
    for (const person of people) {
      expect(checkIdNumber(person.idNumber, '2017-11-10' as LocalDate)).toMatchObject({
        verdict: 'ok',
        birth: person.birth,
        sex: person.sex,
      });
      if (person.phone !== null) expect(checkPhone(person.phone).verdict).toBe('ok');
    }
    expect(people.some((person) => person.phone === null)).toBe(true);
  });

  it('were registered under 433022 before 1997 and under 431222 since', () => {
    for (const person of invent(100, 4)) expect(person.idNumber.startsWith('433022')).toBe(person.birth < '1997');
  });
});
