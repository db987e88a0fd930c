import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';
import { filingsAnswered } from '../progress.ts';

/** The clock starts. */
export const accepted = defineStep({
  type: 'accepted',
  label: '受理',
  from: ['received'],
  fields: { note },
  to: 'accepted',
  roles: ['clerk'],
  apply: (p, s) => ({ state: 'accepted', acceptedOn: s.on, filings: filingsAnswered(p.filings, s.on) }),
  button: { place: 40, showsDue: true },
});
