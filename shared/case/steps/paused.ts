import { defineStep } from '../define-step.ts';
import { choice, choicesOf, number, text } from '../field.ts';

/** Of these the law knows the first eight alone (行政许可法 art. 45). */
const PAUSE_REASONS = [
  '听证',
  '招标',
  '拍卖',
  '检验',
  '检测',
  '检疫',
  '鉴定',
  '专家评审',
  '公示',
  '入户调查',
  '现场踏勘',
  '其他',
] as const;

/** 特别程序 as programs of before `special-procedure` wrote it, without a planned end: the clock stands until the case is resumed. */
export const paused = defineStep({
  type: 'paused',
  label: '特别程序',
  from: ['accepted', 'forwarded', 'county-returned'],
  fields: {
    reason: choice({ label: '哪种特别程序', options: choicesOf(PAUSE_REASONS), start: '公示' }),
    basis: text({ label: '依据', max: 200 }),
    plannedDays: number({ label: '预计天数', min: 1, max: 365, unit: '天' }),
  },
  to: 'paused',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'paused',
    back: [...p.back, p.state],
    pauses: [...p.pauses, { from: s.on, to: null, kind: 'special', reason: s.data.reason, planned: [] }],
  }),
  outcome: (data) => String(data['reason']),
  button: { none: 'cases of before have it; `special-procedure` is written now' },
});
