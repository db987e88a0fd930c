/** The one order in which the fold looks at events (LEDGER §3): Kahn's algorithm; of those that are ready the earlier (`on`, at + offset, id). */
import { instantOf } from '../../event/event.ts';
import type { LedgerEvent } from '../../event/event.ts';

type Placed = Pick<LedgerEvent, '_id' | 'on' | 'at' | 'offset'>;

/** Total order of events that know nothing of each other. An instant that is no instant counts as the earliest. */
export function compareEvents(a: Placed, b: Placed): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  const difference = (instantOf(a) || 0) - (instantOf(b) || 0);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  return a._id < b._id ? -1 : Number(a._id > b._id);
}

/** A binary heap of positions in `ranked`: the smallest comes out first. */
function popSmallest(heap: number[]): number {
  const top = heap[0] as number;
  const last = heap.pop() as number;
  if (heap.length > 0) {
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && (heap[left + 1] as number) < (heap[left] as number) ? left + 1 : left;
      if ((heap[child] as number) >= last) break;
      heap[i] = heap[child] as number;
      i = child;
    }
    heap[i] = last;
  }
  return top;
}

function push(heap: number[], value: number): void {
  let i = heap.length;
  heap.push(value);
  while (i > 0) {
    const parent = (i - 1) >>> 1;
    if ((heap[parent] as number) <= value) break;
    heap[i] = heap[parent] as number;
    i = parent;
  }
  heap[i] = value;
}

/**
 * Orders `events` so that each comes after those it names. `before` returns the events that an event names, null when one of them is not here.
 * Those that name what is not here, and what hangs on them, are left out (also a circle, which no honest hash can make).
 */
export function topologicalOrder<T extends Placed>(
  events: readonly T[],
  before: (event: T) => readonly string[] | null,
): T[] {
  const ranked = [...events].sort(compareEvents);
  const rank = new Map(ranked.map((event, i) => [event._id as string, i]));
  const open = ranked.map(() => 0);
  const next: number[][] = ranked.map(() => []);
  const ready: number[] = [];
  ranked.forEach((event, i) => {
    const named = before(event);
    const ranks = named === null ? [undefined] : [...new Set(named)].map((id) => rank.get(id));
    open[i] = ranks.length;
    for (const predecessor of ranks) if (predecessor !== undefined) (next[predecessor] as number[]).push(i);
    if (ranks.length === 0) push(ready, i);
  });
  const ordered: T[] = [];
  while (ready.length > 0) {
    const i = popSmallest(ready);
    ordered.push(ranked[i] as T);
    for (const follower of next[i] as number[]) {
      open[follower] = (open[follower] as number) - 1;
      if (open[follower] === 0) push(ready, follower);
    }
  }
  return ordered;
}
