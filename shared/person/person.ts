/** A person as events keep it, and the way from what was written to it. */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import { type Applicant, RESIDENT, applicantOf } from './applicant.ts';
import { PERSON_FIELDS, PERSON_KEYS, type PersonKey, type PersonPath, pathOf, personField } from './person-fields.ts';
import { checkNumber } from './paper-number.ts';
import type { PersonProblem } from './problems.ts';
import type { FieldReading, Surroundings } from './read-fields.ts';

type Shape = { -readonly [K in PersonKey]: (typeof PERSON_FIELDS)[K]['schema'] };
const fieldSchemas = Object.fromEntries(PERSON_KEYS.map((key) => [key, PERSON_FIELDS[key].schema])) as Shape;

export const PersonSchema = z.strictObject({
  ...fieldSchemas,
  /** false: the number did not check or is missing, a person decided to go on (待核). */
  idVerified: z.boolean(),
});
export type Person = z.infer<typeof PersonSchema>;

/** A bound above every field's own, so that a field refuses what is too long in its own words. */
const TYPED_MAX = 500;
type TypedShape = { -readonly [K in PersonKey]: z.ZodOptional<z.ZodNullable<z.ZodString>> };
/** A person as a page, a grid or another program hands it in: any text, which `readFields` reads; what is left out is empty. */
export const TypedPersonSchema = z.strictObject({
  ...(Object.fromEntries(
    PERSON_KEYS.map((key) => [key, z.string().max(TYPED_MAX).nullable().optional()]),
  ) as TypedShape),
  /** Follows from the number; what stands here beside it is ignored. */
  idVerified: z.boolean().optional(),
});
export type TypedPerson = Readonly<Partial<Record<PersonKey, string | null | undefined>>>;

/** What of a person makes the number good or not. */
type Identified = Pick<Person, 'applicantKind' | 'paper' | 'idNumber'>;

/** Returns whether the number is good enough not to be 待核, by the check of its paper. */
export function isVerified(person: Identified, today: LocalDate): boolean {
  const { verdict } = checkNumber(applicantOf(person).paper, person.idNumber ?? '', today);
  return verdict === 'ok' || verdict === 'warn';
}

export type PersonReadings = Readonly<Record<PersonKey, FieldReading>>;

/** Each field of a person, read; what kind of applicant it is, and with which paper, is told to every reader here. */
export function readFields(typed: TypedPerson, surroundings: Surroundings): PersonReadings {
  const context = { ...surroundings, of: applicantOf(typed) };
  return Object.fromEntries(
    PERSON_KEYS.map((key) => [key, personField(key).read(typed[key] ?? '', context)]),
  ) as PersonReadings;
}

/** The person of what was read; refused fields are left as they were written. */
export function personOf(readings: PersonReadings, today: LocalDate): Person {
  const values = Object.fromEntries(PERSON_KEYS.map((key) => [key, readings[key].value])) as unknown as Person;
  return { ...values, idVerified: isVerified(values, today) };
}

export interface RefusedField {
  readonly field: PersonPath;
  readonly problem: PersonProblem;
}

/** The first field that can't be kept; null: all can. */
export function firstRefused(readings: PersonReadings): RefusedField | null {
  const key = PERSON_KEYS.find((each) => readings[each].refused !== null);
  return key === undefined ? null : { field: pathOf(key), problem: readings[key].refused as PersonProblem };
}

/** The day of reading tells what is doubtful, never the normal form. */
export const ANY_DAY: Surroundings = { today: '2199-12-31' as LocalDate, isVillage: () => true };

/** A value in normal form; what would be refused stays as it is. `of`: whose it is. */
export function normalValue(key: PersonKey, written: string, of: Applicant = RESIDENT): string | null {
  const { plain, read } = personField(key);
  if (plain.test(written)) return written;
  const { value, refused } = read(written, { ...ANY_DAY, of });
  return refused === null ? value : written;
}

/** A stored person in normal form: programs of earlier versions kept some fields as they were typed. `on`: the day of the event. */
export function normalPerson(person: Person, on: LocalDate): Person {
  const of = applicantOf(person);
  const values = Object.fromEntries(
    PERSON_KEYS.map((key) => {
      const stored = person[key];
      return [key, stored === null ? null : normalValue(key, stored, of)];
    }),
  ) as unknown as Person;
  const sameNumber = values.idNumber === person.idNumber;
  return { ...values, idVerified: sameNumber ? person.idVerified : isVerified(values, on) };
}
