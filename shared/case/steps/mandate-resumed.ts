import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';
import { WHILE_MANDATED } from '../states.ts';

/** 续办委托: the agent goes on with what the mandate said before. */
export const mandateResumed = defineStep({
  type: 'mandate-resumed',
  label: '续办委托',
  from: WHILE_MANDATED,
  fields: { note },
  to: null,
  roles: ['agent', 'clerk'],
  acts: () => null,
  apply: ({ mandate }) =>
    mandate?.state === 'suspended'
      ? { mandate: { ...mandate, state: 'in-force', until: null, reason: null, said: true } }
      : {},
  refuses: ({ mandate }) =>
    mandate?.state === 'suspended'
      ? null
      : breach('mandate', mandate === null ? '这一件不是代办件' : '委托没有中止，不用续办', 'type'),
  commutesWith: 'all',
  button: { place: 260 },
});
