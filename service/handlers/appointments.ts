/** 预约: made, kept, missed, cancelled, each a signed event of the place. */
import type { Appointment, appointmentMethods } from '../../shared/api/appointments.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { DAYS_AHEAD, hourInWords } from '../../shared/case/appointments.ts';
import { type AppointmentRecord, appointmentOf, appointmentsFrom } from '../../store/projection/appointments.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { keptPerson } from '../cases/person.ts';
import type { Desk } from '../desk.ts';
import { type DeskContext, deskOf, stepBy } from './context.ts';

const isOpen = ({ end }: AppointmentRecord): boolean => end === null;

/** One window serves one person in an hour, and no person is at two windows; who visits at home serves one house. */
function clash(one: AppointmentRecord, other: AppointmentRecord): boolean {
  if (one.id === other.id || one.day !== other.day || one.hour !== other.hour) return false;
  const number = one.person.idNumber;
  const isSamePerson = number === null ? one.person.name === other.person.name : number === other.person.idNumber;
  const isSameSlot = one.home === other.home && (one.home || one.window === other.window);
  return isSamePerson || isSameSlot;
}

function shown(desk: Desk, record: AppointmentRecord, open: readonly AppointmentRecord[]): Appointment {
  const { ledger, staff, end, person } = record;
  return {
    id: record.id,
    place: ledger,
    placeName: desk.places.nameOf(ledger),
    staffName: staffOf(desk.file, ledger).find(({ id }) => id === staff)?.name ?? staff,
    day: record.day,
    hour: record.hour,
    matter: record.matter,
    matterName: desk.catalogue.matter(record.matter)?.name ?? record.matter,
    window: record.window,
    home: record.home,
    person,
    villageName: person.village === null ? null : desk.places.nameOf(person.village),
    note: record.note,
    state: end?.result ?? 'open',
    reason: end?.reason ?? '',
    double: isOpen(record) && open.some((other) => clash(record, other)),
  };
}

const openOnes = (desk: Desk): readonly AppointmentRecord[] => appointmentsFrom(desk.file, desk.today()).filter(isOpen);

/** Throws ApiError `not-found`. */
function one(desk: Desk, id: EventId): Appointment {
  const record = appointmentOf(desk.file, id);
  if (record === null) throw new ApiError('not-found', '没有这个预约。');
  return shown(desk, record, openOnes(desk));
}

export const appointmentHandlers = {
  'appointments.list': (_input, context) => {
    const desk = deskOf(context);
    const records = appointmentsFrom(desk.file, desk.today());
    const open = records.filter(isOpen);
    return records.map((record) => shown(desk, record, open));
  },

  'appointments.get': ({ id }, context) => one(deskOf(context), id),

  'appointments.make': ({ person: typed, ...input }, context) => {
    const desk = deskOf(context);
    const { staff, window: counter } = stepBy(context);
    const matter = desk.catalogue.matter(input.matter);
    if (matter === undefined) throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
    const today = desk.today();
    if (input.date < today) throw new ApiError('bad-input', '预约日期不能早于今天。', 'date');
    if (input.date > addDays(today, DAYS_AHEAD))
      throw new ApiError('bad-input', `只能预约 ${DAYS_AHEAD} 天以内的日子。`, 'date');
    if (!input.home && !desk.calendar.isWorkday(input.date))
      throw new ApiError('bad-input', `${input.date} 不上班，请另选一天，或改为上门办理。`, 'date');
    const person = keptPerson(desk, typed);
    if (input.home && person.address === null && person.village === null)
      throw new ApiError('bad-input', '上门办理要写明住址或村组。', 'person.address');
    const id = desk.ledger.transaction(() => {
      const data = { ...input, person, window: matter.window };
      const written = desk.ledger.append({
        ledger: desk.place,
        type: 'site.appointed',
        on: today,
        data,
        staff,
        window: counter,
      });
      const made = appointmentOf(desk.file, written.id);
      if (made === null) throw new ApiError('internal');
      const taken = openOnes(desk).find((other) => clash(made, other));
      if (taken !== undefined)
        throw new ApiError(
          'not-allowed',
          `${taken.day} ${hourInWords(taken.hour)} 已约了${taken.person.name}（${taken.home ? '上门' : taken.window}），请另选时段。`,
          'hour',
        );
      return written.id;
    });
    desk.wrote('site');
    return one(desk, id);
  },

  'appointments.end': ({ id, result, reason }, context) => {
    const desk = deskOf(context);
    const { staff, window } = stepBy(context);
    const record = appointmentOf(desk.file, id);
    if (record === null) throw new ApiError('not-found', '没有这个预约。');
    if (!isOpen(record)) throw new ApiError('conflict', '这个预约已经有结果了，请看最新的情况。');
    if (result === 'missed' && record.day > desk.today())
      throw new ApiError('bad-input', '还没到预约的日子，不能记为未到。', 'result');
    if (result === 'cancelled' && !reason) throw new ApiError('bad-input', '请写明取消的原因。', 'reason');
    const data = { appointment: id, result, ...(reason ? { reason } : {}) };
    // Beside the appointment: who reads the one reads the other.
    desk.ledger.append({
      ledger: record.ledger,
      type: 'site.appointment-ended',
      on: desk.today(),
      data,
      staff,
      window,
    });
    desk.wrote('site');
    return one(desk, id);
  },
} satisfies Handlers<typeof appointmentMethods, DeskContext>;
