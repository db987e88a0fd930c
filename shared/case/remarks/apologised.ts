import { defineRemark } from '../define-remark.ts';
import { choice, date, optionalText, reason } from '../field.ts';
import { NOTICE_WAYS } from './notified.ts';

export const APOLOGY_WAYS = { ...NOTICE_WAYS, paper: '书面' } as const;

/** 致歉: a case is late, the applicant is told why and by when instead. It changes no clock: a late case stays late. */
export const apologised = defineRemark({
  type: 'apologised',
  label: '致歉',
  fields: {
    reason: reason('超期的原因'),
    newDay: date({
      label: '答应哪天办结',
      hint: '告诉申请人的新日期，不改变承诺期限和法定期限',
      lean: 'future',
      start: () => null,
    }),
    way: choice({ label: '怎么告诉的', options: APOLOGY_WAYS, start: 'phone' }),
    approver: optionalText({ label: '签发负责人', max: 50 }),
  },
  roles: ['clerk'],
  add: (sums, { id, on, data: { reason: why, newDay, way, approver } }) => ({
    ...sums,
    apology: { id, on, reason: why, newDay, way, approver: approver || null },
  }),
  corrects: ({ apology }) => apology?.id ?? null,
  untimely: ({ open, overdue }) => (open && overdue ? null : '这一件没有超过承诺期限，或者已经办结，不用致歉'),
  formRule: ({ newDay }, { today }) =>
    newDay > today ? null : { field: 'newDay', text: `答应的日期应晚于今天 ${today}` },
  input: true,
  button: 22,
});
