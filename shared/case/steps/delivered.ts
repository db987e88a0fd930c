import { breach } from '../breach.ts';
import { COLLECTOR, deliveryOf, untoldCollector } from '../collector.ts';
import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';
import { collectBreach, fulfilled } from '../mandate.ts';
import { placeKind } from '../../place/place.ts';

/** 送达: the result is in the applicant's hands. */
export const delivered = defineStep({
  type: 'delivered',
  label: '送达',
  from: ['concluded'],
  // Events of before name the signer alone; form and service insist on the rest.
  fields: { ...COLLECTOR, note },
  to: 'delivered',
  roles: ['agent', 'clerk'],
  acts: () => 'collect',
  apply: (p, s) => ({
    state: 'delivered',
    deliveredOn: s.on,
    delivery: deliveryOf(s.on, s.data),
    mandate: fulfilled(p.mandate, s.on),
  }),
  refuses: ({ result }) =>
    result?.result === 'forwarded' ? breach('state', '转报办结没有结果可送达，由上级机关送达', 'type') : null,
  // The centre hands it to an agent. One whose mandate stands still or is over gets nothing; of one who was not asked to collect it the county asks.
  flags: ({ by, data }, { mandate }) => {
    const isByAgent = data.signer === 'agent' || data.way === 'agent';
    if (!isByAgent || mandate === null || placeKind(by.place) === 'village') return [];
    const why = collectBreach(mandate);
    if (why === null) return [];
    return [mandate.state === 'in-force' ? breach('mandate-collect', why.text, 'data.signer') : why];
  },
  button: {
    place: 70,
    warning: ({ detail }) => {
      const why = detail?.mandate ? collectBreach(detail.mandate) : null;
      return why === null ? null : `${why.text}。请交给本人或亲属。`;
    },
  },
  formRule: untoldCollector,
});
