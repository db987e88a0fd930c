import { defineRemark } from '../define-remark.ts';
import { optionalText } from '../field.ts';
import { ROLES } from '../roles.ts';
import { optionalScore } from './rated.ts';

/** 回访: the office asked the citizen afterwards. */
export const followedUp = defineRemark({
  type: 'followed-up',
  label: '回访',
  fields: { score: optionalScore, text: optionalText({ label: '备注', max: 300, lines: 3 }) },
  roles: ROLES,
  add: (sums, { id, on, data }) => ({
    ...sums,
    followUps: [...sums.followUps, { id, on, score: data.score ?? null }],
  }),
  input: true,
  button: 60,
});
