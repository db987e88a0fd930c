import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { choice, date, optionalText } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutCheck } from '../ratings.ts';

const TOLD_WAYS = {
  phone: '打电话',
  visit: '上门',
  window: '在窗口当面',
  sms: '短信',
  letter: '书面',
  unreached: '多次联系不上',
} as const;

/** 告知核查结果: the person who gave the rating is told what came of it; with this the verification is over. */
export const checkTold = defineRemark({
  type: 'check-told',
  label: '告知核查结果',
  fields: {
    way: choice({ label: '怎么告知', options: TOLD_WAYS, start: null }),
    at: date({ label: '哪天告知', lean: 'past', sinceCase: true, start: ({ today }) => today }),
    text: optionalText({ label: '本人的意见', hint: '联系不上的写清联系了几次', max: 300, lines: 2 }),
  },
  roles: ['clerk', 'county'],
  add: aboutCheck(({ found }, { id, data: { at, way } }, { excluded }) =>
    found === null && excluded === null
      ? breach('rating', '还没有核查结论，没有可告知的')
      : { told: { id, on: at, way } },
  ),
  follows: threadEnd('check-told'),
  input: true,
  button: { none: 'it stands with its rating' },
});
