import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';

/** 归档: the papers are put away. */
export const archived = defineStep({
  type: 'archived',
  label: '归档',
  from: ['concluded', 'delivered', 'refused', 'closed', 'withdrawn'],
  fields: { note },
  to: 'archived',
  roles: ['clerk'],
  apply: (_, s) => ({ state: 'archived', archivedOn: s.on }),
  // A result is in the applicant's hands first; a case that was sent on has none.
  refuses: ({ state, result }) =>
    state === 'concluded' && result?.result !== 'forwarded'
      ? breach('state', '结果还没有送达，不能归档', 'type')
      : null,
  button: { place: 80 },
});
