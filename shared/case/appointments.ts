/**
 * 预约: a person comes at an hour to a window of the centre, or is visited at home (上门). The centre writes it into its own ledger, a village into
 * its own for the centre that serves it; how it ended is written beside it. Of two endings made apart the canonical later one holds.
 */
import { z } from 'zod';
import { EventIdSchema, MatterCodeSchema } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';
import { defineSiteEvent } from './define-remark.ts';
import { choice, date, field, note, optionalText } from './field.ts';
import { asIs, byWord, matterInWords } from './lines.ts';
import { REGISTRATION } from './registration.ts';

const ofPage = { none: 'the page of appointments asks for it' };

/** The hours in which windows are open, as they are offered; each slot is one hour long. */
export const HOURS = [8, 9, 10, 11, 14, 15, 16, 17] as const;
export const hourInWords = (hour: number): string =>
  `${String(hour).padStart(2, '0')}:00–${String(hour + 1).padStart(2, '0')}:00`;
/** So many days ahead an appointment is made at most. */
export const DAYS_AHEAD = 60;

export const APPOINTMENT_ENDS = { kept: '已到', missed: '未到', cancelled: '已取消' } as const;
export type AppointmentEnd = keyof typeof APPOINTMENT_ENDS;

export const appointed = defineSiteEvent({
  type: 'site.appointed',
  label: '预约',
  fields: {
    person: { ...REGISTRATION.person, form: ofPage },
    matter: field(MatterCodeSchema, {
      label: '事项',
      form: { kind: 'matter', proxyableOnly: false },
      show: matterInWords,
    }),
    window: field(z.string().max(20), { label: '窗口', form: ofPage, show: asIs }),
    date: date({ label: '预约日期', lean: 'future', start: ({ today }) => addDays(today, 1) }),
    /** The hour at which the slot begins. */
    hour: field(z.int().min(0).max(23), {
      label: '时段',
      form: {
        kind: 'choice',
        options: Object.fromEntries(HOURS.map((hour) => [String(hour), hourInWords(hour)])),
        start: null,
        numeric: 'lowest-first',
      },
      show: (value) => hourInWords(Number(value)),
    }),
    home: field(z.boolean(), {
      label: '上门',
      form: { kind: 'tick', text: '行动不便，工作人员上门办理', optional: true },
      show: byWord({ true: '上门办理', false: '到窗口办理' }),
    }),
    note,
  },
  roles: ['agent', 'clerk'],
});

export const appointmentEnded = defineSiteEvent({
  type: 'site.appointment-ended',
  label: '预约结果',
  fields: {
    appointment: field(EventIdSchema, { label: '预约', form: ofPage, show: { none: 'an id, for the program' } }),
    result: choice({ label: '结果', options: APPOINTMENT_ENDS, start: null }),
    reason: optionalText({ label: '原因', max: 300, lines: 2 }),
  },
  roles: ['agent', 'clerk'],
});
