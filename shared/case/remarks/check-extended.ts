import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { number, reason, text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutCheck } from '../ratings.ts';

/** 延长核查: the whole length from the rating on, in the unit of its limit; of two extensions made apart the longer one holds. */
export const checkExtended = defineRemark({
  type: 'check-extended',
  label: '延长核查',
  fields: {
    length: number({ label: '一共多少天', hint: '从评价那天算起，不能超过最长时限', min: 2, max: 60, unit: '天' }),
    reason: reason('延长原因'),
    approver: text({ label: '批准人', max: 50 }),
  },
  roles: ['clerk', 'county'],
  add: aboutCheck(({ terms, length }, { data }) =>
    data.length <= terms.n || data.length > terms.most
      ? breach('rating', `延长后应多于 ${terms.n} 天，最长 ${terms.most} 天`, 'data.length')
      : { length: Math.max(length, data.length) },
  ),
  follows: threadEnd('check-extended'),
  input: true,
  button: { none: 'it stands with its rating' },
});
