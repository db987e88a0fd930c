/** Events about the place rather than a case: its staff, and visitors who leave without a case. */
import { z } from 'zod';
import { appointed, appointmentEnded } from './appointments.ts';
import { EventIdSchema, MatterCodeSchema, StaffIdSchema } from '../base/brands.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { defineSiteEvent } from './define-remark.ts';
import type { SiteEvent } from './define-remark.ts';
import { choice, field, optionalText, text } from './field.ts';
import type { Fields } from './field.ts';
import { byWord, asList, matterInWords, asIs, withUnit } from './lines.ts';
import { ROLES } from './roles.ts';
import { requiredText } from './texts.ts';

const ofStaffPage = { none: 'the page of the staff asks for it' };
const notYet = { none: 'no page writes it yet' };
const windows = z.string().max(20);

const staff = defineSiteEvent({
  type: 'site.staff',
  label: '人员',
  fields: {
    id: field(StaffIdSchema, { label: '工号', form: ofStaffPage, show: asIs }),
    name: field(requiredText(30), { label: '姓名', form: ofStaffPage, show: asIs }),
    windows: field(z.array(windows).max(12), { label: '窗口', form: ofStaffPage, show: asList }),
    active: field(z.boolean(), {
      label: '在岗',
      form: ofStaffPage,
      show: byWord({ true: '在岗', false: '不在岗' }),
    }),
  },
  roles: ['agent', 'clerk', 'county'],
});

const consulted = defineSiteEvent({
  type: 'site.consulted',
  label: '咨询',
  fields: {
    matter: field(MatterCodeSchema.optional(), {
      label: '事项',
      form: { none: 'a word or two say enough while others wait' },
      show: matterInWords,
    }),
    text: optionalText({ label: '问什么', max: 300 }),
    count: field(z.int().min(1).max(999).default(1), {
      label: '人数',
      form: { kind: 'number', min: 1, max: 999, start: 1, unit: '人', optional: false },
      show: withUnit('人'),
    }),
  },
  roles: ['agent', 'clerk'],
});

const firstAsked = defineSiteEvent({
  type: 'site.first-asked',
  label: '首问登记',
  fields: {
    ask: text({ label: '诉求', max: 300, lines: 2 }),
    to: choice({
      label: '去向',
      options: { answered: '当场答复', guided: '引导到窗口', 'handed-on': '转交部门' },
      start: 'answered',
    }),
    window: field(windows.optional(), {
      label: '到哪个窗口',
      form: {
        kind: 'choice',
        options: ({ windows: names = [] }) => Object.fromEntries(names.map((name) => [name, name])),
        start: null,
        optional: false,
        when: (values) => values['to'] === 'guided',
      },
      show: asIs,
    }),
    visitor: optionalText({ label: '来访人', max: 50 }),
    phone: optionalText({ label: '联系电话', max: 30 }),
  },
  roles: ['agent', 'clerk'],
});

const officeDay = defineSiteEvent({
  type: 'site.office-day',
  label: '集中办公日',
  fields: {
    date: field(LocalDateSchema, { label: '日期', form: notYet, show: asIs }),
    held: field(z.boolean(), { label: '是否办公', form: notYet, show: byWord({ true: '已办公', false: '未办公' }) }),
    note: field(z.string().max(300).optional(), { label: '备注', form: notYet, show: asIs }),
  },
  roles: ['agent'],
});

const read = defineSiteEvent({
  type: 'site.read',
  label: '已读',
  fields: {
    events: field(z.array(EventIdSchema).min(1).max(500), {
      label: '读过的记录',
      form: notYet,
      show: { none: 'ids of events, for the program' },
    }),
  },
  roles: ROLES,
});

const LIST = [staff, consulted, firstAsked, officeDay, read, appointed, appointmentEnded] as const;

type AnySiteEvent = (typeof LIST)[number];
export type SiteEventType = AnySiteEvent['type'];

/** An event of a place as a reader of the table sees it that does not ask which one it is. */
export type SiteEventSpec = SiteEvent<SiteEventType, Fields>;

export const SITE_EVENTS = Object.fromEntries(
  (LIST satisfies readonly SiteEventSpec[]).map((event) => [event.type, event]),
) as { readonly [E in AnySiteEvent as E['type']]: E };

export const isSiteEventType = (type: string): type is SiteEventType => Object.hasOwn(SITE_EVENTS, type);
