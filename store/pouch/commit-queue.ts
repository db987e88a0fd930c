import type { DatabaseState, Engine } from './engine.ts';
import { asStorageError } from './errors.ts';

interface Job {
  readonly state: DatabaseState;
  readonly weight: number;
  readonly run: () => unknown;
  readonly done: (error: unknown, value?: unknown) => void;
}

type Outcome = { error: unknown } | { value: unknown };

/** Documents that one commit takes at most, so that a flood of batches still lets other work in between. */
const COMMIT_WEIGHT = 2000;

/**
 * Group commit: the writes that are asked for in one turn of the event loop share one transaction, so one sync to the
 * disk; each is a savepoint of its own and gets its own answer, after the commit.
 */
export class CommitQueue {
  readonly #engine: Engine;
  #jobs: Job[] = [];
  #scheduled = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  add(job: Job): void {
    this.#jobs.push(job);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commit(this.#take());
      if (this.#jobs.length > 0) this.#schedule();
    });
  }

  #take(): Job[] {
    let weight = 0;
    let count = 0;
    while (count < this.#jobs.length && weight < COMMIT_WEIGHT) weight += this.#jobs[count++]!.weight;
    return this.#jobs.splice(0, count);
  }

  /** Writes at once what waits. Before a read of that database, so that a program reads what it has written. */
  flush(state?: DatabaseState): void {
    if (this.#jobs.length === 0 || this.#engine.inTransaction) return;
    if (state !== undefined && !this.#jobs.some((job) => job.state === state)) return;
    this.#commit(this.#jobs.splice(0));
  }

  #commit(jobs: Job[]): void {
    if (jobs.length === 0) return;
    let outcomes: Outcome[];
    try {
      const [only] = jobs;
      outcomes = this.#engine.transact(() =>
        jobs.length === 1 ? [{ value: only!.run() }] : jobs.map((job) => this.#run(job)),
      );
    } catch (error) {
      const failure = { error: asStorageError(error) };
      outcomes = jobs.map(() => failure);
    }
    for (const [index, job] of jobs.entries()) {
      const outcome = outcomes[index]!;
      if ('error' in outcome) job.done(outcome.error);
      else job.done(null, outcome.value);
    }
  }

  #run(job: Job): Outcome {
    try {
      return { value: this.#engine.transact(job.run) };
    } catch (error) {
      // The disk failed and SQLite has ended the whole transaction: every job of it failed.
      if (!this.#engine.sqlite.inTransaction) throw error;
      return { error };
    }
  }
}
