/**
 * How long one request may take (docs/SYNC.md): never so long without a byte, and altogether so long as what it carries needs on the
 * slowest line. Time is counted in ticks of a timer and not read from a clock, so that a machine that slept is not taken for a slow line.
 */

/** What a request may take before its size counts, ms: a handshake, a thinking hub, two seconds there and back. */
const GRACE_MS = 60_000;
/** An eighth of a line of 16 kbit/s: up to four requests share it, and half of what is sent on a bad one gets lost. */
const LEAST_BYTES_PER_S = 250;
/** No batch takes an hour on the slowest line; after a cut the next one is half as large. */
const MOST_MS = 3_600_000;
const TICKS = 4;

export interface Patience {
  /** A connection on which no byte moved for so long is given up, ms. */
  readonly idleMs: number;
  /** What a request may take before its size counts, ms; a minute if left out. */
  readonly graceMs?: number | undefined;
}

/** What has moved so far. */
export interface Progress {
  /** Every byte on the connection, of whatever kind. */
  readonly moved: number;
  /** Bytes of the request that are out, and of the answer that have been read: empty frames that keep a connection alive do not add to it. */
  readonly carried: number;
}

/** Calls `giveUp` once when a request takes too long; it is told why. Returns how to end the watch. */
export function watchTime(
  { idleMs, graceMs = GRACE_MS }: Patience,
  progress: () => Progress,
  giveUp: (why: string) => void,
): () => void {
  const tickMs = Math.min(idleMs, graceMs) / TICKS;
  const idleTicks = Math.ceil(idleMs / tickMs);
  let [ticks, last] = [0, -1];
  const timer = setInterval(() => {
    const { moved, carried } = progress();
    ticks += 1;
    const isStill = ticks % idleTicks === 0 && moved === last;
    if (ticks % idleTicks === 0) last = moved;
    const tookMs = ticks * tickMs;
    const allowedMs = Math.min(MOST_MS, graceMs + (carried / LEAST_BYTES_PER_S) * 1000);
    if (!isStill && tookMs <= allowedMs) return;
    clearInterval(timer);
    giveUp(isStill ? `no byte for ${idleMs} ms` : `${carried} bytes in ${Math.round(tookMs)} ms`);
  }, tickMs);
  return () => clearInterval(timer);
}

/** What a handshake may take, ms: it carries little, so only the grace counts. */
export const handshakeMs = ({ graceMs = GRACE_MS }: Patience): number => graceMs;
