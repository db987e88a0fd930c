import { defineStep } from '../define-step.ts';
import { reason } from '../field.ts';
import { endWithoutResult } from '../progress.ts';
import { OPEN_AT_CENTRE, WITH_VILLAGE } from '../states.ts';

/** 撤件: the applicant takes the application back. */
export const withdrawn = defineStep({
  type: 'withdrawn',
  label: '撤件',
  from: [...WITH_VILLAGE, ...OPEN_AT_CENTRE],
  fields: { reason: reason('原因') },
  to: 'withdrawn',
  roles: ['agent', 'clerk'],
  only: { agent: WITH_VILLAGE },
  apply: endWithoutResult('withdrawn'),
  button: { place: 190, grave: true },
});
