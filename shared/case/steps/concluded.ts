import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { choice, note, optionalText } from '../field.ts';
import { closePauses, filingsAnswered } from '../progress.ts';

export const RESULTS = { approved: '准予', rejected: '不予' } as const;

/** 办结: decided; the result waits to be collected. */
export const concluded = defineStep({
  type: 'concluded',
  label: '办结',
  from: ['received', 'accepted', 'forwarded', 'county-returned'],
  fields: {
    result: choice({ label: '结果', options: RESULTS, start: 'approved' }),
    resultNo: optionalText({ label: '结果文号', max: 80 }),
    note,
  },
  to: 'concluded',
  roles: ['clerk', 'county'],
  apply: (p, s) => ({
    state: 'concluded',
    back: [],
    filings: filingsAnswered(p.filings, s.on),
    pauses: closePauses(p.pauses, s.on, ['special', 'supplement', 'county']),
    result: { id: s.id, on: s.on, result: s.data.result, resultNo: s.data.resultNo ?? null, by: s.by },
  }),
  // Only what is done while the citizen waits may skip acceptance; a promised matter's clock must have begun.
  refuses: ({ state }, { kind }) =>
    state === 'received' && kind !== 'immediate' ? breach('state', '承诺件须先受理，不能由收件直接办结', 'type') : null,
  outcome: (data) => String(data['result']),
  button: { place: 60 },
});
