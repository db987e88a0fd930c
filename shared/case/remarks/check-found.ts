import { defineRemark } from '../define-remark.ts';
import { choice, text } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutCheck, VERDICTS } from '../ratings.ts';

/** 核查结论: what the verification found. A later one takes the place of the one before; two made apart that differ are both told. */
export const checkFound = defineRemark({
  type: 'check-found',
  label: '核查结论',
  fields: {
    verdict: choice({ label: '结论', options: VERDICTS, start: null }),
    contact: choice({
      label: '怎么联系本人',
      options: { phone: '电话回访', visit: '上门', window: '在窗口当面', unreached: '联系不上' },
      start: null,
    }),
    findings: text({ label: '查到的情况', max: 500, lines: 3 }),
  },
  roles: ['clerk', 'county'],
  add: aboutCheck(({ found }, { id, on, about, data: { verdict } }, { thread }) => {
    const isApart = found !== null && thread.indexOf(about) < thread.indexOf(found.id);
    return { found: { id, on, verdict, apart: isApart && found.verdict !== verdict } };
  }),
  follows: threadEnd('check-found'),
  input: true,
  button: { none: 'it stands with its rating' },
});
