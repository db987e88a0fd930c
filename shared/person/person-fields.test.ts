import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERSON_TEXTS } from '../../test/fixtures/person-texts.ts';
import type { LocalDate } from '../base/brands.ts';
import { APPLICANT_KINDS, type Applicant, type ApplicantKind, RESIDENT, applicantOf, papersOf } from './applicant.ts';
import { checkCreditCode } from './identity.ts';
import { isAsked, valueInWords, wordsOf } from './field-words.ts';
import { AMENDABLE_PATHS, PERSON_FIELDS, PERSON_KEYS, keyOfPath, pathOf, personField } from './person-fields.ts';
import {
  PersonSchema,
  type TypedPerson,
  firstRefused,
  normalPerson,
  normalValue,
  personOf,
  readFields,
} from './person.ts';

const context = {
  today: '2026-11-23' as LocalDate,
  isVillage: (code: string) => code.length === 12 && code.startsWith('4'),
};
/** Every kind of applicant with every paper that it may have. */
const APPLICANTS = (Object.keys(APPLICANT_KINDS) as ApplicantKind[]).flatMap((kind) =>
  papersOf(kind).map((paper): Applicant => ({ kind, paper })),
);
const applicants = fc.constantFrom(...APPLICANTS);
const typed = (change: Partial<TypedPerson>): TypedPerson => ({
  ...(Object.fromEntries(PERSON_KEYS.map((key) => [key, null])) as TypedPerson),
  name: '向翠莲',
  ...change,
});

/** Of a pattern that matches nothing, nothing. */
const sometimes = (pattern: RegExp) => (pattern.source === '(?!)' ? fc.constant('') : fc.stringMatching(pattern));

describe.each(PERSON_KEYS)('the field %s', (key) => {
  const { label, short, read, plain, mask, digits } = personField(key);

  it('has a label, and a mask that shows no whole number, whatever was written', () => {
    expect(label).toMatch(/\p{Script=Han}/u);
    expect(short).toMatch(/\p{Script=Han}/u);
    if (!digits) return;
    fc.assert(
      fc.property(PERSON_TEXTS[key], applicants, (text, of) => {
        // What a body is registered by is public; nothing else is.
        if (key === 'idNumber' && of.paper === 'credit-code' && checkCreditCode(text).problem === null) return;
        expect(mask(text, of)).not.toMatch(/\d{7}/u);
      }),
    );
  });

  it('keeps its normal form as it is', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], applicants, (text, of) => {
        const { value, refused } = read(text, { ...context, of });
        if (refused !== null || value === null) return;
        expect(read(value, { ...context, of })).toMatchObject({ value, refused: null });
        expect(personField(key).schema.safeParse(value).success).toBe(true);
      }),
    );
  });

  it('is its own normal form where its pattern says so', () => {
    fc.assert(
      fc.property(fc.oneof(sometimes(plain), PERSON_TEXTS[key]), applicants, (text, of) => {
        if (!plain.test(text)) return;
        const { value, refused } = read(text, { ...context, isVillage: () => true, of });
        if (refused === null) expect(value).toBe(text);
      }),
    );
  });

  it('tells by the text alone what is kept, whatever the day', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], applicants, (text, of) => {
        const later = read(text, { ...context, today: '2031-02-01' as LocalDate, of });
        const { value, refused } = read(text, { ...context, of });
        expect([later.value, later.refused]).toEqual([value, refused]);
      }),
    );
  });

  it('says in Chinese why it refuses', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], applicants, (text, of) => {
        const { refused } = read(text, { ...context, of });
        if (refused !== null) expect(refused.message).toMatch(/\p{Script=Han}/u);
      }),
    );
  });

  it('has words for every applicant, and a list to choose from where it is chosen', () => {
    for (const of of APPLICANTS) {
      expect(wordsOf(key, of).label).toMatch(/\p{Script=Han}/u);
      const { kind, choice } = personField(key);
      expect(choice === undefined).toBe(kind !== 'choice');
      if (choice === undefined) continue;
      expect(choice.of(of.kind)).toContain(choice.holds(of));
      for (const each of choice.of(of.kind)) expect(valueInWords(key, each)).toMatch(/\p{Script=Han}/u);
    }
  });

  it('is named by its path', () => expect(keyOfPath(pathOf(key))).toBe(key));
});

describe('a person', () => {
  it('fits the schema of events when no field is refused', () => {
    fc.assert(
      fc.property(fc.record(PERSON_TEXTS), (each) => {
        const readings = readFields(each, context);
        if (firstRefused(readings) === null) PersonSchema.parse(personOf(readings, context.today));
      }),
    );
  });

  it('is 待核 by the number alone', () => {
    const verified = (idNumber: string | null) =>
      personOf(readFields(typed({ idNumber }), context), context.today).idVerified;
    expect(verified('11010519491231002x')).toBe(true);
    expect(verified('110105194912310021')).toBe(false);
    expect(verified(null)).toBe(false);
  });

  it('is 待核 by the check of its paper', () => {
    const verified = (change: Partial<TypedPerson>) => {
      const readings = readFields(typed(change), context);
      expect(firstRefused(readings)).toBeNull();
      return personOf(readings, context.today).idVerified;
    };
    expect(verified({ applicantKind: 'enterprise', idNumber: '91350100m000100y43' })).toBe(true);
    expect(verified({ applicantKind: 'enterprise', idNumber: '91350100M000100Y44' })).toBe(false);
    expect(verified({ applicantKind: 'enterprise', idNumber: '11010519491231002X' })).toBe(false);
    expect(verified({ paper: '护照', idNumber: 'e12345678' })).toBe(true);
    expect(verified({ paper: 'hk-macao-permit', idNumber: '12345678' })).toBe(false);
    expect(verified({ paper: 'none' })).toBe(false);
  });

  it('without a name, or with one too long, is told so in the words of its kind', () => {
    const said = (change: Partial<TypedPerson>) => firstRefused(readFields(typed(change), context))?.problem.message;
    expect(said({ name: '' })).toBe('没有姓名，请填写');
    expect(said({ name: 'Ana '.repeat(20) })).toBe('姓名太长，请核对');
    expect(said({ name: '', applicantKind: 'enterprise' })).toBe('没有单位名称，请填写');
    expect(said({ name: '社'.repeat(51), applicantKind: 'cooperative' })).toBe('单位名称太长，请核对');
  });

  it('keeps the blanks that part the words of a name', () => {
    const name = (written: string) => readFields(typed({ name: written, paper: 'passport' }), context).name.value;
    expect(name(' John   Smith ')).toBe('John Smith');
    expect(name('向 翠 莲')).toBe('向翠莲');
  });

  it('of a kind and paper that need not be said is kept without them', () => {
    const person = personOf(
      readFields(typed({ applicantKind: 'person', paper: 'resident-id' }), context),
      context.today,
    );
    expect(person).toMatchObject({ applicantKind: null, paper: null });
    const body = personOf(readFields(typed({ applicantKind: '企业', paper: 'credit-code' }), context), context.today);
    expect(body).toMatchObject({ applicantKind: 'enterprise', paper: null });
    expect(applicantOf(body)).toEqual({ kind: 'enterprise', paper: 'credit-code' });
  });

  it.each([
    ['a passport of a company', { applicantKind: 'enterprise', paper: 'passport' }, 'person.paper'],
    ['a credit code of a natural person', { paper: 'credit-code' }, 'person.paper'],
    ['a legal representative of a natural person', { legalRep: '向小明' }, 'person.legalRep'],
    ['a number beside no paper', { paper: 'none', idNumber: '12345678' }, 'person.idNumber'],
    ['a kind that is none', { applicantKind: '公司' }, 'person.applicantKind'],
  ] as const)('with %s is refused there', (_, change, field) => {
    expect(firstRefused(readFields(typed(change), context))?.field).toBe(field);
  });

  it('of any kind in normal form stays as it is', () => {
    fc.assert(
      fc.property(fc.record(PERSON_TEXTS), (each) => {
        const readings = readFields(each, context);
        if (firstRefused(readings) !== null) return;
        const person = personOf(readings, context.today);
        expect(normalPerson(person, context.today)).toEqual(person);
        expect(personOf(readFields(person, context), context.today)).toEqual(person);
      }),
    );
  });

  it('that is a body shows its name on a board, and none of its people', () => {
    const of = { kind: 'cooperative', paper: 'credit-code' } as const;
    expect(PERSON_FIELDS.name.mask('沅陵县大坪种植农民专业合作社', of)).toBe('沅陵县大坪种植农民专业合作社');
    expect(PERSON_FIELDS.idNumber.mask('91350100M000100Y43', of)).toBe('91350100M000100Y43');
    expect(PERSON_FIELDS.idNumber.mask('91350100M000100Y44', of)).toBe('*'.repeat(18));
    expect(PERSON_FIELDS.legalRep.mask('向小明')).toBe('向*明');
    expect(PERSON_FIELDS.phone.mask('13812345678')).toBe('138****5678');
    expect(PERSON_FIELDS.name.mask('向小明', { kind: 'sole-trader', paper: 'resident-id' })).toBe('向*明');
    expect(PERSON_FIELDS.idNumber.mask('E12345678', { kind: 'person', paper: 'passport' })).toBe('*********');
  });

  it('of an older program is read in normal form, with what would be refused today as it was', () => {
    const old = {
      ...personOf(readFields(typed({}), context), context.today),
      idNumber: '11010519491231002x',
      idVerified: true,
      phone: '+86 138 0745 3512',
      group: '３',
      name: '张三、李四',
    };
    expect(normalPerson(old, context.today)).toMatchObject({
      idNumber: '11010519491231002X',
      idVerified: true,
      phone: '13807453512',
      group: '3组',
      name: '张三、李四',
    });
    expect(normalValue('name', ' 向 翠莲 ')).toBe('向翠莲');
    expect(isAsked('legalRep', RESIDENT)).toBe(false);
  });
});

it('every field of the table may be corrected under its own path', () => {
  expect(AMENDABLE_PATHS).toEqual(PERSON_KEYS.filter((key) => PERSON_FIELDS[key].amendable).map(pathOf));
});
