/** Appointments of the places whose ledgers lie here, and how they ended. Part of the projection. */
import type { EventId, LocalDate, MatterCode, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { AppointmentEnd } from '../../shared/case/appointments.ts';
import { readingOf } from '../../shared/case/reading.ts';
import { SITE_EVENTS } from '../../shared/case/site-events.ts';
import { instantOf } from '../../shared/event/event.ts';
import type { Person } from '../../shared/person/person.ts';
import type { EventTable } from './projection-table.ts';
import type { ReadDb } from '../types.ts';

const MADE = readingOf(SITE_EVENTS['site.appointed'].data);
const ENDED = readingOf(SITE_EVENTS['site.appointment-ended'].data);

export const appointmentTable: EventTable = {
  name: 'appointment',
  ddl: `
  CREATE TABLE appointment (
    id TEXT PRIMARY KEY NOT NULL, ledger TEXT NOT NULL, day TEXT NOT NULL, hour INTEGER NOT NULL, matter TEXT NOT NULL,
    window TEXT NOT NULL, home INTEGER NOT NULL, person TEXT NOT NULL, note TEXT NOT NULL, staff TEXT NOT NULL,
    made_on TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX appointment_day ON appointment (day);`,
  compared: 'SELECT * FROM appointment ORDER BY id',
  add(file, ledger, { _id: id, type, on, by, data }) {
    if (type !== 'site.appointed') return;
    const read = MADE.safeParse(data);
    if (!read.success) return;
    const { date, hour, matter, window, home, person, note = '' } = read.data;
    file
      .sql(
        `INSERT INTO appointment (id, ledger, day, hour, matter, window, home, person, note, staff, made_on)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(id, ledger, date, hour, matter, window, Number(home), JSON.stringify(person), note, by.staff, on);
  },
};

export const appointmentEndTable: EventTable = {
  name: 'appointment_end',
  ddl: `
  CREATE TABLE appointment_end (
    id TEXT PRIMARY KEY NOT NULL, appointment TEXT NOT NULL, ledger TEXT NOT NULL, result TEXT NOT NULL,
    reason TEXT NOT NULL, place TEXT NOT NULL, staff TEXT NOT NULL, on_date TEXT NOT NULL, said TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX appointment_end_of ON appointment_end (appointment, said);`,
  compared: 'SELECT * FROM appointment_end ORDER BY id',
  /** \`said\` is the order of LEDGER §3: day, corrected instant, id. */
  add(file, ledger, event) {
    if (event.type !== 'site.appointment-ended') return;
    const read = ENDED.safeParse(event.data);
    if (!read.success) return;
    const { appointment, result, reason = '' } = read.data;
    const said = `${event.on} ${String(instantOf(event)).padStart(16, '0')} ${event._id}`;
    file
      .sql(
        `INSERT INTO appointment_end (id, appointment, ledger, result, reason, place, staff, on_date, said)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(event._id, appointment, ledger, result, reason, event.by.place, event.by.staff, event.on, said);
  },
};

/** An appointment as it stands. */
export interface AppointmentRecord {
  readonly id: EventId;
  readonly ledger: PlaceCode;
  readonly day: LocalDate;
  readonly hour: number;
  readonly matter: MatterCode;
  readonly window: string;
  readonly home: boolean;
  readonly person: Person;
  readonly note: string;
  readonly staff: StaffId;
  readonly madeOn: LocalDate;
  /** null: it is still to come, or nothing is said of how it ended. */
  readonly end: { readonly result: AppointmentEnd; readonly reason: string; readonly on: LocalDate } | null;
}

interface Row {
  readonly id: EventId;
  readonly ledger: PlaceCode;
  readonly day: LocalDate;
  readonly hour: number;
  readonly matter: MatterCode;
  readonly window: string;
  readonly home: number;
  readonly person: string;
  readonly note: string;
  readonly staff: StaffId;
  readonly made_on: LocalDate;
  readonly result: AppointmentEnd | null;
  readonly reason: string | null;
  readonly ended_on: LocalDate | null;
}

const recordOf = ({ made_on: madeOn, result, reason, ended_on: on, ...row }: Row): AppointmentRecord => ({
  ...row,
  madeOn,
  home: row.home === 1,
  person: JSON.parse(row.person) as Person,
  end: result === null || on === null ? null : { result, reason: reason ?? '', on },
});

/** An ending in another ledger than the appointment's counts nowhere: machines that read different ledgers would see different days. */
const SELECT = `SELECT a.*, e.result, e.reason, e.on_date AS ended_on FROM appointment a
  LEFT JOIN appointment_end e ON e.id = (
    SELECT id FROM appointment_end WHERE appointment = a.id AND ledger = a.ledger ORDER BY said DESC LIMIT 1)`;

/** More than any desk has to come. */
const MOST = 1000;

/** Those of a day and later, and earlier ones of which nothing is said how they ended; by day and hour. */
export function appointmentsFrom(file: ReadDb, day: LocalDate): AppointmentRecord[] {
  const rows = file
    .sql(`${SELECT} WHERE a.day >= @day OR e.id IS NULL ORDER BY a.day, a.hour, a.id LIMIT ${MOST}`)
    .all({ day }) as Row[];
  return rows.map(recordOf);
}

/** null where none has this id. */
export function appointmentOf(file: ReadDb, id: EventId): AppointmentRecord | null {
  const row = file.sql(`${SELECT} WHERE a.id = ?`).get(id) as Row | undefined;
  return row === undefined ? null : recordOf(row);
}
