import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { reason, text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutRating } from '../ratings.ts';

/** 申诉不成立: the rating stays and counts. */
export const appealRejected = defineRemark({
  type: 'appeal-rejected',
  label: '申诉不成立',
  fields: { reason: reason('理由'), approver: text({ label: '谁决定的', max: 50 }) },
  roles: ['clerk', 'county'],
  add: aboutRating(({ appeal }, { id, on }) =>
    appeal === null ? breach('rating', '没有申诉') : { appeal: { ...appeal, rejected: { id, on } } },
  ),
  follows: threadEnd('appeal-rejected'),
  input: true,
  button: { none: 'it stands with its rating' },
});
