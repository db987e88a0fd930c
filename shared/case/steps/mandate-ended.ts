import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { choice, reason } from '../field.ts';
import { WHILE_MANDATED } from '../states.ts';

/** 终止委托: the agent has no more to do with the case, which goes on with the villager in person. */
export const mandateEnded = defineStep({
  type: 'mandate-ended',
  label: '终止委托',
  from: WHILE_MANDATED,
  fields: {
    by: choice({
      label: '谁终止',
      options: { villager: '村民撤回', agent: '代办员退回', centre: '乡镇中心终止' },
      start: 'villager',
    }),
    reason: reason('终止原因'),
  },
  to: null,
  roles: ['agent', 'clerk'],
  apply: ({ mandate }, { on, data }) =>
    mandate === null || mandate.state === 'fulfilled'
      ? {}
      : { mandate: { ...mandate, state: 'ended', until: on, reason: data.reason, said: true } },
  refuses: ({ mandate }) =>
    mandate?.state === 'in-force' || mandate?.state === 'suspended'
      ? null
      : breach('mandate', mandate === null ? '这一件不是代办件' : '委托已结束', 'type'),
  commutesWith: 'all',
  button: {
    place: 270,
    grave: true,
    warning: () => '终止以后代办员不能再代交、代领，由村民本人到乡镇中心办理。手里的原件要当面退还。',
  },
});
