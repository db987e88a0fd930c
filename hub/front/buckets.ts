/** Token buckets, one for each client of a kind. A client that has not been heard of for long has a full one, which is not kept. */
import type { Rate } from './limits.ts';

interface Bucket {
  left: number;
  /** Milliseconds since the Unix epoch at which `left` was true. */
  at: number;
}

/** Full buckets are thrown away when so many are kept. */
const SWEEP_AT = 4096;

export class Buckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Milliseconds until `client` has a token again; 0 when it has one. */
  wait(client: string, now: number): number {
    const { left } = this.#filled(client, now);
    return left >= 1 ? 0 : Math.ceil(((1 - left) / this.#rate.perSecond) * 1000);
  }

  /** Takes tokens, also those that are not there: what has been used is paid for by waiting. */
  take(client: string, count: number, now: number): void {
    const bucket = this.#filled(client, now);
    bucket.left -= count;
    this.#buckets.set(client, bucket);
    if (this.#buckets.size >= SWEEP_AT) this.#sweep(now);
  }

  /** A clock that was put back gives nothing and takes nothing. */
  #filled(client: string, now: number): Bucket {
    const { burst, perSecond } = this.#rate;
    const { left, at } = this.#buckets.get(client) ?? { left: burst, at: now };
    return { left: Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond), at: now };
  }

  #sweep(now: number): void {
    for (const client of this.#buckets.keys())
      if (this.#filled(client, now).left >= this.#rate.burst) this.#buckets.delete(client);
  }
}
