import { addDays } from '../../base/local-date.ts';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { gaps, optionalDate, optionalText } from '../field.ts';
import { markMaterials } from '../materials.ts';
import { sortedNames } from '../outcomes.ts';
import { filingsAnswered } from '../progress.ts';

/** Days that people usually get to bring what is missing. A proposal; the clerk sets the day. */
const SUPPLEMENT_DAYS = 15;

/** 补正: all gaps told at once (一次性告知). */
export const supplementRequested = defineStep({
  type: 'supplement-requested',
  label: '补正告知',
  from: ['received', 'county-returned'],
  fields: {
    missing: gaps({
      label: '要补正的材料',
      hint: '一次说清全部缺项，不能分几次告知',
      least: '请至少列出一项要补正的材料',
    }),
    by: optionalDate({
      label: '补正期限',
      lean: 'future',
      sinceCase: true,
      start: ({ today }) => addDays(today, SUPPLEMENT_DAYS),
    }),
    how: optionalText({ label: '怎么补', max: 200, start: () => '补齐后交到本窗口，或交给本村代办员转交' }),
    phone: optionalText({ label: '咨询电话', max: 30 }),
  },
  to: 'supplementing',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'supplementing',
    back: [...p.back, p.state],
    materials: markMaterials(
      p.materials,
      s.data.missing.map((item) => item.name),
      'missing',
    ),
    filings: filingsAnswered(p.filings, s.on),
    // After acceptance the clock runs already, and stands while the office waits for the applicant.
    pauses:
      p.state === 'received'
        ? p.pauses
        : [...p.pauses, { from: s.on, to: null, kind: 'supplement', reason: '补正', planned: [] }],
    supplementRequests: [
      ...p.supplementRequests,
      { id: s.id, on: s.on, missing: s.data.missing, by: s.data.by ?? null, suppliedOn: null },
    ],
  }),
  // 一次性告知: a second request for the same filing is itself a violation (STANDARDS §3).
  flags: (_, before) =>
    before.state === 'received' && before.supplementRequests.length > 0
      ? [breach('supplement-twice', '同一次收件已告知过补正，应一次性告知', 'type')]
      : [],
  outcome: (data) => sortedNames(data['missing'], (item) => (item as { name?: unknown } | null)?.name),
  button: {
    place: 110,
    warning: ({ detail }) =>
      detail?.history.some(({ type, effect }) => type === 'supplement-requested' && effect === 'effective')
        ? '这一件已经告知过一次补正。一次性告知制要求一次说清，再次告知会在检查中记为问题。'
        : null,
  },
});
