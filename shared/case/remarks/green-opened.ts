import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { choice, field } from '../field.ts';
import { asIs } from '../lines.ts';

/** For whom: those whom law or the State Council's rules on convenience put first, and needs that cannot wait (STANDARDS §8). */
export const GREEN_REASONS = {
  elderly: '老年人',
  disabled: '残疾人',
  pregnant: '孕产妇',
  ill: '重病患者',
  military: '军人、军属、退役军人',
  urgent: '急需（就医、就学、丧葬等）',
  project: '重点项目',
  other: '其他',
} as const;
export type GreenReason = keyof typeof GREEN_REASONS;

/** 绿色通道: the case goes before all others as long as something is left to do on it. */
export const greenOpened = defineRemark({
  type: 'green-opened',
  label: '绿色通道',
  fields: {
    reason: choice({ label: '原因', options: GREEN_REASONS, start: null }),
    text: field(z.string().max(200).optional(), {
      label: '说明',
      form: [
        { kind: 'text', key: 'which', optional: false, when: ({ reason }) => reason === 'other' },
        { kind: 'text', optional: true, when: ({ reason }) => reason !== 'other' },
      ],
      show: asIs,
    }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, { id, on, data }) => ({
    ...sums,
    greenWord: id,
    green: { id, on, reason: data.reason, text: data.text || null },
  }),
  corrects: ({ greenWord }) => greenWord,
  untimely: ({ green, finished }) =>
    green !== null ? '这一件已经在绿色通道里' : finished ? '这一件已经办完，不用走绿色通道' : null,
  formRule: ({ reason, text }) =>
    reason === 'other' && !text ? { field: 'text', text: '原因选了“其他”，请写明是什么' } : null,
  input: true,
  button: 25,
});
