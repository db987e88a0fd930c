import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { choice, field } from '../field.ts';
import { asIs } from '../lines.ts';

export const RETURN_REASONS = {
  'materials-missing': '材料缺失',
  'id-mismatch': '身份证不符',
  'in-person': '须本人到场',
  'other-township': '非本乡镇',
  duplicate: '重复',
  other: '其他',
} as const;
export type ReturnReason = keyof typeof RETURN_REASONS;

/** The centre sends a row back: something is missing or wrong. */
export const returnedToVillage = defineStep({
  type: 'returned-to-village',
  label: '退回村里',
  from: ['handed-over'],
  fields: {
    reason: choice({ label: '退回原因', options: RETURN_REASONS, start: 'materials-missing' }),
    // The village may get the reason alone; its text is a field that is always there.
    text: field(z.string().max(300), {
      label: '说明',
      form: { kind: 'text', lines: 2, hint: '写清缺什么，村里好照着补', optional: true },
      show: asIs,
    }),
  },
  to: 'returned-to-village',
  roles: ['clerk'],
  apply: (_, s) => ({
    state: 'returned-to-village',
    returned: { on: s.on, reason: s.data.reason, text: s.data.text },
  }),
  button: { place: 160, grave: true },
  formRule: ({ reason, text }) => (reason === 'other' && text === '' ? { field: 'text', text: '请填写这一项' } : null),
});
