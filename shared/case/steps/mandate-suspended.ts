import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { reason } from '../field.ts';
import { WHILE_MANDATED } from '../states.ts';

/** 中止委托: until it is resumed the agent does nothing for the villager. The case goes on. */
export const mandateSuspended = defineStep({
  type: 'mandate-suspended',
  label: '中止委托',
  from: WHILE_MANDATED,
  fields: { reason: reason('中止原因') },
  to: null,
  roles: ['agent', 'clerk'],
  apply: ({ mandate }, { on, data }) =>
    mandate?.state === 'in-force'
      ? { mandate: { ...mandate, state: 'suspended', until: on, reason: data.reason, said: true } }
      : {},
  refuses: ({ mandate }) =>
    mandate?.state === 'in-force'
      ? null
      : breach('mandate', mandate === null ? '这一件不是代办件' : '委托不在代办中，不能中止', 'type'),
  commutesWith: 'all',
  button: { place: 250 },
});
