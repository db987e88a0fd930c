import { defineRemark } from '../define-remark.ts';
import { text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutCheck } from '../ratings.ts';

/** 接办核查: who verifies a bad rating. */
export const checkTaken = defineRemark({
  type: 'check-taken',
  label: '接办核查',
  fields: { person: text({ label: '核查人', hint: '不能是被评价的人', max: 50 }) },
  roles: ['clerk', 'county'],
  add: aboutCheck((_, { id, on, data: { person } }) => ({ taken: { id, on, person } })),
  follows: threadEnd('check-taken'),
  input: true,
  button: { none: 'it stands with its rating' },
});
