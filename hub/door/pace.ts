/** A brake on guessing: so many tries, refilled by time. One bucket for all callers, as an address says nothing behind a county's NAT. */
import { SteadyClock } from '../steady-clock.ts';

export interface PaceOptions {
  readonly tries: number;
  /** One more try is allowed after so many ms. */
  readonly refillMs: number;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #clock = new SteadyClock();
  #left: number;
  #since: number;

  constructor(options: PaceOptions, now: number) {
    this.#options = options;
    this.#left = options.tries;
    this.#since = this.#clock.at(now);
  }

  /** Takes one try; false when none is left. `giveBack` returns it when it was no failure, so that tries at once count too. */
  take(now: number): boolean {
    const { tries, refillMs } = this.#options;
    const refilled = Math.floor((this.#clock.at(now) - this.#since) / refillMs);
    this.#left = Math.min(tries, this.#left + refilled);
    this.#since += refilled * refillMs;
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  giveBack(): void {
    this.#left = Math.min(this.#options.tries, this.#left + 1);
  }
}
