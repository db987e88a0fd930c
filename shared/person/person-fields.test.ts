import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERSON_TEXTS } from '../../test/fixtures/person-texts.ts';
import type { LocalDate } from '../base/brands.ts';
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
const typed = (change: Partial<TypedPerson>): TypedPerson => ({
  ...(Object.fromEntries(PERSON_KEYS.map((key) => [key, null])) as TypedPerson),
  name: '向翠莲',
  ...change,
});

describe.each(PERSON_KEYS)('the field %s', (key) => {
  const { label, short, read, plain, mask, digits } = personField(key);

  it('has a label, and a mask that shows no whole number, whatever was written', () => {
    expect(label).toMatch(/\p{Script=Han}/u);
    expect(short).toMatch(/\p{Script=Han}/u);
    if (!digits) return;
    fc.assert(
      fc.property(PERSON_TEXTS[key], (text) => {
        expect(mask(text)).not.toMatch(/\d{7}/u);
      }),
    );
  });

  it('keeps its normal form as it is', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], (text) => {
        const { value, refused } = read(text, context);
        if (refused !== null || value === null) return;
        expect(read(value, context)).toMatchObject({ value, refused: null });
        expect(personField(key).schema.safeParse(value).success).toBe(true);
      }),
    );
  });

  it('is its own normal form where its pattern says so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(plain), PERSON_TEXTS[key]), (text) => {
        if (!plain.test(text)) return;
        const { value, refused } = read(text, { ...context, isVillage: () => true });
        if (refused === null) expect(value).toBe(text);
      }),
    );
  });

  it('tells by the text alone what is kept, whatever the day', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], (text) => {
        const later = read(text, { ...context, today: '2031-02-01' as LocalDate });
        const { value, refused } = read(text, context);
        expect([later.value, later.refused]).toEqual([value, refused]);
      }),
    );
  });

  it('says in Chinese why it refuses', () => {
    fc.assert(
      fc.property(PERSON_TEXTS[key], (text) => {
        const { refused } = read(text, context);
        if (refused !== null) expect(refused.message).toMatch(/\p{Script=Han}/u);
      }),
    );
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
  });
});

it('every field of the table may be corrected under its own path', () => {
  expect(AMENDABLE_PATHS).toEqual(PERSON_KEYS.filter((key) => PERSON_FIELDS[key].amendable).map(pathOf));
});
