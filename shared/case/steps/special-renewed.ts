import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { reason, text } from '../field.ts';
import type { CaseProgress } from '../progress.ts';
import { LENGTH, limitOfLength } from '../special.ts';

/** Where the special procedure stands that the case is in: one with a planned end. */
const currentOf = ({ pauses }: CaseProgress): number =>
  pauses.findLastIndex(({ kind, to, planned }) => kind === 'special' && to === null && planned.length > 0);

/** The special procedure takes longer; its end moves on. Renewed after the end, the clock has run in between. */
export const specialRenewed = defineStep({
  type: 'special-renewed',
  label: '特别程序续期',
  from: ['paused'],
  fields: {
    ...LENGTH,
    approver: text({ label: '批准人', max: 50 }),
    reason: reason('续期原因'),
    paperNo: text({ label: '告知书文号', max: 80 }),
  },
  to: null,
  roles: ['clerk'],
  apply: (p, s) => {
    const current = currentOf(p);
    const plan = { from: s.on, limit: limitOfLength(s.data) };
    return {
      pauses: p.pauses.map((pause, i) => (i === current ? { ...pause, planned: [...pause.planned, plan] } : pause)),
    };
  },
  refuses: (p) => (currentOf(p) < 0 ? breach('state', '没有写明期限的特别程序，不能续期；请恢复办理', 'type') : null),
  outcome: ({ length, unit }) => `${String(length)} ${String(unit)}`,
  button: { place: 135 },
});
