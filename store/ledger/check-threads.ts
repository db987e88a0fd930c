/** Checks many events at a time on threads of their own, so that all cores work and this one stays free to answer. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { type EventCheck, MAX_EVENT_BYTES } from '../../shared/event/event.ts';
import type { BEGUN, CheckedJob, CheckJob } from './check-worker.ts';

type Kind = EventCheck['kind'];

/** Documents in one job: some 10 ms of work, so that the threads come to their end together. */
const JOB = 50;
const MOST_THREADS = 4;
/** A thread costs some 40 MB: an idle one ends after this time, in ms. */
const IDLE_MS = 60_000;
/** In MB: what is looked at is gone with the answer, and a village's machine has little. */
const MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };
/** Longer than any event with all that goes with it: a thread would not survive some of what a request may hold. */
const NO_EVENT = 2 * MAX_EVENT_BYTES;
/** Beside this file, as source or as built. */
const SCRIPT = new URL(`./check-worker${path.extname(import.meta.url)}`, import.meta.url);

class CheckThread {
  readonly #worker = new Worker(SCRIPT, { resourceLimits: MEMORY });
  readonly #waiting = new Map<number, (kinds: readonly Kind[] | null) => void>();
  readonly #ended: (begun: boolean) => void;
  #no = 0;
  #begun = false;
  #idle: NodeJS.Timeout | undefined;

  /** `ended` is told whether the thread ever began. */
  constructor(ended: (begun: boolean) => void) {
    this.#ended = ended;
    this.#worker.on('message', (said: typeof BEGUN | CheckedJob) => {
      this.#begun = true;
      if (typeof said === 'object') this.#answered(said.no, said.kinds);
    });
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
    this.#worker.unref();
  }

  get load(): number {
    return this.#waiting.size;
  }

  /** null: the thread came to its end instead. */
  check(job: Omit<CheckJob, 'no'>): Promise<readonly Kind[] | null> {
    const no = (this.#no += 1);
    clearTimeout(this.#idle);
    // A program must not end while it waits for an answer, and must not be kept alive by an idle thread.
    this.#worker.ref();
    return new Promise((resolve) => {
      this.#waiting.set(no, resolve);
      this.#worker.postMessage({ no, ...job } satisfies CheckJob);
    });
  }

  #answered(no: number, kinds: readonly Kind[]): void {
    this.#waiting.get(no)?.(kinds);
    this.#waiting.delete(no);
    if (this.#waiting.size > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.#worker.terminate(), IDLE_MS).unref();
  }

  #end(): void {
    this.#ended(this.#begun);
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}

/** Shared by all files that this process has open: there are no more cores for two of them. */
const threads = new Set<CheckThread>();
/** A thread ended before it began (its file is missing, no memory): no more are tried. The caller checks itself what a thread ended over. */
let cannot = false;

function leastLoaded(): CheckThread | undefined {
  const free = [...threads].toSorted((a, b) => a.load - b.load)[0];
  const enough = cannot || threads.size >= Math.min(MOST_THREADS, availableParallelism());
  if (enough || free?.load === 0) return free;
  const made = new CheckThread((begun) => {
    threads.delete(made);
    cannot ||= !begun;
  });
  threads.add(made);
  return made;
}

/**
 * What each of the documents is, given as JSON; `keys` are the public keys of their devices. null where a thread failed to say: such a
 * document is to be checked here.
 */
export async function checkAside(
  texts: readonly string[],
  keys: ReadonlyMap<string, string>,
): Promise<readonly (Kind | null)[]> {
  const check = async (part: readonly string[]) =>
    (await leastLoaded()?.check({ texts: part, keys })) ?? part.map(() => null);
  const likely = texts.filter((text) => text.length <= NO_EVENT);
  const parts = Array.from({ length: Math.ceil(likely.length / JOB) }, (_, n) => likely.slice(n * JOB, (n + 1) * JOB));
  const kinds = (await Promise.all(parts.map(check))).flat().values();
  return texts.map((text) => (text.length <= NO_EVENT ? (kinds.next().value ?? null) : null));
}
