/** How many documents travel in one request: smaller after a timeout or 413, larger again after success. */

const SMALLEST = 1;
// A page of 300 events is some 60 KB packed: a minute on the worst line, and the idle watch halves it there.
const FIRST = 300;
/** 1,000 events of some 1.5 KB are well under a hub's request limit and one SQLite transaction. */
const LARGEST = 1000;

export const firstBatchSize = FIRST;

export function shrinkBatch(size: number): number {
  return Math.max(SMALLEST, Math.floor(size / 2));
}

export function growBatch(size: number): number {
  return Math.min(LARGEST, Math.max(size + 1, Math.ceil(size * 1.5)));
}
