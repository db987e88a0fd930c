/** Tells listeners of every change of a database at CouchDB: one long request for any number of listeners, none while there are none. */
import { setTimeout as wait } from 'node:timers/promises';

type Seq = number | string;

export interface WatchedFeed {
  /** The seq of now. */
  now(): Promise<Seq>;
  /** Returns the seq of the next change after `since`, or `since` when a while passed without one. */
  next(since: Seq, signal: AbortSignal): Promise<Seq>;
}

/** The pause after a failure, in ms: the listeners have asked again by then and were told what is wrong. */
const RETRY_MS = 1000;

export class RemoteWatch {
  readonly #feed: WatchedFeed;
  readonly #listeners = new Set<() => void>();
  #running: { readonly started: Promise<Seq>; readonly ending: AbortController } | null = null;

  constructor(feed: WatchedFeed) {
    this.#feed = feed;
  }

  /** Resolves when every change from then on will be told. Returns how to stop. */
  async add(listener: () => void): Promise<() => void> {
    this.#listeners.add(listener);
    this.#running ??= this.#start();
    const { started } = this.#running;
    const stop = () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
    await started.catch((error: unknown) => {
      stop();
      throw error;
    });
    return stop;
  }

  #start() {
    const ending = new AbortController();
    const started = this.#feed.now();
    void started.then((since) => this.#follow(since, ending.signal)).catch(() => undefined);
    return { started, ending };
  }

  #stop(): void {
    this.#running?.ending.abort();
    this.#running = null;
  }

  async #follow(since: Seq, signal: AbortSignal): Promise<void> {
    for (let at = since; !signal.aborted;) {
      const next = await this.#feed.next(at, signal).catch(() => null);
      if (signal.aborted) return;
      // After a failure, too: a listener that asks again learns of it.
      if (next !== at) for (const listener of this.#listeners) listener();
      if (next === null) await wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      else at = next;
    }
  }
}
