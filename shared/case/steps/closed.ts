import { defineStep } from '../define-step.ts';
import { reason } from '../field.ts';
import { endWithoutResult } from '../progress.ts';

/** 退件: the office ends the case without a result. */
export const closed = defineStep({
  type: 'closed',
  label: '退件',
  from: ['supplementing', 'accepted', 'county-returned'],
  fields: { reason: reason('原因') },
  to: 'closed',
  roles: ['clerk'],
  apply: endWithoutResult('closed'),
  button: { place: 180, grave: true },
});
