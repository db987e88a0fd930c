/** What people write of a person, on its way into the ledger: one check and one normal form for every path. */
import { ApiError } from '../../shared/api/errors.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import { type PersonKey, keyOfPath } from '../../shared/person/person-fields.ts';
import { type Person, type TypedPerson, firstRefused, personOf, readFields } from '../../shared/person/person.ts';
import type { Surroundings } from '../../shared/person/read-fields.ts';
import type { Desk } from '../desk.ts';

const surroundings = (desk: Desk): Surroundings => ({
  today: desk.today(),
  isVillage: (code) => desk.places.place(code)?.kind === 'village',
});

/** The person as kept; 待核 follows from the number alone. Throws ApiError `bad-input` with the field (`person.phone`) that can't be kept. */
export function keptPerson(desk: Desk, typed: TypedPerson): Person {
  const readings = readFields(typed, surroundings(desk));
  const refused = firstRefused(readings);
  if (refused !== null) throw new ApiError('bad-input', refused.problem.message, refused.field);
  return personOf(readings, desk.today());
}

/** What is typed to look for a person, as the ledger would keep it; '' for nothing. */
export const asKept = (desk: Desk, key: PersonKey, typed: TypedPerson): string =>
  readFields(typed, surroundings(desk))[key].value ?? '';

type Amended = Extract<RemarkInput, { type: 'amended' }>['data'];

/** A correction as kept: its new value as a registration of this person would keep it. Throws as `keptPerson` does. */
export function keptAmendment(desk: Desk, person: Person, data: Amended): Amended {
  const key = keyOfPath(data.field);
  if (key === null) return data;
  const { value, refused } = readFields({ ...person, [key]: data.to }, surroundings(desk))[key];
  if (refused !== null) throw new ApiError('bad-input', refused.message, data.field);
  return { ...data, to: value };
}
