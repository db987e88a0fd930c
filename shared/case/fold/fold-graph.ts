/** The steps of one case as a graph in canonical order: which steps each one knew of, and what is wrong with a step wherever it stands. */
import type { EventId, LocalDate } from '../../base/brands.ts';
import { isFirstEvent, readStep, writtenOn } from '../case-rules.ts';
import type { FirstFact, StepFact } from '../steps/index.ts';
import type { RuleBreach } from '../breach.ts';
import type { SaidNow } from '../case-types.ts';
import { outcomeOf } from '../concurrency.ts';
import type { LedgerEvent } from '../../event/event.ts';
import type { StepType } from '../steps/index.ts';
import { addBit, emptyBits, addAll, hasBit } from './fold-bits.ts';
import type { Bits } from './fold-bits.ts';
import { topologicalOrder } from './fold-order.ts';

export interface StepNode {
  readonly event: LedgerEvent;
  readonly type: StepType;
  /** By the corrections; the order of steps goes by the day that was written. */
  readonly on: LocalDate;
  /** The day on which that day was written. */
  readonly written: LocalDate | null;
  /** Positions of its predecessors of which none knew of another. */
  readonly preds: readonly number[];
  /** Positions of all steps that its writer had seen. */
  readonly known: Bits;
  /** null for the first event and for a step that is wrong wherever it stands. */
  readonly fact: StepFact | null;
  readonly breach: RuleBreach | null;
  /** Two concurrent steps with one key are the same. */
  readonly key: string;
}

export interface StepGraph {
  readonly nodes: readonly StepNode[];
  readonly first: FirstFact;
  /** Steps without a successor among `nodes`. */
  readonly heads: readonly number[];
  readonly waiting: readonly LedgerEvent[];
}

/** What is known of each step once it has been judged in its own frame. */
export interface Judged {
  /** false: ineffective wherever it is seen. */
  readonly valid: boolean;
  /** What its result rests on: all it knew of, for a settlement only what it kept. */
  readonly rests: Bits;
  /** A settlement's verdict: the steps it sets aside. */
  readonly setsAside: Bits | null;
  /** The step that it takes back, where it is a 撤销. */
  readonly undoes: number | null;
}

/** What a correction changes of a step's fact. */
export const factOf = (now: SaidNow | undefined): Partial<Pick<SaidNow, 'on' | 'data'>> =>
  now === undefined ? {} : { on: now.on, data: now.data };

/** Returns whether the writer of step `a` had seen step `b`. */
export const knows = (nodes: readonly StepNode[], a: number, b: number): boolean =>
  hasBit((nodes[a] as StepNode).known, b);

/** `preds` without those that another of them knew. */
function maximal(preds: readonly number[], nodes: readonly StepNode[]): readonly number[] {
  if (preds.length < 2) return preds;
  const known = emptyBits(32 * (nodes[0] as StepNode).known.length);
  for (const p of preds) addAll(known, (nodes[p] as StepNode).known);
  return [...new Set(preds)].filter((p) => ((known[p >>> 5] as number) & (1 << (p & 31))) === 0).sort((a, b) => a - b);
}

/**
 * `steps`: the distinct steps of the case, the first event among them. A step that names no predecessor hangs on the first
 * event, where it is shown as ineffective; one whose predecessor is not here waits. `said`: what steps say by their corrections.
 */
export function stepGraph(
  firstEvent: LedgerEvent,
  first: FirstFact,
  steps: readonly LedgerEvent[],
  said: ReadonlyMap<EventId, SaidNow>,
): StepGraph {
  const root = firstEvent._id;
  const here = new Set(steps.map((event) => event._id));
  const predecessors = (event: LedgerEvent): readonly EventId[] | null => {
    if (event._id === root) return [];
    if (event.after === undefined) return [root];
    return event.after.every((id) => here.has(id)) ? event.after : null;
  };
  const ordered = topologicalOrder(steps, predecessors);
  const position = new Map(ordered.map((event, i) => [event._id, i]));
  const nodes: StepNode[] = [];
  const followed = new Uint8Array(ordered.length);
  for (const event of ordered) {
    const type = event.type as StepType;
    const known = emptyBits(ordered.length);
    const named = (predecessors(event) ?? []).map((id) => position.get(id) as number);
    for (const p of named) {
      addAll(known, (nodes[p] as StepNode).known);
      addBit(known, p);
      followed[p] = 1;
    }
    const read = isFirstEvent(event) ? null : readStep(event, type);
    const now = said.get(event._id);
    nodes.push({
      event,
      type,
      on: now?.on ?? event.on,
      written: now === undefined ? writtenOn(event) : now.written,
      preds: maximal(named, nodes),
      known,
      fact: read?.ok ? ({ ...read.fact, ...factOf(now) } as StepFact) : null,
      breach: read !== null && !read.ok ? read.breach : null,
      key: `${type} ${outcomeOf(type, event)}`,
    });
  }
  return {
    nodes,
    first,
    heads: nodes.map((_, i) => i).filter((i) => followed[i] === 0),
    waiting: steps.filter((event) => !position.has(event._id)),
  };
}
