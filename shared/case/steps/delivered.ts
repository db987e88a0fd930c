import { breach } from '../breach.ts';
import { COLLECTOR, deliveryOf, untoldCollector } from '../collector.ts';
import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';

/** 送达: the result is in the applicant's hands. */
export const delivered = defineStep({
  type: 'delivered',
  label: '送达',
  from: ['concluded'],
  // Events of before name the signer alone; form and service insist on the rest.
  fields: { ...COLLECTOR, note },
  to: 'delivered',
  roles: ['agent', 'clerk'],
  apply: (_, s) => ({ state: 'delivered', deliveredOn: s.on, delivery: deliveryOf(s.on, s.data) }),
  refuses: ({ result }) =>
    result?.result === 'forwarded' ? breach('state', '转报办结没有结果可送达，由上级机关送达', 'type') : null,
  button: { place: 70 },
  formRule: untoldCollector,
});
