import { defineStep } from '../define-step.ts';
import { note, optionalNumber, text } from '../field.ts';

/** 转报: sent on to the county department that decides. */
export const forwarded = defineStep({
  type: 'forwarded',
  label: '转报',
  from: ['accepted', 'county-returned'],
  fields: {
    to: text({ label: '转报给', max: 80 }),
    pages: optionalNumber({ label: '材料页数', min: 0, max: 9999, unit: '页' }),
    note,
  },
  to: 'forwarded',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'forwarded',
    forwardedOn: s.on,
    pauses: [...p.pauses, { from: s.on, to: null, kind: 'county', reason: '转报县级', planned: [] }],
  }),
  outcome: (data) => String(data['to']),
  button: { place: 100 },
});
