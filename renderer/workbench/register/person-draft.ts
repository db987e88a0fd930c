/** The person as typed, and what is kept of it. Pure. */
import type { LocalDate } from '../../../shared/base/brands.ts';
import { ageOn, checkIdNumber } from '../../../shared/person/identity.ts';
import type { IdCheck, Sex } from '../../../shared/person/identity.ts';
import { firstRefused, personOf, readFields } from '../../../shared/person/person.ts';
import type { Person, PersonReadings, RefusedField } from '../../../shared/person/person.ts';
import { PERSON_FIELDS, PERSON_KEYS } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';

/** What stands in each field; a village by its code. */
export type PersonDraft = Readonly<Record<PersonKey, string>>;

export const EMPTY_PERSON = Object.fromEntries(PERSON_KEYS.map((key) => [key, ''])) as PersonDraft;

/** Typed first: it tells birth and sex, and finds the person's earlier cases. */
export const FIRST_FIELD = 'idNumber' satisfies PersonKey;

/** The other fields as they stand in the form, line by line; two of half width share one. */
export const FORM_LINES: readonly (readonly PersonKey[])[] = PERSON_KEYS.filter((key) => key !== FIRST_FIELD).reduce<
  PersonKey[][]
>((lines, key) => {
  const last = lines.at(-1);
  const joins = PERSON_FIELDS[key].half && last?.length === 1 && last.every((each) => PERSON_FIELDS[each].half);
  if (joins) last.push(key);
  else lines.push([key]);
  return lines;
}, []);

export interface ReadPerson {
  readonly person: Person;
  readonly readings: PersonReadings;
  /** The first field that can't be kept as it is. */
  readonly refused: RefusedField | null;
  readonly id: IdCheck;
  readonly facts: { readonly birth: LocalDate; readonly sex: Sex; readonly age: number } | null;
}

/** What would be saved. A number that does not check is kept as written and marked 待核; a person saves it knowingly. */
export function readPerson(draft: PersonDraft, today: LocalDate): ReadPerson {
  // Villages are chosen from a list; whether the place is one is the service's to say.
  const readings = readFields(draft, { today, isVillage: () => true });
  const id = checkIdNumber(readings.idNumber.value ?? '', today);
  return {
    readings,
    refused: firstRefused(readings),
    id,
    facts:
      id.birth !== null && id.sex !== null && id.birth <= today
        ? { birth: id.birth, sex: id.sex, age: ageOn(id.birth, today) }
        : null,
    person: personOf(readings, today),
  };
}

/** Fills in what an earlier case knows; what is typed already stays. */
export function fillFromEarlier(draft: PersonDraft, earlier: Person): PersonDraft {
  return Object.fromEntries(
    PERSON_KEYS.map((key) => [key, draft[key].trim() === '' ? (earlier[key] ?? '') : draft[key]]),
  ) as PersonDraft;
}

/** Enough typed to look for earlier cases: a whole number, or a name without one. */
export function earlierLookup(
  draft: PersonDraft,
  id: IdCheck,
): { readonly idNumber: string; readonly name: string } | null {
  if (id.number.length >= 15) return { idNumber: id.number, name: '' };
  const name = draft.name.trim();
  return id.number === '' && Array.from(name).length >= 2 ? { idNumber: '', name } : null;
}
