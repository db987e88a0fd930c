/**
 * Brakes on guessing a secret: what failed is counted by where it came from. A right secret never waits for them: the caller compares first where
 * that costs nothing, and otherwise uses the brake only to save the work for a secret that can't be right.
 */
import type { IncomingMessage } from 'node:http';
import { TokenBuckets } from './token-buckets.ts';
import { originOf } from './connections.ts';
import type { Rate } from './limits.ts';

const EVERYBODY = '';

export class GuessLimit {
  readonly #byOrigin: TokenBuckets;
  readonly #together: TokenBuckets;
  readonly #now: () => number;

  /** `of` one address, and of all `together`; `now` in milliseconds since the Unix epoch, UTC. */
  constructor({ of, together }: { readonly of: Rate; readonly together: Rate }, now: () => number) {
    this.#byOrigin = new TokenBuckets(of);
    this.#together = new TokenBuckets(together);
    this.#now = now;
  }

  /** Takes one try; false when none is left. `giveBack` returns it when it was no failure, so that tries at once count too. */
  take(request: IncomingMessage): boolean {
    const [origin, now] = [originOf(request), this.#now()];
    if (this.#byOrigin.wait(origin, now) > 0 || this.#together.wait(EVERYBODY, now) > 0) return false;
    this.#byOrigin.take(origin, 1, now);
    this.#together.take(EVERYBODY, 1, now);
    return true;
  }

  giveBack(request: IncomingMessage): void {
    this.#byOrigin.giveBack(originOf(request));
    this.#together.giveBack(EVERYBODY);
  }
}
