import { defineStep } from '../define-step.ts';
import { reason } from '../field.ts';
import { endWithoutResult } from '../progress.ts';
import { OPEN_AT_CENTRE, WITH_VILLAGE } from '../states.ts';

/** 作废: entered by mistake. */
export const voided = defineStep({
  type: 'voided',
  label: '作废',
  from: [...WITH_VILLAGE, ...OPEN_AT_CENTRE, 'concluded'],
  fields: { reason: reason('原因') },
  to: 'voided',
  roles: ['agent', 'clerk'],
  only: { agent: WITH_VILLAGE },
  apply: endWithoutResult('voided'),
  button: { place: 200, grave: true },
});
