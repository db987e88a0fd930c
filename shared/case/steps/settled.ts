import { z } from 'zod';
import { EventIdSchema } from '../../base/brands.ts';
import { defineStep } from '../define-step.ts';
import { field, reason } from '../field.ts';
import { sortedNames } from '../outcomes.ts';
import { CASE_STATES } from '../states.ts';
import type { CaseState } from '../states.ts';

/** 裁定: a person's choice between steps that exclude each other. What it keeps and sets aside is the fold's affair (fold-steps.ts). */
export const settled = defineStep({
  type: 'settled',
  label: '争议裁定',
  from: Object.keys(CASE_STATES) as CaseState[],
  fields: {
    keep: field(z.array(EventIdSchema).min(1).max(64), {
      label: '采用哪一步',
      form: { kind: 'branches' },
      show: { none: 'history marks the steps themselves that were not kept' },
    }),
    reason: reason('原因'),
  },
  to: null,
  roles: ['clerk', 'county'],
  apply: () => ({}),
  lasting: 'another settlement puts it right',
  // It only chooses among others.
  commutesWith: 'all',
  outcome: (data) => sortedNames(data['keep']),
  button: { place: 10 },
});
