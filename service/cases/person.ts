/** The person as kept: plain spelling of number and phone, and whether the number checks. Nothing is refused for a doubtful number. */
import type { LocalDate } from '../../shared/domain/brands.ts';
import type { Person } from '../../shared/domain/event-types.ts';
import { checkIdNumber } from '../../shared/domain/identity.ts';
import { checkPhone } from '../../shared/domain/phone.ts';

/** 待核 (`idVerified: false`) follows from the number alone, whatever the page sent. */
export function keptPerson(person: Person, today: LocalDate): Person {
  const id = checkIdNumber(person.idNumber ?? '', today);
  return {
    ...person,
    name: person.name.trim(),
    idNumber: id.number === '' ? null : id.number.slice(0, 30),
    idVerified: id.verdict === 'ok' || id.verdict === 'warn',
    phone: checkPhone(person.phone ?? '').phone,
  };
}
