import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';
import { closePauses, stateBefore } from '../progress.ts';

/** The special procedure is over; the clock goes on. */
export const resumed = defineStep({
  type: 'resumed',
  label: '恢复办理',
  from: ['paused'],
  fields: { note },
  to: null,
  roles: ['clerk'],
  apply: (p, s) => ({ ...stateBefore(p), pauses: closePauses(p.pauses, s.on, ['special']) }),
  button: { place: 50 },
});
