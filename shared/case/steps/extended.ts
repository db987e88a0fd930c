import { deadlines } from '../deadline.ts';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { number, reason, text } from '../field.ts';

/** 延期: the limit made longer, once. */
export const extended = defineStep({
  type: 'extended',
  label: '延期',
  from: ['accepted', 'paused', 'forwarded', 'county-returned'],
  fields: {
    days: number({ label: '延长', min: 1, max: 30, start: 10, unit: '个工作日' }),
    approver: text({ label: '批准人', max: 50 }),
    reason: reason('原因'),
  },
  to: null,
  roles: ['clerk'],
  apply: (p, s) =>
    p.extension === null
      ? { extension: { on: s.on, days: s.data.days, approver: s.data.approver, reason: s.data.reason } }
      : {},
  refuses: ({ extension }) => (extension === null ? null : breach('extended-twice', '延期只能一次', 'type')),
  // 超过办结时限才提出延期 (STANDARDS §8).
  asks: (fold, step, calendar) => {
    const { dueOn } = deadlines({ ...fold, extension: null }, calendar);
    if (dueOn === null || step.on <= dueOn) return [];
    return [breach('extended-late', `延期在应办结日 ${dueOn} 之后才提出`, 'on')];
  },
  // An extension moves only the due day.
  commutesWith: [
    'supplemented',
    'paused',
    'special-procedure',
    'special-renewed',
    'resumed',
    'forwarded',
    'county-returned',
    'concluded',
    'closed',
    'withdrawn',
    'voided',
    'delivered',
    'archived',
  ],
  outcome: (data) => String(data['days']),
  button: { place: 140 },
});
