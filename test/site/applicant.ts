import type { InventedPerson } from '../../shared/person/invented-people.ts';

/** An invented person as the window registers one. */
export function applicant({ name, idNumber, phone }: InventedPerson) {
  return { name, idNumber, idVerified: true, phone, village: null, group: null, address: null };
}
