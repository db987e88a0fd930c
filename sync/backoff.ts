/** When to try again by itself after a failed run. */

const FIRST_MS = 5_000;
/** The regular timer's interval: waiting longer than that would be pointless. */
export const REGULAR_MS = 5 * 60_000;

/**
 * Milliseconds until the next try after `failures` failed runs in a row (1 or more). Doubles from 5 s to 5 min; `random`
 * (0 ≤ r < 1) spreads 400 villages whose power came back in the same minute over half of that time. Never less than the hub asked
 * for (`leastMs`), unless that is longer than the regular timer.
 */
export function retryDelay(failures: number, random: () => number, leastMs = 0): number {
  const full = Math.min(REGULAR_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.max(Math.min(REGULAR_MS, leastMs), Math.round(full / 2 + (full / 2) * random()));
}
