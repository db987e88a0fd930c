import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { choice, reason, text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutRating } from '../ratings.ts';

export const EXCLUSION_GROUNDS = {
  mistaken: '评价人点错了',
  malicious: '恶意评价',
  'keyed-wrong': '录入时录错了',
  'not-ours': '说的不是这一件、不是本单位',
} as const;

/** 剔除评价: it stays in the history with reason and approver, and is in no figure of contentment. An exclusion is counted apart. */
export const ratingExcluded = defineRemark({
  type: 'rating-excluded',
  label: '剔除评价',
  fields: {
    ground: choice({ label: '为什么不计入', options: EXCLUSION_GROUNDS, start: null }),
    reason: reason('依据'),
    approver: text({ label: '批准人', max: 50 }),
  },
  roles: ['clerk', 'county'],
  add: aboutRating(({ source }, { id, on, data: { ground, approver } }) =>
    source === 'default'
      ? breach('rating', '平台默认评价本来就不计入满意率')
      : { excluded: { id, on, ground, approver } },
  ),
  follows: threadEnd('rating-excluded'),
  input: true,
  button: { none: 'it stands with its rating' },
});
