/**
 * Deliveries take turns: what is sent all at once after an outage is worked off in the order in which it came, a few at a time, so that the last
 * one's documents do not lie unpacked in memory while the first ones are checked. A delivery that would wait too long is told to come again instead.
 */
import { CouchError } from './errors.ts';

export interface WorkQueueLimits {
  /** At the same time: enough that one is checked on other threads while another is written. */
  readonly atATime: number;
  /** No delivery waits longer for its turn, in ms. */
  readonly maxWaitMs: number;
  /** With more than this in line a delivery that has not sent anything yet is told to come again at once. */
  readonly longLine: number;
}

/** What is told to come again is spread over so many seconds. */
const AGAIN_FROM_S = 1;
const AGAIN_SPREAD_S = 3;

const LATER = '县里正在收其他站点的数据，请稍后再传';

export class WorkQueue {
  readonly #limits: WorkQueueLimits;
  readonly #random: () => number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: WorkQueueLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
  }

  /** Does the work when its turn comes. Throws CouchError 503 with `retry-after` when it does not come in time; nothing was done then. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limits.atATime) await this.#wait();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Throws CouchError 503 where the line is long. For deliveries in parts, which then take a turn a part. */
  refuseInLongLine(): void {
    if (this.#waiting.length > this.#limits.longLine) throw this.#later();
  }

  #later(): CouchError {
    const seconds = AGAIN_FROM_S + Math.floor(this.#random() * AGAIN_SPREAD_S);
    return new CouchError(503, 'later', LATER, { 'retry-after': String(seconds) });
  }

  /** Resolves when a delivery that has ended leaves its turn to this one. */
  #wait(): Promise<void> {
    return new Promise((go, refuse) => {
      const late = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        refuse(this.#later());
      }, this.#limits.maxWaitMs);
      const mine = () => {
        clearTimeout(late);
        go();
      };
      this.#waiting.push(mine);
    });
  }
}
