import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { choice, note, optionalText } from '../field.ts';

/** 送达: the result is in the applicant's hands. */
export const delivered = defineStep({
  type: 'delivered',
  label: '送达',
  from: ['concluded'],
  fields: {
    signer: choice({
      label: '签收人',
      options: { self: '本人', family: '亲属', agent: '代办员', post: '邮寄' },
      start: 'self',
    }),
    signerName: optionalText({ label: '签收人姓名', max: 50 }),
    note,
  },
  to: 'delivered',
  roles: ['agent', 'clerk'],
  apply: (_, s) => ({ state: 'delivered', deliveredOn: s.on }),
  refuses: ({ result }) =>
    result?.result === 'forwarded' ? breach('state', '转报办结没有结果可送达，由上级机关送达', 'type') : null,
  button: { place: 70 },
});
