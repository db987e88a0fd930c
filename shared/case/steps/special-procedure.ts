import { defineStep } from '../define-step.ts';
import { choice, choicesOf, date, text } from '../field.ts';
import { SPECIAL_KINDS } from '../../calendar/uncounted.ts';
import { LENGTH, limitOfLength } from '../special.ts';

/** The law has it told in writing, so these are ways of serving a paper, in the order in which they are tried (STANDARDS §7). */
const WAYS = { direct: '直接送达', left: '留置送达', post: '邮寄送达', notice: '公告送达' } as const;

/** 特别程序 (行政许可法 art. 45): the clock stands until the planned end, told in writing, and goes on there by itself. */
export const specialProcedure = defineStep({
  type: 'special-procedure',
  label: '特别程序',
  from: ['accepted', 'forwarded', 'county-returned'],
  fields: {
    kind: choice({ label: '哪种特别程序', options: choicesOf(SPECIAL_KINDS), start: null }),
    basis: text({ label: '依据', max: 200 }),
    ...LENGTH,
    approver: text({ label: '批准人', max: 50 }),
    toldOn: date({ label: '告知申请人日期', lean: 'past', sinceCase: true, start: ({ today }) => today }),
    toldWay: choice({ label: '告知方式', options: WAYS, start: 'direct' }),
    paperNo: text({ label: '告知书文号', max: 80 }),
  },
  to: 'paused',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'paused',
    back: [...p.back, p.state],
    pauses: [
      ...p.pauses,
      {
        from: s.on,
        to: null,
        kind: 'special',
        reason: s.data.kind,
        planned: [{ from: s.on, limit: limitOfLength(s.data) }],
      },
    ],
  }),
  outcome: ({ kind, length, unit }) => `${String(kind)} ${String(length)} ${String(unit)}`,
  button: { place: 130 },
});
