import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import type { LocalDate } from '../base/brands.ts';
import {
  ageOn,
  checkCreditCode,
  checkIdNumber,
  creditCheckCharacter,
  factsOfIdNumber,
  idCheckCharacter,
  normaliseIdNumber,
} from './identity.ts';

const today = '2017-11-10' as LocalDate;
const check = (text: string) => checkIdNumber(text, today);
const codes = (text: string) => check(text).problems.map((problem) => problem.code);

const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const GOOD = '43302219390808510X';
const people = fc.constantFrom(...invent(60, 3));

describe('an ID number', () => {
  it('that checks is good, and tells birth and sex', () => {
    expect(check(GOOD)).toEqual({
      verdict: 'ok',
      number: GOOD,
      problems: [],
      birth: '1939-08-08',
      sex: 'female',
      suggestion: null,
    });
    expect(factsOfIdNumber('431222200404272114')).toEqual({ birth: '2004-04-27', sex: 'male' });
  });

  it.each([
    ['lower-case x', '43302219390808510x'],
    ['a multiplication sign for X', '43302219390808510×'],
    ['full-width digits', '４３３０２２１９３９０８０８５１０Ｘ'],
    ['spaces', '433022 19390808 510X'],
    ['dashes', '433022-19390808-510X'],
    ['a line break after it', `${GOOD}\n`],
    ['an apostrophe before it', `'${GOOD}`],
    ['invisible characters around it', `\u200b\ufeff${GOOD}\u00a0`],
    ['its label before it', `身份证号:${GOOD}`],
  ])('is read with %s', (_, text) => {
    expect(check(text)).toMatchObject({ verdict: 'ok', number: GOOD });
  });

  it.each([
    ['a wrong check character', '433022198604251023', ['id-checksum']],
    ['a birth date that does not exist', `43302219800230123${idCheckCharacter('43302219800230123')}`, ['id-birth']],
    ['a birth still to come', `43122220180101123${idCheckCharacter('43122220180101123')}`, ['id-birth-future']],
    ['17 digits', '43302219390808510', ['id-length']],
    ['19 digits', `${GOOD.slice(0, 17)}00`, ['id-length']],
    ['a letter O for a zero', '43302219390808510X'.replace('0', 'O'), ['id-letters']],
    ['words beside it', `${GOOD}(父)`, ['id-characters']],
  ])('with %s is kept and asked about', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
    expect(check(text)).toMatchObject({ verdict: 'bad', number: normaliseIdNumber(text) });
  });

  it('of 15 digits is kept, and its 18-digit form is offered', () => {
    expect(check('433022390808510')).toMatchObject({
      verdict: 'bad',
      number: '433022390808510',
      suggestion: GOOD,
      birth: '1939-08-08',
    });
    expect(codes('433022390808510')).toEqual(['id-15']);
  });

  it('with letters for digits offers the digits', () => {
    expect(check('4330221939O8O851OX').suggestion).toBe(GOOD);
    expect(check('433O22390808510').suggestion).toBe(GOOD);
    expect(check('43l222200404272115').suggestion).toBeNull();
  });

  it('is never refused for its address: 433022 is as good as 431222, another one warns', () => {
    expect(codes(GOOD)).toEqual([]);
    expect(check('11010519491231002X')).toMatchObject({ verdict: 'warn' });
    expect(codes('11010519491231002X')).toEqual(['id-address']);
    expect(check('440524188001010014')).toMatchObject({ verdict: 'warn', birth: null });
  });

  it('is missing where nothing or only a word is written', () => {
    for (const text of ['', '  ', '无', '没带', '/', '—'])
      expect(check(text)).toMatchObject({ verdict: 'missing', number: '' });
  });

  it('of an invented person checks, whoever it is', () => {
    fc.assert(
      fc.property(people, (person) => {
        expect(check(person.idNumber)).toMatchObject({ verdict: 'ok', birth: person.birth, sex: person.sex });
      }),
    );
  });

  it('with any one digit wrong does not check', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (person, at, by) => {
        const digit = (Number(person.idNumber[at]) + by) % 10;
        const wrong = person.idNumber.slice(0, at) + String(digit) + person.idNumber.slice(at + 1);
        expect(check(wrong).problems.some((problem) => problem.code !== 'id-address')).toBe(true);
      }),
    );
  });

  it('never throws and never invents, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { verdict, number } = check(text);
        if (verdict === 'ok') expect(number).toMatch(/^\d{17}[\dX]$/);
      }),
    );
  });
});

describe('age', () => {
  it.each([
    ['2000-11-10', 17],
    ['2000-11-11', 16],
    ['2016-02-29', 1],
  ])('of someone born on %s is %i on 2017-11-10', (birth, age) => {
    expect(ageOn(birth as LocalDate, today)).toBe(age);
  });
});

describe('a unified social credit code', () => {
  it('checks, also with spaces and in lower case', () => {
    expect(checkCreditCode('91350100M000100Y43')).toEqual({ code: '91350100M000100Y43', problem: null });
    expect(checkCreditCode('9135 0100 m000100y43').problem).toBeNull();
  });

  it('checks with every check character that it may have, and with no other', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 400; n += 1) {
      const chars17 = `91431222MA4L${String(n).padStart(5, '0')}`;
      const check = creditCheckCharacter(chars17) ?? '';
      seen.add(check);
      const good = [...CREDIT_CHARACTERS].filter((each) => checkCreditCode(chars17 + each).problem === null);
      expect(good).toEqual([check]);
    }
    expect([...seen].sort()).toEqual([...CREDIT_CHARACTERS]);
    expect(creditCheckCharacter('91431222MA4L0000I')).toBeNull();
  });

  it.each([
    ['91350100M000100Y44', 'credit-checksum'],
    ['91350100M000100Y4', 'credit-length'],
    ['91350100I000100Y43', 'credit-characters'],
  ])('%s is told %s', (text, code) => {
    expect(checkCreditCode(text).problem?.code).toBe(code);
  });
});
