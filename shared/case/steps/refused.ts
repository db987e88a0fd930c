import { defineStep } from '../define-step.ts';
import { optionalText, reason } from '../field.ts';
import { endWithoutResult } from '../progress.ts';
import { remediesTold, remedyFields, untoldRemedy } from '../remedies.ts';

/** 不予受理: the matter is not this office's, or not one that can be applied for. */
export const refused = defineStep({
  type: 'refused',
  label: '不予受理',
  from: ['received'],
  fields: {
    reason: reason('不予受理的原因'),
    whereToGo: optionalText({ label: '应到哪里办', max: 200 }),
    ...remedyFields(),
  },
  to: 'refused',
  roles: ['clerk'],
  apply: (p, s) => ({
    ...endWithoutResult('refused')(p, s),
    whereToGo: s.data.whereToGo ?? null,
    remedies: remediesTold(s.data),
  }),
  button: { place: 170, grave: true },
  formRule: untoldRemedy,
});
