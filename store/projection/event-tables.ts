/** The tables of the projection that single events speak into. */
import { appointmentEndTable, appointmentTable } from './appointments.ts';
import { numberCounterTable } from './case-numbers.ts';
import type { EventTable } from './projection-table.ts';
import { siteStaffTable } from './site-staff.ts';
import { handOverTable, slipKeyTable } from './slips.ts';

export const EVENT_TABLES: readonly EventTable[] = [
  numberCounterTable,
  slipKeyTable,
  handOverTable,
  siteStaffTable,
  appointmentTable,
  appointmentEndTable,
];
