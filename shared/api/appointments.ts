/** The part of a site's contract about appointments (预约). */
import { z } from 'zod';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';
import { EventIdSchema, MatterCodeSchema } from '../base/brands.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { APPOINTMENT_ENDS } from '../case/appointments.ts';
import type { AppointmentEnd } from '../case/appointments.ts';
import type { Person } from '../person/person.ts';
import { TypedPersonSchema } from '../person/person.ts';
import { method } from './contract.ts';

export interface Appointment {
  readonly id: EventId;
  readonly place: PlaceCode;
  /** Where it was made. */
  readonly placeName: string;
  readonly staffName: string;
  readonly day: LocalDate;
  /** The hour at which its slot begins. */
  readonly hour: number;
  readonly matter: MatterCode;
  readonly matterName: string;
  readonly window: string;
  readonly home: boolean;
  readonly person: Person;
  readonly villageName: string | null;
  readonly note: string;
  readonly state: 'open' | AppointmentEnd;
  readonly reason: string;
  /** Another open one has the same window, or the same person, in the same hour: they were made apart. */
  readonly double: boolean;
}

export const appointmentMethods = {
  /** Those of today and later, and earlier ones of which nothing is said how they ended; by day and hour. */
  'appointments.list': method<readonly Appointment[]>()(z.strictObject({}), 'staff'),
  'appointments.get': method<Appointment>()(z.strictObject({ id: EventIdSchema }), 'staff'),
  'appointments.make': method<Appointment>()(
    z.strictObject({
      person: TypedPersonSchema,
      matter: MatterCodeSchema,
      date: LocalDateSchema,
      hour: z.int().min(0).max(23),
      home: z.boolean().default(false),
      note: z.string().max(500).optional(),
    }),
    'staff',
  ),
  'appointments.end': method<Appointment>()(
    z.strictObject({
      id: EventIdSchema,
      result: z.enum(Object.keys(APPOINTMENT_ENDS) as AppointmentEnd[]),
      reason: z.string().trim().max(300).optional(),
    }),
    'staff',
  ),
} as const;
