/** Token buckets, one for each client of a kind. A client that has not been heard of for long has a full one, which is not kept. */
import { SteadyClock } from './steady-clock.ts';
import type { Rate } from './limits.ts';

/** Kept as whole numbers and never as what is left, so that a told wait and the look after it come from the same sum. */
interface Bucket {
  /** Milliseconds, steady, at which it was full for the last time. */
  readonly fullAt: number;
  /** Tokens taken since. */
  taken: number;
}

/** Full buckets are thrown away when so many are kept; then the oldest, as an address of IPv6 costs its owner nothing. */
const SWEEP_AT = 4096;

export class TokenBuckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock = new SteadyClock();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Whole milliseconds until `client` has a token again; 0 when it has one. After that wait, if nothing was taken, it has. */
  wait(client: string, now: number): number {
    const at = this.#clock.at(now);
    const bucket = this.#buckets.get(client);
    if (bucket === undefined) return 0;
    const readyAt = bucket.fullAt + this.#refillMs(bucket.taken + 1 - this.#rate.burst);
    return Math.max(0, readyAt - at);
  }

  /** Takes tokens, also those that are not there: what has been used is paid for by waiting. */
  take(client: string, count: number, now: number): void {
    const at = this.#clock.at(now);
    const kept = this.#buckets.get(client);
    const bucket = kept === undefined || this.#isFull(kept, at) ? { fullAt: at, taken: 0 } : kept;
    bucket.taken += count;
    this.#buckets.set(client, bucket);
    if (this.#buckets.size >= SWEEP_AT) this.#sweep(at);
  }

  /** Gives back one that was taken and not used. */
  giveBack(client: string): void {
    const bucket = this.#buckets.get(client);
    if (bucket !== undefined) bucket.taken = Math.max(0, bucket.taken - 1);
  }

  #refillMs(tokens: number): number {
    return Math.ceil((tokens / this.#rate.perSecond) * 1000);
  }

  #isFull({ fullAt, taken }: Bucket, at: number): boolean {
    return at >= fullAt + this.#refillMs(taken);
  }

  #sweep(at: number): void {
    for (const [client, bucket] of this.#buckets) if (this.#isFull(bucket, at)) this.#buckets.delete(client);
    // Half of them, so that the next taker does not sweep again.
    const over = this.#buckets.size < SWEEP_AT ? 0 : SWEEP_AT / 2;
    for (const client of [...this.#buckets.keys()].slice(0, over)) this.#buckets.delete(client);
  }
}
