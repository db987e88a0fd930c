import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { choice, date, optionalText } from '../field.ts';
import { WORK_KINDS } from '../../calendar/uncounted.ts';

/** 办理环节: a visit, a public notice and the like with its first and last day; a notice may still last. */
export const workDone = defineRemark({
  type: 'work-done',
  label: '办理环节',
  fields: {
    kind: choice({ label: '哪个环节', options: WORK_KINDS, start: null }),
    from: date({ label: '从哪天', lean: 'past', sinceCase: true, start: ({ today }) => today }),
    to: date({
      label: '到哪天',
      hint: '公示未满的填期满的那天',
      lean: 'future',
      sinceCase: true,
      start: ({ today }) => today,
    }),
    people: optionalText({ label: '参加人员', hint: '现场踏勘、入户调查应有两人以上', max: 100 }),
    findings: optionalText({ label: '情况', max: 300, lines: 3 }),
  },
  roles: ['clerk'],
  add: (sums, { id, data: { kind, from, to } }) =>
    to < from
      ? breach('date', `环节的最后一天 ${to} 早于第一天 ${from}`, 'data.to')
      : { ...sums, works: [...sums.works, { id, kind, from, to }] },
  input: true,
  button: 15,
});
