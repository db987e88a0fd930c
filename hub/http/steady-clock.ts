/**
 * Time that only goes on, for what is measured by it and kept in memory: a server's clock that ran ahead and is put back would
 * otherwise stand still for every wait until it has caught up.
 */
export class SteadyClock {
  #last = Number.NEGATIVE_INFINITY;
  #putBack = 0;

  /** `now` (ms since the Unix epoch) with everything added by which that clock has been put back since the first look. */
  at(now: number): number {
    if (now < this.#last) this.#putBack += this.#last - now;
    this.#last = now;
    return now + this.#putBack;
  }
}
