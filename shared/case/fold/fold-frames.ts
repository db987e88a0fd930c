/**
 * What a set of steps amounts to when some of them did not know of each other (LEDGER §3, docs/CASES.md). A frame is the case as
 * one writer could see it: the fold of everything up to some steps. Each step is judged in the frame its writer had.
 */
import { applyStep, applyTwin, beginCase } from '../case-progress.ts';
import type { StepFact } from '../steps/index.ts';
import type { CaseProgress } from '../progress.ts';
import { CONCURRENCY, EXCLUDED_BY } from '../concurrency.ts';
import { addBit, emptyBits, hasBit, isEmpty, intersects, members, removeAll, addAll } from './fold-bits.ts';
import type { Bits } from './fold-bits.ts';
import { knows } from './fold-graph.ts';
import type { Judged, StepGraph, StepNode } from './fold-graph.ts';
import { takenBack } from './fold-undone.ts';

export interface Frame {
  readonly progress: CaseProgress;
  readonly effective: Bits;
  /** Not kept by a settlement, or built on what was not kept. */
  readonly overruled: Bits;
  /** Taken back. */
  readonly undone: Bits;
  /** Steps that exclude each other; with what is built on them they are `disputed`. */
  readonly excluding: Bits;
  readonly disputed: Bits;
  /** Twin and the step it is the same as. */
  readonly twins: readonly (readonly [number, number])[];
  readonly isDisputed: boolean;
}

const withBit = (bits: Bits, i: number): Bits => {
  const copy = bits.slice();
  addBit(copy, i);
  return copy;
};

export function firstFrame(graph: StepGraph): Frame {
  const none = emptyBits(graph.nodes.length);
  return {
    progress: beginCase(graph.first),
    effective: withBit(none, 0),
    overruled: none,
    undone: none,
    excluding: none,
    disputed: none,
    twins: [],
    isDisputed: false,
  };
}

/** The frame after one more step that knew all of it. */
export function extendFrame(frame: Frame, i: number, fact: StepFact): Frame {
  return { ...frame, progress: applyStep(frame.progress, fact), effective: withBit(frame.effective, i) };
}

/** The last of each line: those that no other of them knew. */
const latest = (among: readonly number[], nodes: readonly StepNode[]): number[] =>
  among.filter((s) => !among.some((t) => knows(nodes, t, s)));

/** Settlements by what stands and what falls: two that contradict each other, unknown to each other, both fall to what was before. */
function resolveContradictions(
  among: readonly number[],
  nodes: readonly StepNode[],
): { stand: number[]; clash: Map<number, number[]> } {
  let rest = [...among];
  const clash = new Map<number, number[]>();
  for (;;) {
    const stand = latest(rest, nodes);
    const rivalsOf = (s: number): number[] =>
      stand.filter((t) => (nodes[s] as StepNode).key !== (nodes[t] as StepNode).key);
    const fallen = stand.filter((s) => rivalsOf(s).length > 0);
    if (fallen.length === 0) return { stand, clash };
    for (const s of fallen) clash.set(s, rivalsOf(s));
    rest = rest.filter((s) => !clash.has(s));
  }
}

/** What settlements set aside altogether, and which of them contradict each other still. */
function verdictOf(
  among: readonly number[],
  nodes: readonly StepNode[],
  judged: readonly Judged[],
): { overruled: Bits; clash: number[] } {
  const settlements = among.filter((i) => (judged[i] as Judged).setsAside !== null);
  let { stand, clash } = resolveContradictions(settlements, nodes);
  for (;;) {
    const overruled = setAside(among, stand, nodes, judged);
    // Where all that contradicted it has been set aside by others, a settlement stands again.
    const again = [...clash].filter(
      ([s, rivals]) => !hasBit(overruled, s) && rivals.every((r) => hasBit(overruled, r)),
    );
    if (again.length === 0) return { overruled, clash: [...clash.keys()].filter((s) => !hasBit(overruled, s)) };
    for (const [s] of again) clash.delete(s);
    stand = latest([...stand, ...again.map(([s]) => s)], nodes);
  }
}

/** Everything in `among` that settlements set aside, and what was built on it without knowing of them. */
function setAside(
  among: readonly number[],
  stand: readonly number[],
  nodes: readonly StepNode[],
  judged: readonly Judged[],
): Bits {
  const overruled = emptyBits(nodes.length);
  for (const s of stand) {
    const verdict = (judged[s] as Judged).setsAside as Bits;
    addAll(overruled, verdict);
    const { known } = nodes[s] as StepNode;
    for (const i of among) {
      if (i === s || hasBit(known, i) || hasBit((nodes[i] as StepNode).known, s)) continue;
      if (intersects((judged[i] as Judged).rests, verdict)) addBit(overruled, i);
    }
  }
  return overruled;
}

/** Looks at the steps of one evaluation one by one and finds twins and steps that exclude each other. */
class Concurrent {
  readonly live: Bits;
  readonly excluding: Bits;
  readonly twins: [number, number][] = [];
  private readonly byType = new Map<string, Bits>();
  private readonly byKey = new Map<string, Bits>();
  /** What a step knew of because its twin's writer did. */
  private readonly lent = new Map<number, Bits>();
  private readonly nodes: readonly StepNode[];
  private readonly judged: readonly Judged[];

  constructor(nodes: readonly StepNode[], judged: readonly Judged[], clash: readonly number[]) {
    this.nodes = nodes;
    this.judged = judged;
    this.live = emptyBits(nodes.length);
    this.excluding = emptyBits(nodes.length);
    for (const i of clash) addBit(this.excluding, i);
  }

  /** Passes on what predecessors knew through their twins; needed of every step, also of those that do not count. */
  inherit(i: number): void {
    if (this.lent.size === 0) return;
    const sum = emptyBits(this.nodes.length);
    for (const p of (this.nodes[i] as StepNode).preds) {
      const lent = this.lent.get(p);
      if (lent) addAll(sum, lent);
    }
    if (!isEmpty(sum)) this.lent.set(i, sum);
  }

  look(i: number): void {
    const node = this.nodes[i] as StepNode;
    const beside = this.live.slice();
    removeAll(beside, node.known);
    const lent = this.lent.get(i);
    if (lent) removeAll(beside, lent);
    if (!isEmpty(beside)) {
      const twin = this.firstCommon(beside, this.byKey.get(node.key));
      if (twin !== null) return this.pair(i, twin);
      this.exclude(i, node, beside);
    }
    addBit(this.live, i);
    this.remember(this.byType, node.type, i);
    this.remember(this.byKey, node.key, i);
  }

  /** Returns whether the step rests on one of those that exclude each other. */
  restsOnDispute(i: number): boolean {
    if (hasBit(this.excluding, i) || intersects((this.judged[i] as Judged).rests, this.excluding)) return true;
    const lent = this.lent.get(i);
    return lent !== undefined && intersects(lent, this.excluding);
  }

  private pair(i: number, twin: number): void {
    this.twins.push([i, twin]);
    const sum = withBit((this.nodes[twin] as StepNode).known, twin);
    for (const lent of [this.lent.get(i), this.lent.get(twin)]) if (lent) addAll(sum, lent);
    this.lent.set(i, sum);
  }

  private exclude(i: number, node: StepNode, beside: Bits): void {
    const rivals = emptyBits(this.nodes.length);
    // Settlements that contradict each other have been dealt with before.
    const own = node.type === 'settled' || CONCURRENCY[node.type][node.type] === 'commutes' ? [] : [node.type];
    const types = node.type === 'settled' ? [] : [...own, ...EXCLUDED_BY[node.type]];
    for (const type of types) {
      const bits = this.byType.get(type);
      if (bits) addAll(rivals, bits);
    }
    for (let w = 0; w < rivals.length; w += 1) rivals[w] = (rivals[w] as number) & (beside[w] as number);
    if (isEmpty(rivals)) return;
    // Within two branches that are in dispute already nothing new is in dispute: only the first steps that part are named.
    const within = this.restsOnDispute(i);
    const fresh = rivals.slice();
    removeAll(fresh, this.excluding);
    let found = !within && !isEmpty(rivals) && intersects(rivals, this.excluding);
    for (const rival of members(fresh)) {
      const derived = within ? this.restsOnDispute(rival) : intersects((this.judged[rival] as Judged).rests, rivals);
      if (derived) continue;
      addBit(this.excluding, rival);
      found = true;
    }
    if (found) addBit(this.excluding, i);
  }

  private firstCommon(a: Bits, b: Bits | undefined): number | null {
    if (b === undefined) return null;
    for (let w = 0; w < a.length; w += 1) {
      const word = (a[w] as number) & (b[w] as number);
      if (word !== 0) return w * 32 + 31 - Math.clz32(word & -word);
    }
    return null;
  }

  private remember(index: Map<string, Bits>, key: string, i: number): void {
    let bits = index.get(key);
    if (bits === undefined) {
      bits = emptyBits(this.nodes.length);
      index.set(key, bits);
    }
    addBit(bits, i);
  }
}

/** The fold of `among` (ascending positions) on top of `base`, which all of them knew entirely and which is not in dispute. */
export function evaluate(graph: StepGraph, judged: readonly Judged[], among: readonly number[], base: Frame): Frame {
  const { nodes } = graph;
  const valid = among.filter((i) => (judged[i] as Judged).valid);
  const { overruled, clash } = verdictOf(valid, nodes, judged);
  addAll(overruled, base.overruled);

  const concurrent = new Concurrent(nodes, judged, clash);
  const looked = valid.filter((i) => !hasBit(overruled, i) && !clash.includes(i));
  const back = takenBack(looked, nodes, judged);
  const counts = new Set(looked.filter((i) => !back.undone.has(i) && !back.by.has(i)));
  for (const i of among) {
    concurrent.inherit(i);
    if (counts.has(i)) concurrent.look(i);
  }

  const disputed = emptyBits(nodes.length);
  for (const i of clash) addBit(disputed, i);
  for (const i of looked) if (concurrent.restsOnDispute(i)) addBit(disputed, i);

  const undone = base.undone.slice();
  for (const i of looked) {
    const { undoes } = judged[i] as Judged;
    if (undoes === null || hasBit(disputed, i)) continue;
    if (back.by.has(i) || hasBit(concurrent.live, i)) addBit(undone, undoes);
  }

  const twins = [...base.twins, ...back.twins, ...concurrent.twins];
  const effective = base.effective.slice();
  let { progress } = base;
  for (const i of looked) {
    if (hasBit(disputed, i) || hasBit(undone, i)) continue;
    const { fact } = nodes[i] as StepNode;
    if (fact === null) continue;
    if (back.by.has(i)) {
      if (!back.twins.some(([twin]) => twin === i)) addBit(effective, i);
    } else if (hasBit(concurrent.live, i)) {
      addBit(effective, i);
      progress = applyStep(progress, fact);
    } else {
      progress = applyTwin(progress, fact);
    }
  }
  return {
    progress,
    effective,
    overruled,
    undone,
    excluding: concurrent.excluding,
    disputed,
    twins,
    isDisputed: !isEmpty(disputed),
  };
}
