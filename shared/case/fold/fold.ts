/**
 * The fold of a case (LEDGER §3, docs/CASES.md). Two machines may take steps of one case while neither sees the other's, and events arrive in any
 * order, some late, some never. Every machine must still show the same case, and no step that a person took may be lost in silence. The fold makes the
 * case of its events alone: each step names the steps that its writer had seen (`after`), so the events are a graph; a step counts if its writer's view
 * allowed it, and of steps that did not know each other a table (concurrency.ts) says whether both count, count once, or exclude each other. Where they
 * exclude each other, neither counts: the case is disputed and stands where they parted, until a person settles it. The fold reads no clock and no
 * table, never throws, and gives the same answer for the same set of events in any order, each known once or several times.
 *
 *     received  2017-11-06                     machine A
 *     accepted  2017-11-06  after received     machine A
 *     concluded 2017-11-08  after accepted     machine A
 *     withdrawn 2017-11-09  after accepted     machine B, without a line: it has not seen the conclusion
 *
 *     fold: accepted, disputed since 2017-11-08, heads {concluded, withdrawn}
 *
 *     settled   2017-11-13  after concluded and withdrawn, keeps concluded
 *
 *     fold: concluded, not disputed, head {settled}; withdrawn is overruled, and stays in the history
 *
 * Without `received` there is no case yet: the answer is null.
 */
import type { EventId, LocalDate } from '../../base/brands.ts';
import { MAX_AFTER } from '../../event/event.ts';
import type { LedgerEvent, NewerEvent } from '../../event/event.ts';
import { isRemarkType } from '../remarks/index.ts';
import { isStepType } from '../steps/index.ts';
import type { FirstFact, StepType } from '../steps/index.ts';
import { actorOf, caseOf, isFirstEvent, readFirst } from '../case-rules.ts';
import { isKnownType } from '../known-types.ts';
import type { CaseFold, Dispute, FoldStep } from '../case-types.ts';
import { termsOfCase } from '../case-progress.ts';
import type { CaseProgress } from '../progress.ts';
import { hasBit, members } from './fold-bits.ts';
import { readCorrections } from './fold-corrections.ts';
import type { Frame } from './fold-frames.ts';
import { factOf, stepGraph } from './fold-graph.ts';
import type { StepGraph, StepNode } from './fold-graph.ts';
import { compareEvents } from './fold-order.ts';
import { foldRemarks } from './fold-remarks.ts';
import { judgeSteps } from './fold-steps.ts';
import type { JudgedSteps } from './fold-steps.ts';

const isNewer = (event: LedgerEvent | NewerEvent): event is NewerEvent => event.v !== 1;

/** One event per id; should two bodies bear one id (one is forged), the one of the smaller revision is used, in whichever order they came. */
function distinct<T extends { readonly _id: EventId; readonly _rev: string }>(events: readonly T[]): T[] {
  const byId = new Map<string, T>();
  for (const event of events) {
    const known = byId.get(event._id);
    if (known === undefined || event._rev < known._rev) byId.set(event._id, event);
  }
  return [...byId.values()];
}

/** Returns the case that a set of events is about where the caller names none: that of its earliest first event. */
function theCase(events: readonly LedgerEvent[]): EventId | null {
  return events.filter(isFirstEvent).sort(compareEvents)[0]?._id ?? null;
}

interface Sorted {
  readonly first: LedgerEvent;
  readonly steps: readonly LedgerEvent[];
  readonly remarks: readonly LedgerEvent[];
  readonly newer: readonly EventId[];
  readonly newerStep: boolean;
}

/** What belongs to the case, by kind; null without its first event. */
function sortOut(all: readonly (LedgerEvent | NewerEvent)[], only: EventId | undefined): Sorted | null {
  const own = distinct(all.filter((event): event is LedgerEvent => !isNewer(event)));
  const id = only ?? theCase(own);
  const first = own.find((event) => event._id === id);
  if (id === null || first === undefined || !isFirstEvent(first)) return null;
  const events = own.filter((event) => caseOf(event) === id);
  const unknown = events.filter((event) => !isKnownType(event.type));
  const newer = distinct(all.filter(isNewer)).filter((event) => event['case'] === id);
  return {
    first,
    steps: events.filter((event) => isStepType(event.type)),
    remarks: events.filter((event) => isRemarkType(event.type)),
    newer: [...unknown, ...newer].map((event) => event._id).sort(),
    newerStep: [...unknown, ...newer].some((event) => event['after'] !== undefined),
  };
}

function stepRow(node: StepNode, i: number, { frame, breaches, flags }: JudgedSteps, graph: StepGraph): FoldStep {
  const breach = breaches[i] ?? null;
  const twin = frame.twins.find(([position]) => position === i);
  const effect = effectOf(frame, i, breach !== null, twin !== undefined);
  return {
    id: node.event._id,
    type: node.type,
    on: node.on,
    by: actorOf(node.event),
    after: node.event.after ?? [],
    effect,
    reason: effect === 'ineffective' ? (breach?.text ?? null) : EFFECT_REASONS[effect],
    sameAs: effect === 'same' && twin ? (graph.nodes[twin[1]] as StepNode).event._id : null,
    breaches: breach === null ? (flags[i] ?? []) : [breach],
  };
}

const EFFECT_REASONS = {
  effective: null,
  ineffective: null,
  same: '同时有人办了同样的一步，只计一次',
  overruled: '争议裁定后不采用',
  undone: '已由后面的“撤销”收回',
  disputed: '与同时办理的另一步互相排斥，等待裁定',
  waiting: '前一步还没有到',
} as const;

function effectOf(frame: Frame, i: number, breached: boolean, twin: boolean): FoldStep['effect'] {
  if (breached) return 'ineffective';
  if (hasBit(frame.overruled, i)) return 'overruled';
  if (hasBit(frame.disputed, i)) return 'disputed';
  if (hasBit(frame.undone, i)) return 'undone';
  return twin ? 'same' : 'effective';
}

function waitingRow(event: LedgerEvent): FoldStep {
  return {
    id: event._id,
    type: event.type as StepType,
    on: event.on,
    by: actorOf(event),
    after: event.after ?? [],
    effect: 'waiting',
    reason: EFFECT_REASONS.waiting,
    sameAs: null,
    breaches: [],
  };
}

function disputeOf(frame: Frame, graph: StepGraph, heads: readonly EventId[]): Dispute | null {
  if (!frame.isDisputed) return null;
  const at = (i: number): StepNode => graph.nodes[i] as StepNode;
  const days = members(frame.disputed).map((i) => at(i).on);
  return {
    since: days.reduce((a, b) => (b < a ? b : a)) as LocalDate,
    steps: members(frame.excluding).map((i) => at(i).event._id),
    heads,
  };
}

/** The window of the matter; null while the case lies in the village. */
function windowOf({ rightMatter, receivedBy }: CaseProgress, first: FirstFact): string | null {
  if (first.type === 'received') return rightMatter?.window ?? first.data.window;
  return receivedBy === null ? null : (rightMatter?.window ?? receivedBy.window);
}

/**
 * Folds the events of one case; events of others among them are passed over. `only` names the case; without it, it is that of the
 * earliest first event. null when the first event is missing or cannot be read (its data fits no schema, or it needs a newer
 * version): there is then nothing to show but that events wait. Never throws on well-formed events.
 */
export function foldCase(events: readonly (LedgerEvent | NewerEvent)[], only?: EventId): CaseFold | null {
  const sorted = sortOut(events, only);
  if (sorted === null) return null;
  const read = readFirst(sorted.first);
  if (!read.ok) return null;
  const corrections = readCorrections(sorted.steps, sorted.remarks);
  const first = { ...read.fact, ...factOf(corrections.said.get(read.fact.id)) } as FirstFact;
  const graph = stepGraph(sorted.first, first, sorted.steps, corrections.said);
  const judged = judgeSteps(graph);
  const here = new Set<string>([...sorted.steps, ...sorted.remarks].map((event) => event._id).concat(sorted.newer));
  const sums = foldRemarks(first, sorted.remarks, here, corrections);
  const heads = graph.heads.map((i) => (graph.nodes[i] as StepNode).event._id).sort();
  const waiting = [...graph.waiting].sort(compareEvents).map(waitingRow);
  const { progress } = judged.frame;
  return {
    ...progress,
    ...sums,
    case: first.id,
    ledgerPlace: first.by.place,
    matter: progress.rightMatter?.matter ?? first.data.matter,
    terms: termsOfCase(progress, first),
    proxied: first.type === 'proxy-received',
    joint: first.type === 'received' ? (first.data.joint ?? null) : null,
    backdated: first.data.backdated === true,
    slip:
      first.type === 'proxy-received'
        ? {
            key: first.data.slip.key,
            date: first.data.slip.date,
            source: first.data.slip.source,
            confirmed: first.data.slip.confirmed,
          }
        : null,
    despite: first.data.despite ?? null,
    on: first.on,
    window: windowOf(progress, first),
    heads,
    disputed: disputeOf(judged.frame, graph, heads),
    undoable: judged.undoable === null ? null : (graph.nodes[judged.undoable] as StepNode).event._id,
    said: Object.fromEntries(corrections.said),
    steps: [...graph.nodes.map((node, i) => stepRow(node, i, judged, graph)), ...waiting],
    waiting: [...waiting, ...sums.remarks.filter((remark) => remark.effect === 'waiting')].map((row) => row.id),
    newer: sorted.newer,
    needsNewerVersion: sorted.newerStep,
  };
}

/** What the next step comes after: the heads, sorted; those that count first, should there be more than an event may name. */
export function afterOfNextStep(fold: Pick<CaseFold, 'heads' | 'steps'>): EventId[] {
  if (fold.heads.length <= MAX_AFTER) return [...fold.heads];
  const idle = new Set(
    fold.steps.filter((step) => ['ineffective', 'overruled', 'undone'].includes(step.effect)).map((step) => step.id),
  );
  return [...fold.heads]
    .sort((a, b) => Number(idle.has(a)) - Number(idle.has(b)) || (a < b ? -1 : 1))
    .slice(0, MAX_AFTER)
    .sort();
}
