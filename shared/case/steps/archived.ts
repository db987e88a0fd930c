import { defineStep } from '../define-step.ts';
import { note } from '../field.ts';

/** 归档: the papers are put away. */
export const archived = defineStep({
  type: 'archived',
  label: '归档',
  from: ['delivered', 'refused', 'closed', 'withdrawn'],
  fields: { note },
  to: 'archived',
  roles: ['clerk'],
  apply: (_, s) => ({ state: 'archived', archivedOn: s.on }),
  button: { place: 80 },
});
