import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { choice, field, optionalText } from '../field.ts';
import { byWord } from '../lines.ts';

/** How an applicant is told. */
export const NOTICE_WAYS = { phone: '电话', agent: '代办员转告', sms: '短信', 'in-person': '当面' } as const;

/** 通知: the applicant was told, or could not be reached. */
export const notified = defineRemark({
  type: 'notified',
  label: '通知',
  fields: {
    way: choice({
      label: '通知方式',
      options: NOTICE_WAYS,
      start: 'phone',
    }),
    reached: field(z.boolean(), {
      label: '是否联系上',
      form: { kind: 'tick', text: '已联系上本人或家人', optional: true },
      show: byWord({ true: '已联系上', false: '未联系上' }),
    }),
    text: optionalText({ label: '说了什么', max: 300, lines: 3 }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, { id, on, data }) => ({
    ...sums,
    notified: [...sums.notified, { id, on, way: data.way, reached: data.reached }],
  }),
  input: true,
  button: 20,
});
