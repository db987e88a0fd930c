import { EventIdSchema } from '../../base/brands.ts';
import { defineStep } from '../define-step.ts';
import { field, reason } from '../field.ts';
import { CASE_STATES } from '../states.ts';
import type { CaseState } from '../states.ts';

const form = { none: 'the page offers it of the step taken last, and asks for the reason alone' };

/** 撤销: the step taken last is taken back, as if it had not been. Which one that may be, and what it does to the case, is the fold's affair (fold-steps.ts). */
export const undone = defineStep({
  type: 'undone',
  label: '撤销',
  from: Object.keys(CASE_STATES) as CaseState[],
  fields: {
    step: field(EventIdSchema, {
      label: '撤销的步骤',
      form,
      show: { none: 'history marks the step itself that was taken back' },
    }),
    reason: reason('撤销原因'),
  },
  to: null,
  roles: ['agent', 'clerk'],
  apply: () => ({}),
  // Two people who take back the same step.
  outcome: ({ step }) => String(step),
  lasting: 'the step is simply taken again',
  button: form,
});
