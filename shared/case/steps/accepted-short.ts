import { z } from 'zod';
import { limitEnd } from '../../calendar/limit.ts';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { date, field, materialNames } from '../field.ts';
import { byWord } from '../lines.ts';
import { markMaterials, namesOf } from '../materials.ts';
import { sortedNames } from '../outcomes.ts';
import { filingsAnswered } from '../progress.ts';

/** 容缺受理: accepted with a list of papers that may come later. */
export const acceptedShort = defineStep({
  type: 'accepted-short',
  label: '容缺受理',
  from: ['received'],
  fields: {
    owed: materialNames({
      label: '后补的材料',
      least: '请列出后补的材料',
      from: ({ materials }) => namesOf(materials),
      start: ({ materials }) => namesOf(materials, 'missing'),
    }),
    /** Not later than the promised limit (STANDARDS §3). */
    deadline: date({ label: '补齐期限', hint: '不能晚于承诺期限', lean: 'future', start: ({ limit }) => limit }),
    commitment: field(z.literal(true, { error: '容缺受理须由申请人签承诺书' }), {
      label: '承诺书',
      form: { kind: 'tick', text: '申请人已签容缺受理承诺书' },
      show: byWord({ true: '申请人已签' }),
    }),
  },
  to: 'accepted',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'accepted',
    acceptedOn: s.on,
    acceptedShort: { items: s.data.owed, deadline: s.data.deadline },
    owed: { items: s.data.owed, deadline: s.data.deadline },
    materials: markMaterials(p.materials, s.data.owed, 'missing'),
    filings: filingsAnswered(p.filings, s.on),
  }),
  flags: ({ on, data }, _, terms) => [
    ...(terms.kind === 'immediate' ? [breach('owed-deadline', '即办件不适用容缺受理', 'type')] : []),
    ...(data.deadline < on ? [breach('owed-deadline', '容缺补齐期限早于受理日期', 'data.deadline')] : []),
  ],
  // The papers may not be owed longer than the promised limit (STANDARDS §3).
  asks: ({ acceptedShort: owed, terms }, step, calendar) => {
    if (owed === null || terms.kind === 'immediate') return [];
    const latest = limitEnd(calendar, step.on, terms.promised).date;
    if (owed.deadline <= latest) return [];
    return [breach('owed-deadline', `容缺补齐期限 ${owed.deadline} 超过承诺时限 ${latest}`, 'data.deadline')];
  },
  outcome: (data) => `${String(data['deadline'])} ${sortedNames(data['owed'])}`,
  button: { place: 120, showsDue: true },
  formRule: ({ deadline }, { limit }) =>
    limit !== null && deadline > limit ? { field: 'deadline', text: `不能晚于承诺期限 ${limit}` } : null,
});
