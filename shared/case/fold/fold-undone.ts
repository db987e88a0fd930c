/** Steps that their own place took back (撤销): they stay in the history, and the case is as if they had not been. */
import { CONCURRENCY } from '../concurrency.ts';
import { hasBit } from './fold-bits.ts';
import { knows } from './fold-graph.ts';
import type { Judged, StepNode } from './fold-graph.ts';

/** Steps that were taken back together with the steps that did so, and with the twins of those. */
interface TakenBack {
  readonly undone: ReadonlySet<number>;
  readonly by: ReadonlySet<number>;
  readonly twins: readonly (readonly [number, number])[];
}

/**
 * Finds the steps that were taken back and on which no step was built apart: the step and its undo are as if they had not been, and exclude nothing.
 * Where a step was built on it by a writer who had not seen the undo, all three stay, and what excludes each other is in dispute.
 */
export function takenBack(looked: readonly number[], nodes: readonly StepNode[], judged: readonly Judged[]): TakenBack {
  const here = new Set(looked);
  const done = new Map<number, number>();
  const by = new Set<number>();
  const twins: [number, number][] = [];
  for (const i of looked) {
    const target = (judged[i] as Judged).undoes;
    if (target === null || !here.has(target)) continue;
    const isBuiltOn = looked.some((other) => {
      const { undoes, rests } = judged[other] as Judged;
      if (undoes === target || !hasBit(rests, target) || knows(nodes, i, other) || knows(nodes, other, i)) return false;
      return CONCURRENCY[(nodes[other] as StepNode).type].undone !== 'commutes';
    });
    if (isBuiltOn) continue;
    by.add(i);
    const first = done.get(target);
    if (first === undefined) done.set(target, i);
    else twins.push([i, first]);
  }
  return { undone: new Set(done.keys()), by, twins };
}
