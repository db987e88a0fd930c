import { defineStep } from '../define-step.ts';
import { reason } from '../field.ts';
import { closePauses } from '../progress.ts';

/** The county sends a forwarded case back to the township. */
export const countyReturned = defineStep({
  type: 'county-returned',
  label: '县级退回',
  from: ['forwarded'],
  fields: { reason: reason('县里退回的原因') },
  to: 'county-returned',
  roles: ['clerk', 'county'],
  apply: (p, s) => ({ state: 'county-returned', pauses: closePauses(p.pauses, s.on, ['county']) }),
  button: { place: 150 },
});
