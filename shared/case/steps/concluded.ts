import { z } from 'zod';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { choice, field, note, optionalDate, optionalText } from '../field.ts';
import type { Values } from '../form.ts';
import { asIs, byWord } from '../lines.ts';
import { closePauses, filingsAnswered } from '../progress.ts';
import { remediesTold, remedyFields, untoldRemedy } from '../remedies.ts';

export const RESULTS = { approved: '准予', rejected: '不予许可', forwarded: '转报办结' } as const;

/** What is handed out. */
export const RESULT_KINDS = {
  licence: '证照',
  approval: '批文',
  certificate: '证明',
  payment: '待遇核定',
  other: '其他',
} as const;
const RESULT_KIND_KEYS = Object.keys(RESULT_KINDS) as (keyof typeof RESULT_KINDS)[];

const isGranted = (values: Values): boolean => values['result'] === 'approved';
const isRefused = (values: Values): boolean => values['result'] === 'rejected';

/** 办结: decided; the result waits to be collected. */
export const concluded = defineStep({
  type: 'concluded',
  label: '办结',
  from: ['received', 'accepted', 'forwarded', 'county-returned'],
  fields: {
    result: choice({ label: '结果', options: RESULTS, start: 'approved' }),
    // An applicant who does not get what was asked for is told why; events of before may lack it.
    reason: field(z.string().max(300).optional(), {
      label: '原因',
      form: { kind: 'text', lines: 2, optional: false, when: (values) => !isGranted(values) },
      show: asIs,
    }),
    ...remedyFields(isRefused),
    resultKind: field(z.enum(RESULT_KIND_KEYS).optional(), {
      label: '结果种类',
      form: { kind: 'choice', options: RESULT_KINDS, start: null, optional: true, when: isGranted },
      show: byWord(RESULT_KINDS),
    }),
    resultNo: optionalText({ label: '结果文号', max: 80 }),
    issuer: optionalText({ label: '发证（批准）机关', max: 80, when: isGranted }),
    validFrom: optionalDate({ label: '有效期起', lean: 'past', start: () => null, when: isGranted }),
    validTo: optionalDate({
      label: '有效期止',
      hint: '长期有效的不填',
      lean: 'future',
      start: () => null,
      when: isGranted,
    }),
    note,
  },
  to: 'concluded',
  roles: ['clerk', 'county'],
  apply: (p, s) => ({
    state: 'concluded',
    back: [],
    filings: filingsAnswered(p.filings, s.on),
    pauses: closePauses(p.pauses, s.on, ['special', 'supplement', 'county']),
    remedies: s.data.result === 'rejected' ? remediesTold(s.data) : null,
    result: {
      id: s.id,
      on: s.on,
      result: s.data.result,
      reason: s.data.reason ?? null,
      kind: s.data.resultKind ?? null,
      resultNo: s.data.resultNo ?? null,
      issuer: s.data.issuer ?? null,
      validFrom: s.data.validFrom ?? null,
      validTo: s.data.validTo ?? null,
      by: s.by,
    },
  }),
  // Only what is done while the citizen waits may skip acceptance; a promised matter's clock must have begun.
  refuses: ({ state }, { kind }) =>
    state === 'received' && kind !== 'immediate' ? breach('state', '承诺件须先受理，不能由收件直接办结', 'type') : null,
  // The township does not decide what is the county's: either it was sent on, or that was the whole of its work (转报办结).
  flags: ({ data }, before, { decidedBy }) =>
    decidedBy === 'county' && before.forwardedOn === null && data.result !== 'forwarded'
      ? [breach('decided-by-county', '这一事项由县里决定，没有转报就办结了', 'result')]
      : [],
  outcome: (data) => String(data['result']),
  button: {
    place: 60,
    warning: ({ detail }) =>
      [
        detail !== null && detail.decidedBy === 'county' && detail.forwardedOn === null
          ? '这一事项由县里决定，还没有转报。乡镇的工作到转报为止的，结果请选“转报办结”。'
          : '',
        detail?.owed ? `容缺的材料还没有补齐：${detail.owed.items.join('、')}。办结后仍可补。` : '',
      ]
        .filter(Boolean)
        .join('') || null,
  },
  formRule: (data) => {
    if (data.result !== 'approved' && !data.reason) return { field: 'reason', text: '请写明原因' };
    if (data.result === 'rejected') return untoldRemedy(data);
    if (data.validFrom !== undefined && data.validTo !== undefined && data.validTo < data.validFrom)
      return { field: 'validTo', text: '有效期止早于有效期起' };
    return null;
  },
});
