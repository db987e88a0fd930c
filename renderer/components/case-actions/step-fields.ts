/** The form of every step, as a table. The data it makes is checked by StepInputSchema, here and again at the service. */
import { PAUSE_REASONS, returnReasons } from '../../../shared/domain/event-types.ts';
import type { StepInput } from '../../../shared/domain/event-types.ts';
import { addDays } from '../../../shared/domain/local-date.ts';
import { namesOf } from './fields.ts';
import type { FieldSpec } from './fields.ts';
import { STEP_TEXTS as T } from './texts.ts';

export type TakenStep = StepInput['type'];

/** Days that people usually get to bring what is missing. A proposal; the clerk sets the day. */
const SUPPLEMENT_DAYS = 15;

const note: FieldSpec = { key: 'note', label: T.note, kind: 'text', optional: true };
const reason = (label: string): FieldSpec => ({ key: 'reason', label, kind: 'text', lines: 2 });

export const STEP_FIELDS: Readonly<Record<TakenStep, readonly FieldSpec[]>> = {
  'handed-over': [
    { key: 'list', label: T.list, kind: 'fixed', value: ({ today }) => T.handOverList(today) },
    { key: 'count', label: T.list, kind: 'fixed', value: () => 1 },
  ],
  received: [{ key: 'window', label: '', kind: 'fixed', value: ({ window }) => window }, note],
  'returned-to-village': [
    { key: 'reason', label: T.reasonReturn, kind: 'choice', options: returnReasons, start: 'materials-missing' },
    { key: 'text', label: T.details, hint: T.detailsHint, kind: 'text', lines: 2, optional: true },
  ],
  'supplement-requested': [
    { key: 'missing', label: T.missing, hint: T.missingHint, kind: 'gaps' },
    {
      key: 'by',
      label: T.by,
      kind: 'date',
      lean: 'future',
      start: ({ today }) => addDays(today, SUPPLEMENT_DAYS),
      optional: true,
    },
    { key: 'how', label: T.how, kind: 'text', start: () => T.howStart, optional: true },
    { key: 'phone', label: T.phone, kind: 'text', optional: true },
  ],
  supplemented: [
    {
      key: 'materials',
      label: T.supplementedMaterials,
      kind: 'names',
      from: ({ materials, detail }) => [...new Set([...namesOf(materials, 'missing'), ...(detail?.owed?.items ?? [])])],
      start: ({ materials, detail }) => [
        ...new Set([...namesOf(materials, 'missing'), ...(detail?.owed?.items ?? [])]),
      ],
    },
    note,
  ],
  accepted: [note],
  'accepted-short': [
    {
      key: 'owed',
      label: T.owed,
      kind: 'names',
      from: ({ materials }) => namesOf(materials),
      start: ({ materials }) => namesOf(materials, 'missing'),
    },
    {
      key: 'deadline',
      label: T.deadline,
      hint: T.deadlineHint,
      kind: 'date',
      lean: 'future',
      start: ({ limit }) => limit,
    },
    { key: 'commitment', label: T.commitment, kind: 'tick', text: T.commitmentText },
  ],
  refused: [reason(T.refusedReason), { key: 'whereToGo', label: T.whereToGo, kind: 'text', optional: true }],
  paused: [
    {
      key: 'reason',
      label: T.pauseReason,
      kind: 'choice',
      options: Object.fromEntries(PAUSE_REASONS.map((each) => [each, each])),
      start: '公示',
    },
    { key: 'basis', label: T.basis, kind: 'text' },
    { key: 'plannedDays', label: T.plannedDays, kind: 'number', min: 1, max: 365, unit: T.days },
  ],
  resumed: [note],
  forwarded: [
    { key: 'to', label: T.to, kind: 'text', start: () => '' },
    { key: 'pages', label: T.pages, kind: 'number', min: 0, max: 9999, unit: T.pagesUnit, optional: true },
    note,
  ],
  'county-returned': [reason(T.countyReason)],
  extended: [
    { key: 'days', label: T.extendDays, kind: 'number', min: 1, max: 30, start: 10, unit: T.workdays },
    { key: 'approver', label: T.approver, kind: 'text' },
    reason(T.reason),
  ],
  concluded: [
    { key: 'result', label: T.result, kind: 'choice', options: T.results, start: 'approved' },
    { key: 'resultNo', label: T.resultNo, kind: 'text', optional: true },
    note,
  ],
  closed: [reason(T.reason)],
  withdrawn: [reason(T.reason)],
  voided: [reason(T.reason)],
  delivered: [
    { key: 'signer', label: T.signer, kind: 'choice', options: T.signers, start: 'self' },
    { key: 'signerName', label: T.signerName, kind: 'text', optional: true },
    note,
  ],
  archived: [note],
  settled: [{ key: 'keep', label: T.keep, kind: 'branches' }, reason(T.reason)],
};

/** Steps that end a case or undo work: the button is red and never the one that Enter presses first. */
export const GRAVE_STEPS: ReadonlySet<string> = new Set([
  'refused',
  'closed',
  'withdrawn',
  'voided',
  'returned-to-village',
]);

/** The order of the buttons: what usually comes next stands first. */
const ORDER: readonly TakenStep[] = [
  'settled',
  'received',
  'handed-over',
  'accepted',
  'resumed',
  'concluded',
  'delivered',
  'archived',
  'supplemented',
  'forwarded',
  'supplement-requested',
  'accepted-short',
  'paused',
  'extended',
  'county-returned',
  'returned-to-village',
  'refused',
  'closed',
  'withdrawn',
  'voided',
];

/** The steps that a form can take, in the order of the buttons. Beginning a case is no step of this list. */
export function orderedSteps(allowed: readonly string[]): readonly TakenStep[] {
  return ORDER.filter((step) => allowed.includes(step));
}
