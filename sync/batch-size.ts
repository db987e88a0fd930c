/** How many documents travel in one request: smaller after a timeout or 413, larger again after success. */

const SMALLEST = 1;
// A page of 600 events is some 120 KB packed: each page costs five requests, and a first sync has dozens of pages. On the worst
// line it takes two minutes, in which bytes keep moving; a line that dies in between halves it.
const FIRST = 600;
/** 1,000 events of some 1.5 KB are well under a hub's request limit and one SQLite transaction. */
const LARGEST = 1000;

export const firstBatchSize = FIRST;

export function shrinkBatch(size: number): number {
  return Math.max(SMALLEST, Math.floor(size / 2));
}

export function growBatch(size: number): number {
  return Math.min(LARGEST, Math.max(size + 1, Math.ceil(size * 1.5)));
}
