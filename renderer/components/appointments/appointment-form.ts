/** The form of an appointment: the person in a few fields, what for, when, and whether at home. Pure. */
import { z } from 'zod';
import { appointmentMethods } from '../../../shared/api/appointments.ts';
import { SITE_EVENTS } from '../../../shared/case/site-events.ts';
import { formRowsOf } from '../../../shared/case/form.ts';
import type { FormRow } from '../../../shared/case/form.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { PERSON_FIELDS } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';
import { firstRefused, readFields } from '../../../shared/person/person.ts';

/** Who comes: enough to call back, and to find the house. */
const ASKED = ['name', 'idNumber', 'phone', 'village', 'address'] as const satisfies readonly PersonKey[];

const personRow = (key: (typeof ASKED)[number]): FormRow => ({
  kind: key === 'village' ? 'village' : 'text',
  key,
  field: key,
  label: PERSON_FIELDS[key].label,
  optional: key !== 'name',
  blank: 'absent',
});

export const APPOINTMENT_ROWS: readonly FormRow[] = [
  ...ASKED.map(personRow),
  ...formRowsOf(SITE_EVENTS['site.appointed'].fields),
];

type Input = z.output<(typeof appointmentMethods)['appointments.make']['input']>;

/** The input of the call; what is wrong with the person is said at its field. */
export function checkAppointment(data: Record<string, unknown>, today: LocalDate): z.ZodSafeParseResult<Input> {
  const { name, idNumber, phone, village, address, ...rest } = data;
  const person = { name, idNumber, phone, village, address } as Partial<Record<PersonKey, string>>;
  // Villages are chosen from a list; whether the place is one is the service's to say.
  const refused = firstRefused(readFields(person, { today, isVillage: () => true }));
  const shaped = appointmentMethods['appointments.make'].input.safeParse({ ...rest, person });
  if (refused === null) return shaped as z.ZodSafeParseResult<Input>;
  return z
    .any()
    .superRefine((_, issues) => {
      const key = refused.field.split('.').at(-1) ?? '';
      issues.addIssue({ code: 'custom', path: [key], message: refused.problem.message });
    })
    .safeParse(data) as z.ZodSafeParseResult<Input>;
}
