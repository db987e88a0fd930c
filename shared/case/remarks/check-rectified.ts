import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { date, text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutCheck } from '../ratings.ts';

/** 整改: what was put right after a bad rating was found true. */
export const checkRectified = defineRemark({
  type: 'check-rectified',
  label: '整改',
  fields: {
    measures: text({ label: '整改了什么', max: 500, lines: 3 }),
    at: date({ label: '哪天改好的', lean: 'past', sinceCase: true, start: ({ today }) => today }),
  },
  roles: ['clerk', 'county'],
  add: aboutCheck(({ found }, { id, data: { at } }) =>
    found === null ? breach('rating', '还没有核查结论，不能记整改') : { rectified: { id, on: at } },
  ),
  follows: threadEnd('check-rectified'),
  input: true,
  button: { none: 'it stands with its rating' },
});
