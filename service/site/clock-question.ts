/** Whether the machine's clock may be right (LEDGER §4). An empty battery puts a PC into 2009; a wrong keystroke into 2027. */

export interface ClockFacts {
  /** The machine's clock, ms UTC. */
  readonly now: number;
  /** When this program was built, ms UTC. */
  readonly built: number;
  /** `at` of the device's last own event, null before the first. */
  readonly lastOwn: number | null;
  /** The hub's clock as last heard, null before the first contact. */
  readonly lastHub: number | null;
}

/** A machine may rest for a season (a village office in winter), not for longer without syncing. */
const LONGEST_REST_MS = 60 * 86_400_000;

/** Two clocks that are both right enough still differ; a restart right after a sync is no reason to ask. */
const HUB_AHEAD_MS = 10 * 60_000;

/** True when the page must ask "今天是……?": the clock is before the newest thing known, or more than 60 days after it. */
export function clockIsDoubtful({ now, built, lastOwn, lastHub }: ClockFacts): boolean {
  const newest = Math.max(built, lastOwn ?? 0, (lastHub ?? 0) - HUB_AHEAD_MS);
  return now < newest || now > newest + LONGEST_REST_MS;
}
