/** Judges every step in the frame its writer had, in canonical order, and says what all steps together amount to. */
import type { LocalDate, PlaceCode } from '../../base/brands.ts';
import { flagsOfFirst, flagsOfStep, rolesOf, stateAllows } from '../case-rules.ts';
import { termsOfCase } from '../case-progress.ts';
import { STEPS } from '../steps/index.ts';
import type { StepFact, StepSpec } from '../steps/index.ts';
import type { RuleBreach } from '../breach.ts';
import { addBit, emptyBits, hasBit, isEmpty, intersects, members, sameBits, removeAll, addAll } from './fold-bits.ts';
import type { Bits } from './fold-bits.ts';
import { evaluate, extendFrame, firstFrame } from './fold-frames.ts';
import type { Frame } from './fold-frames.ts';
import type { Judged, StepGraph, StepNode } from './fold-graph.ts';

export interface JudgedSteps {
  readonly frame: Frame;
  /** Why a step is ineffective; null where it was valid in its writer's eyes. */
  readonly breaches: readonly (RuleBreach | null)[];
  readonly flags: readonly (readonly RuleBreach[])[];
  /** The step that may be taken back now; null for none. */
  readonly undoable: number | null;
}

/**
 * A case with thousands of steps and merges is no honest case; looking at all of them for each merge must still end. Units of one step
 * times one word of a set; a case of 100 steps could merge ten thousand times over.
 */
const MERGE_BUDGET = 5_000_000;
/** Nor is one with more settlements than this, or more steps taken back: each of them looks at the whole case. */
const MAX_SETTLEMENTS = 100;
const MAX_UNDOS = 100;

const TOO_MANY_BRANCHES: RuleBreach = { rule: 'branches', field: 'after', text: '办件分支过多，无法判断这一步' };
const SETTLE_FIRST: RuleBreach = { rule: 'state', field: 'type', text: '办件有争议，须先裁定' };

/** A step that counts in its writer's eyes: the case before and after it. */
interface Accepted {
  readonly before: Frame;
  readonly after: Frame;
  readonly rests: Bits;
  readonly setsAside?: Bits | null;
  readonly undoes?: number | null;
}

export function judgeSteps(graph: StepGraph): JudgedSteps {
  return new Judge(graph).run();
}

class Judge {
  private readonly graph: StepGraph;
  private readonly nodes: readonly StepNode[];
  private readonly judged: Judged[] = [];
  /** The case as the writer of a step saw it, and right after the step. */
  private readonly before: Frame[] = [];
  private readonly after: Frame[] = [];
  private readonly breaches: (RuleBreach | null)[] = [];
  private readonly flags: RuleBreach[][] = [];
  private readonly merged = new Map<string, Frame>();
  private readonly ledgerPlace: PlaceCode;
  private spent = 0;
  private settlements = 0;
  private undos = 0;

  constructor(graph: StepGraph) {
    this.graph = graph;
    this.nodes = graph.nodes;
    this.ledgerPlace = graph.first.by.place;
  }

  run(): JudgedSteps {
    const first = firstFrame(this.graph);
    const root = this.nodes[0] as StepNode;
    this.before.push(first);
    this.after.push(first);
    this.judged.push({ valid: true, rests: emptyBits(this.nodes.length), setsAside: null, undoes: null });
    this.breaches.push(null);
    this.flags.push(flagsOfFirst(root.event, this.graph.first, root.written));
    for (let i = 1; i < this.nodes.length; i += 1) this.judge(i, this.nodes[i] as StepNode);
    const frame = this.frameOf(this.graph.heads, Infinity) ?? first;
    const undoable = this.undoTarget(this.graph.heads, frame);
    return { frame, breaches: this.breaches, flags: this.flags, undoable };
  }

  private judge(i: number, node: StepNode): void {
    const seen = this.frameOf(node.preds, MERGE_BUDGET);
    const before = seen ?? (this.after[node.preds[0] as number] as Frame);
    this.before.push(before);
    const { fact } = node;
    const breach = seen === null ? TOO_MANY_BRANCHES : (node.breach ?? this.whyNot(before, node));
    this.flags.push([]);
    if (breach !== null || fact === null) return this.reject(i, breach);
    if (node.type === 'undone') return this.undo(i, node, before);
    if (node.type === 'settled') return this.settle(i, node, before, fact as StepFact<'settled'>);
    this.accept(i, node, { before, after: extendFrame(before, i, fact), rests: this.restsOf(node) });
  }

  private whyNot(before: Frame, node: StepNode): RuleBreach | null {
    const fact = node.fact as StepFact;
    const terms = termsOfCase(before.progress, this.graph.first);
    const breach = stateAllows(fact.type, before.progress, terms, rolesOf(fact.by.place));
    if (before.isDisputed && fact.type !== 'settled') return breach?.rule === 'role' ? breach : SETTLE_FIRST;
    if (breach === null && fact.type === 'settled' && !before.isDisputed)
      return { rule: 'settlement', field: 'type', text: '没有要裁定的争议' };
    return breach ?? (fact.type === 'undone' ? this.whyNotUndone(before, node, fact) : null);
  }

  private whyNotUndone(before: Frame, { preds }: StepNode, { data, by }: StepFact<'undone'>): RuleBreach | null {
    const target = this.undoTarget(preds, before);
    const step = target === null ? null : (this.nodes[target] as StepNode).event;
    if (step === null || step._id !== data.step)
      return { rule: 'undo', field: 'data.step', text: '只能撤销最后办理的一步，而且别人没有同时办理' };
    if (step.by.place !== by.place) return { rule: 'undo', field: 'by.place', text: '只能由办理这一步的地点撤销' };
    return null;
  }

  /** The step before these ends that counted last, where nothing stands beside it and it may be taken back. */
  private undoTarget(ends: readonly number[], { effective, isDisputed }: Frame): number | null {
    for (let at = ends; at.length === 1;) {
      const i = at[0] as number;
      const { undoes, valid } = this.judged[i] as Judged;
      const node = this.nodes[i] as StepNode;
      if (i === 0 || isDisputed || !valid) return null;
      if (undoes === null) {
        const { lasting }: StepSpec = STEPS[node.type];
        return lasting === undefined && hasBit(effective, i) ? i : null;
      }
      at = (this.nodes[undoes] as StepNode).preds;
    }
    return null;
  }

  private undo(i: number, node: StepNode, before: Frame): void {
    if (this.undos >= MAX_UNDOS) return this.reject(i, TOO_MANY_BRANCHES);
    this.undos += 1;
    const target = this.undoTarget(node.preds, before) as number;
    const known = node.known.slice();
    addBit(known, i);
    this.judged[i] = { valid: true, rests: this.restsOf(node), setsAside: null, undoes: target };
    const after = this.evaluateAll(known);
    this.accept(i, node, { before, after, ...(this.judged[i] as Judged) });
  }

  /** A step rests on what it comes after; through a settlement only on what that kept. */
  private restsOf(node: StepNode): Bits {
    const rests = emptyBits(this.nodes.length);
    for (const p of node.preds) {
      addAll(rests, (this.judged[p] as Judged).rests);
      addBit(rests, p);
    }
    return rests;
  }

  private reject(i: number, breach: RuleBreach | null): void {
    this.breaches[i] = breach;
    this.after[i] = this.before[i] as Frame;
    this.judged[i] = { valid: false, rests: this.restsOf(this.nodes[i] as StepNode), setsAside: null, undoes: null };
  }

  private accept(i: number, node: StepNode, { before, after, rests, setsAside = null, undoes = null }: Accepted): void {
    this.breaches[i] = null;
    this.after[i] = after;
    this.judged[i] = { valid: true, rests, setsAside, undoes };
    const previous = node.preds
      .map((p) => (this.nodes[p] as StepNode).on)
      .reduce((a, b) => (a < b ? b : a)) as LocalDate;
    const terms = termsOfCase(before.progress, this.graph.first);
    this.flags[i] = flagsOfStep(node.event, node.fact as StepFact, before.progress, {
      terms,
      ledgerPlace: this.ledgerPlace,
      previous,
      written: node.written,
    });
  }

  /** Kept: the named steps with all that counted when they were taken. Set aside: the rest of the dispute and what was built on it. */
  private settle(i: number, node: StepNode, before: Frame, fact: StepFact<'settled'>): void {
    if (this.settlements >= MAX_SETTLEMENTS) return this.reject(i, TOO_MANY_BRANCHES);
    const wrong = (text: string): void => this.reject(i, { rule: 'settlement', field: 'data.keep', text });
    const keep = fact.data.keep.map((id) => this.nodes.findIndex((other) => other.event._id === id));
    if (!keep.every((k) => k >= 0 && hasBit(node.known, k) && (this.judged[k] as Judged).valid))
      return wrong('要保留的步骤不在裁定人所见的有效步骤之中');
    const kept = emptyBits(this.nodes.length);
    for (const k of keep) addAll(kept, (this.after[k] as Frame).effective);
    const withTwins = kept.slice();
    for (const [twin, same] of before.twins) {
      if (hasBit(kept, twin)) addBit(withTwins, same);
      if (hasBit(kept, same)) addBit(withTwins, twin);
    }
    // Twins are kept together, unless one of them stands on the other side.
    if (!this.keeps(i, node, before, withTwins) && !this.keeps(i, node, before, kept))
      return wrong('保留的步骤之间仍互相排斥');
    this.settlements += 1;
  }

  /** Tries a settlement that keeps exactly these of what was in dispute; false when they exclude each other. */
  private keeps(i: number, node: StepNode, before: Frame, kept: Bits): boolean {
    const known = node.known.slice();
    addBit(known, i);
    // Beside the steps that part first, others may part within a branch that is kept: those that the settlement does not name lose, too.
    const lost = before.excluding.slice();
    for (;;) {
      removeAll(lost, kept);
      const setsAside = this.losers(node, before, kept, lost);
      this.judged[i] = { valid: true, rests: kept, setsAside, undoes: null };
      const after = this.evaluateAll(known);
      if (!after.isDisputed) {
        this.accept(i, node, { before, after, rests: after.effective, setsAside });
        return true;
      }
      const more = after.excluding.slice();
      removeAll(more, kept);
      if (isEmpty(more)) return false;
      addAll(lost, more);
    }
  }

  private losers(node: StepNode, before: Frame, kept: Bits, lost: Bits): Bits {
    const setsAside = before.overruled.slice();
    addAll(setsAside, lost);
    for (const k of members(node.known)) {
      const { rests, setsAside: verdict } = this.judged[k] as Judged;
      const disputed = hasBit(before.disputed, k);
      // Settlements that contradicted each other are not carried on: this one speaks in their place.
      if (disputed && (verdict !== null || intersects(rests, lost))) addBit(setsAside, k);
    }
    for (const [twin, same] of before.twins) if (hasBit(setsAside, same)) addBit(setsAside, twin);
    removeAll(setsAside, kept);
    return setsAside;
  }

  private evaluateAll(known: Bits): Frame {
    const among: number[] = [];
    for (let k = 1; k < this.judged.length; k += 1) if (hasBit(known, k)) among.push(k);
    this.spent += among.length * known.length;
    return evaluate(this.graph, this.judged, among, this.after[0] as Frame);
  }

  /** Returns the case as a writer saw it who knew these steps (none of which knew another); null when the budget is spent. */
  private frameOf(ends: readonly number[], budget: number): Frame | null {
    if (ends.length === 1) return this.after[ends[0] as number] as Frame;
    const key = ends.join(' ');
    const found = this.merged.get(key);
    if (found) return found;
    if (this.spent > budget) return null;
    const frame = this.merge(ends);
    this.merged.set(key, frame);
    return frame;
  }

  private merge(ends: readonly number[]): Frame {
    const all = emptyBits(this.nodes.length);
    let common: Bits | null = null;
    for (const end of ends) {
      const closed = (this.nodes[end] as StepNode).known.slice();
      addBit(closed, end);
      addAll(all, closed);
      if (common === null) common = closed;
      else for (let w = 0; w < closed.length; w += 1) common[w] = (common[w] as number) & (closed[w] as number);
    }
    const shared = common ?? all;
    const apart: number[] = [];
    for (let k = 1; k < this.judged.length; k += 1) if (hasBit(all, k) && !hasBit(shared, k)) apart.push(k);
    this.spent += apart.length * all.length;
    const base = this.commonFrame(apart, shared);
    return base === null ? this.evaluateAll(all) : evaluate(this.graph, this.judged, apart, base);
  }

  /** The frame of all that the branches share, when each branch began with knowing all of it and nothing in it is in dispute. */
  private commonFrame(apart: readonly number[], shared: Bits): Frame | null {
    let base: Frame | null = null;
    for (const i of apart) {
      // What was settled or taken back may lie in what the branches share.
      const { setsAside, undoes } = this.judged[i] as Judged;
      if (setsAside !== null || undoes !== null) return null;
      const node = this.nodes[i] as StepNode;
      if (!node.preds.every((p) => hasBit(shared, p))) continue;
      if (!sameBits(node.known, shared)) return null;
      base = this.before[i] as Frame;
    }
    return base === null || base.isDisputed ? null : base;
  }
}
