/** What each effective step does to a case: one small function per step type. Whether it may be taken is case-rules.ts' affair. */
import type { z } from 'zod';
import type { EventId, LocalDate } from './brands.ts';
import type { Actor, CaseProgress, Filing, OwedMaterials, Pause } from './case-types.ts';
import { STEPS } from './event-types.ts';
import type { CaseState, MaterialItem, ProxyReceived, Received, StepType } from './event-types.ts';

/** The data of a later step of that type, as its schema gives it. */
type LaterData<T extends StepType> = (typeof STEPS)[T] extends { readonly data: infer S extends z.ZodType }
  ? z.infer<S>
  : Record<string, never>;

/** A step with checked data. */
export interface StepFact<T extends StepType = StepType> {
  readonly id: EventId;
  readonly type: T;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly data: LaterData<T>;
}

/** A first event with checked data. */
export type FirstFact = { readonly id: EventId; readonly on: LocalDate; readonly by: Actor } & (
  | { readonly type: 'received'; readonly data: Received }
  | { readonly type: 'proxy-received'; readonly data: ProxyReceived }
);

const NOTHING_YET: CaseProgress = {
  state: 'received',
  back: [],
  materials: [],
  owed: null,
  pauses: [],
  filings: [],
  extension: null,
  supplementRequests: [],
  receivedOn: null,
  receivedBy: null,
  proxyReceivedOn: null,
  handedOverOn: null,
  handOverList: null,
  returned: null,
  acceptedOn: null,
  acceptedShort: null,
  forwardedOn: null,
  result: null,
  deliveredOn: null,
  endedOn: null,
  ended: null,
  endReason: null,
  archivedOn: null,
};

export function beginCase(first: FirstFact): CaseProgress {
  const materials = first.data.materials;
  if (first.type === 'proxy-received')
    return { ...NOTHING_YET, state: 'proxy-received', materials, proxyReceivedOn: first.on };
  return {
    ...NOTHING_YET,
    materials,
    receivedOn: first.on,
    receivedBy: first.by,
    filings: [{ from: first.on, wordOn: null }],
  };
}

/** The office has spoken: the last filing can no longer become accepted by silence. */
function spoken(filings: readonly Filing[], on: LocalDate): readonly Filing[] {
  const last = filings.at(-1);
  return last && last.wordOn === null ? [...filings.slice(0, -1), { ...last, wordOn: on }] : filings;
}

const closePauses = (pauses: readonly Pause[], on: LocalDate, kinds: readonly Pause['kind'][]): readonly Pause[] =>
  pauses.map((pause) => (pause.to === null && kinds.includes(pause.kind) ? { ...pause, to: on } : pause));

function markMaterials(
  materials: readonly MaterialItem[],
  names: readonly string[],
  state: MaterialItem['state'],
): readonly MaterialItem[] {
  const wanted = new Set(names);
  const known = new Set(materials.map((item) => item.name));
  return [
    ...materials.map((item) => (wanted.has(item.name) ? { ...item, state } : item)),
    ...[...wanted].filter((name) => !known.has(name)).map((name) => ({ name, state })),
  ];
}

/** Owed papers that were brought are owed no longer; a list without names says that all were brought. */
function stillOwed(owed: OwedMaterials | null, brought: readonly string[]): OwedMaterials | null {
  if (owed === null || brought.length === 0) return null;
  const items = owed.items.filter((item) => !brought.includes(item));
  return items.length > 0 ? { ...owed, items } : null;
}

const inner = (p: CaseProgress): { state: CaseState; back: readonly CaseState[] } => ({
  state: p.back.at(-1) ?? 'received',
  back: p.back.slice(0, -1),
});

const endWithout =
  (ended: NonNullable<CaseProgress['ended']>) => (p: CaseProgress, s: { on: LocalDate; data: { reason: string } }) => ({
    state: ended,
    back: [],
    ended,
    endedOn: s.on,
    endReason: s.data.reason,
    filings: spoken(p.filings, s.on),
    pauses: closePauses(p.pauses, s.on, ['special', 'supplement', 'county']),
  });

type Move<T extends StepType> = (p: CaseProgress, step: StepFact<T>) => Partial<CaseProgress>;

const MOVES: { readonly [T in StepType]: Move<T> } = {
  'proxy-received': () => ({}),
  'handed-over': (_, s) => ({ state: 'handed-over', handedOverOn: s.on, handOverList: s.data.list, returned: null }),
  'returned-to-village': (_, s) => ({
    state: 'returned-to-village',
    returned: { on: s.on, reason: s.data.reason, text: s.data.text },
  }),
  received: (p, s) => ({
    state: 'received',
    receivedOn: s.on,
    receivedBy: { ...s.by, window: s.data.window },
    filings: [{ from: s.on, wordOn: null }],
    materials: s.data.materials ?? p.materials,
  }),
  'supplement-requested': (p, s) => ({
    state: 'supplementing',
    back: [...p.back, p.state],
    materials: markMaterials(
      p.materials,
      s.data.missing.map((item) => item.name),
      'missing',
    ),
    filings: spoken(p.filings, s.on),
    // After acceptance the clock runs already, and stands while the office waits for the applicant.
    pauses:
      p.state === 'received' ? p.pauses : [...p.pauses, { from: s.on, to: null, kind: 'supplement', reason: '补正' }],
    supplementRequests: [
      ...p.supplementRequests,
      { id: s.id, on: s.on, missing: s.data.missing, by: s.data.by ?? null, suppliedOn: null },
    ],
  }),
  supplemented: (p, s) => {
    const brought = {
      materials: markMaterials(p.materials, s.data.materials, 'received'),
      owed: stillOwed(p.owed, s.data.materials),
    };
    if (p.state !== 'supplementing') return brought;
    const back = inner(p);
    return {
      ...brought,
      ...back,
      owed: s.data.materials.length > 0 ? brought.owed : p.owed,
      pauses: closePauses(p.pauses, s.on, ['supplement']),
      // A completed filing is a new one: its five days begin again.
      filings: back.state === 'received' ? [...p.filings, { from: s.on, wordOn: null }] : p.filings,
      supplementRequests: p.supplementRequests.map((request) =>
        request.suppliedOn === null ? { ...request, suppliedOn: s.on } : request,
      ),
    };
  },
  accepted: (p, s) => ({ state: 'accepted', acceptedOn: s.on, filings: spoken(p.filings, s.on) }),
  'accepted-short': (p, s) => ({
    state: 'accepted',
    acceptedOn: s.on,
    acceptedShort: { items: s.data.owed, deadline: s.data.deadline },
    owed: { items: s.data.owed, deadline: s.data.deadline },
    materials: markMaterials(p.materials, s.data.owed, 'missing'),
    filings: spoken(p.filings, s.on),
  }),
  refused: endWithout('refused'),
  closed: endWithout('closed'),
  withdrawn: endWithout('withdrawn'),
  voided: endWithout('voided'),
  paused: (p, s) => ({
    state: 'paused',
    back: [...p.back, p.state],
    pauses: [...p.pauses, { from: s.on, to: null, kind: 'special', reason: s.data.reason }],
  }),
  resumed: (p, s) => ({ ...inner(p), pauses: closePauses(p.pauses, s.on, ['special']) }),
  forwarded: (p, s) => ({
    state: 'forwarded',
    forwardedOn: s.on,
    pauses: [...p.pauses, { from: s.on, to: null, kind: 'county', reason: '转报县级' }],
  }),
  'county-returned': (p, s) => ({ state: 'county-returned', pauses: closePauses(p.pauses, s.on, ['county']) }),
  extended: (p, s) =>
    p.extension === null
      ? { extension: { on: s.on, days: s.data.days, approver: s.data.approver, reason: s.data.reason } }
      : {},
  concluded: (p, s) => ({
    state: 'concluded',
    back: [],
    filings: spoken(p.filings, s.on),
    pauses: closePauses(p.pauses, s.on, ['special', 'supplement', 'county']),
    result: { id: s.id, on: s.on, result: s.data.result, resultNo: s.data.resultNo ?? null, by: s.by },
  }),
  delivered: (_, s) => ({ state: 'delivered', deliveredOn: s.on }),
  archived: (_, s) => ({ state: 'archived', archivedOn: s.on }),
  settled: () => ({}),
};

/** The case after an effective step. A step that commutes with others finds a state it was not written for; it then does its own part only. */
export function applyStep(progress: CaseProgress, step: StepFact): CaseProgress {
  return { ...progress, ...(MOVES[step.type] as Move<StepType>)(progress, step) };
}

/** What the twin of a step still adds: papers that the other clerk took in. The state it leads to counts once. */
export function applyTwin(progress: CaseProgress, step: StepFact): CaseProgress {
  if (step.type !== 'supplemented') return progress;
  const { materials } = (step as StepFact<'supplemented'>).data;
  return {
    ...progress,
    materials: markMaterials(progress.materials, materials, 'received'),
    owed: materials.length > 0 ? stillOwed(progress.owed, materials) : progress.owed,
  };
}
