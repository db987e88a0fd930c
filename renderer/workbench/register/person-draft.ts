/** The person as typed, and what is kept of it. Pure. */
import type { PlaceCode } from '../../../shared/domain/brands.ts';
import { ageOn, checkIdNumber } from '../../../shared/domain/identity.ts';
import type { IdCheck, Sex } from '../../../shared/domain/identity.ts';
import type { LocalDate } from '../../../shared/domain/brands.ts';
import type { Person } from '../../../shared/domain/event-types.ts';
import { checkPhone } from '../../../shared/domain/phone.ts';
import type { PhoneCheck } from '../../../shared/domain/phone.ts';

export interface PersonDraft {
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly village: PlaceCode | null;
  readonly group: string;
  readonly address: string;
}

export const EMPTY_PERSON: PersonDraft = { idNumber: '', name: '', phone: '', village: null, group: '', address: '' };

export interface ReadPerson {
  readonly person: Person;
  readonly id: IdCheck;
  readonly phone: PhoneCheck;
  readonly facts: { readonly birth: LocalDate; readonly sex: Sex; readonly age: number } | null;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What would be saved. A number that does not check is kept as written and marked 待核; a person saves it knowingly. */
export function readPerson(draft: PersonDraft, today: LocalDate): ReadPerson {
  const id = checkIdNumber(draft.idNumber, today);
  const phone = checkPhone(draft.phone);
  const verified = id.verdict === 'ok' || id.verdict === 'warn';
  return {
    id,
    phone,
    facts:
      id.birth !== null && id.sex !== null && id.birth <= today
        ? { birth: id.birth, sex: id.sex, age: ageOn(id.birth, today) }
        : null,
    person: {
      name: draft.name.trim(),
      idNumber: id.number === '' ? null : id.number,
      idVerified: verified,
      phone: phone.phone,
      village: draft.village,
      group: orNull(draft.group),
      address: orNull(draft.address),
    },
  };
}

/** Fills in what an earlier case knows; what is typed already stays. */
export function takeEarlier(draft: PersonDraft, earlier: Person): PersonDraft {
  const or = (typed: string, known: string | null) => (typed.trim() === '' ? (known ?? '') : typed);
  return {
    idNumber: or(draft.idNumber, earlier.idNumber),
    name: or(draft.name, earlier.name),
    phone: or(draft.phone, earlier.phone),
    village: draft.village ?? earlier.village,
    group: or(draft.group, earlier.group),
    address: or(draft.address, earlier.address),
  };
}

/** Enough typed to look for earlier cases: a whole number, or a name without one. */
export function lookupOf(draft: PersonDraft, id: IdCheck): { readonly idNumber: string; readonly name: string } | null {
  if (id.number.length >= 15) return { idNumber: id.number, name: '' };
  const name = draft.name.trim();
  return id.number === '' && Array.from(name).length >= 2 ? { idNumber: '', name } : null;
}
