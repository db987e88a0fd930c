/** Sync of an enrolled site while the program runs: when a run happens, one at a time, and what is known of the last. */
import type { BundleAnswer, BundleRequest } from '../shared/api/device-api.ts';
import type { SyncStatus } from '../shared/api/rows.ts';
import { REGULAR_MS, retryDelay } from './backoff.ts';
import { firstBatchSize } from './batch-size.ts';
import type { SyncState } from './sync-state.ts';
import { askBundle } from './hub-client.ts';
import { type Patience } from './patience.ts';
import { failureOfStore, SYNC_FAILURES, SyncError } from './failures.ts';
import type { SyncFailureKind } from './failures.ts';
import { hubFetch } from './hub-fetch.ts';
import { PinnedAgent } from './pinned-agent.ts';
import { remoteDatabase } from './pouch.ts';
import type { PouchDatabase } from './pouch.ts';
import { runOnce } from './run.ts';
import type { RunCounts } from './run-options.ts';
import { syncStatus } from './status.ts';

type Cause = 'start' | 'write' | 'network' | 'timer' | 'retry' | 'button';

interface SyncHub {
  readonly address: string;
  readonly uuid: string;
  readonly device: string;
  readonly secret: string;
}

export interface SyncOptions {
  readonly hub: SyncHub;
  readonly book: SyncState;
  readonly local: (name: string) => PouchDatabase;
  readonly now: () => number;
  /** 0 ≤ r < 1; spreads retries. */
  readonly random: () => number;
  /** After every run, and when one begins: the light changed; with `documents` true also what came down. */
  readonly changed: (documents: boolean) => void;
  readonly limits?: Partial<SyncLimits>;
}

export interface SyncLimits extends Patience {
  /** After so long without a document moved a replication is cancelled, ms. */
  readonly stallMs: number;
  /** A write waits so long for others to travel with it, ms. */
  readonly debounceMs: number;
}

const LIMITS: SyncLimits = { idleMs: 30_000, stallMs: 90_000, debounceMs: 2_000 };

export interface Sync {
  /** Runs now, or joins the run that goes on and then runs once more; answers when done, however it ended. */
  now(cause?: Cause): Promise<SyncStatus>;
  /** Something was written; a run follows shortly. */
  wrote(): void;
  status(): SyncStatus;
  /** A bundle of the hub for a village, to be carried there by stick. Rejects with SyncError. */
  bundle(request: BundleRequest): Promise<BundleAnswer>;
  /** Hub time minus machine time in ms as last heard by this process; null before. */
  offset(): number | null;
  start(): void;
  stop(): Promise<void>;
}

export function createSync(options: SyncOptions): Sync {
  const { book, hub } = options;
  const limits = { ...LIMITS, ...options.limits };
  const batch = { size: firstBatchSize };
  const broken = { parcels: 0 };
  const agent = new PinnedAgent({ ...limits, trusts: (pin) => book.trusts(pin) });
  const timers = oneTimerEach();
  let running: Promise<void> | null = null;
  let again: Promise<void> | null = null;
  let failure: SyncFailureKind | null = null;
  let failuresInARow = 0;
  let offset: number | null = null;
  /** Between start and stop runs begin by themselves; after stop none begins at all. */
  let phase: 'waiting' | 'started' | 'stopped' = 'waiting';
  let cut: (() => void) | null = null;

  async function run(cause: Cause): Promise<void> {
    const fetcher = hubFetch({ ...limits, credentials: hub, agent });
    cut = () => fetcher.close();
    const counts: RunCounts = { docsUp: 0, docsDown: 0 };
    const startedAt = options.now();
    let ended: SyncError | null = null;
    try {
      options.changed(false);
      const remote = { address: hub.address, hub: hub.uuid };
      await runOnce(
        {
          book,
          hub: fetcher,
          address: hub.address,
          uuid: hub.uuid,
          local: options.local,
          remote: (name, line) => remoteDatabase({ ...remote, name, line }),
          batch,
          broken,
          now: options.now,
          stallMs: limits.stallMs,
          heardClock: (difference) => {
            offset = difference;
          },
        },
        counts,
      );
    } catch (error) {
      ended =
        error instanceof SyncError
          ? error
          : (failureOfStore(error) ?? new SyncError('local-store', String((error as Error).name)));
    } finally {
      fetcher.close();
      // A connection on which something went wrong is not trusted with the next run.
      if (ended !== null) agent.destroy();
      cut = null;
    }
    if (phase === 'stopped') return;
    record(cause, startedAt, counts, ended, fetcher.bytes());
    settle(ended);
    try {
      options.changed(counts.docsDown > 0 || counts.docsUp > 0);
    } catch (error) {
      // What came down is kept; that it can't be put to use is a fault of the file, and no reason to end the program.
      failure = failureOfStore(error)?.kind ?? 'local-store';
    }
  }

  function record(
    cause: Cause,
    startedAt: number,
    counts: RunCounts,
    ended: SyncError | null,
    bytes: { readonly sent: number; readonly received: number },
  ): void {
    try {
      book.recordRun({
        cause,
        startedAt,
        endedAt: options.now(),
        outcome: ended?.kind ?? 'complete',
        ...counts,
        bytesUp: bytes.sent,
        bytesDown: bytes.received,
        message: ended?.detail ?? '',
      });
    } catch {
      // A full disk: the light tells of it; the row is a help, not a promise.
    }
  }

  function settle(ended: SyncError | null): void {
    failure = ended?.kind ?? null;
    failuresInARow = ended ? failuresInARow + 1 : 0;
    if (phase !== 'started' || !ended) return;
    // Told to wait: until then no run begins by itself, whatever was written meanwhile.
    if (ended.retryAfterMs > 0) timers.set('told-to-wait', ended.retryAfterMs, () => undefined);
    if (!SYNC_FAILURES[ended.kind].retrySoon) return;
    timers.set('retry', retryDelay(failuresInARow, options.random, ended.retryAfterMs), () => void once('retry'));
  }

  /** One run at a time; a call during a run gets one that begins after it, so that what was just written is in it. */
  function once(cause: Cause): Promise<void> {
    if (phase === 'stopped') return Promise.resolve();
    if (!running) {
      // What waited for its moment is in this run.
      timers.clear('retry');
      timers.clear('write');
      running = run(cause).finally(() => {
        running = null;
      });
      return running;
    }
    again ??= running.then(() => {
      again = null;
      return once(cause);
    });
    return again;
  }

  function status(): SyncStatus {
    const unsynced = [...book.unsynced().values()].reduce((sum, count) => sum + count, 0);
    const facts = { mode: 'enrolled' as const, running: running !== null, unsynced, failure, offset };
    return syncStatus({ ...facts, drafts: book.drafts(), lastComplete: book.lastComplete() });
  }

  return {
    async now(cause = 'button') {
      if (cause === 'button' || !timers.has('told-to-wait')) await once(cause);
      return status();
    },
    wrote() {
      // From the first write on, not the last: an event is handed in even while others are written without a pause.
      if (phase !== 'started' || timers.has('write') || timers.has('told-to-wait')) return;
      timers.set('write', limits.debounceMs, () => void once('write'));
    },
    status,
    async bundle(request) {
      const fetcher = hubFetch({ ...limits, credentials: hub, agent });
      try {
        return await askBundle(fetcher, hub.address, request);
      } finally {
        fetcher.close();
      }
    },
    offset: () => offset,
    start() {
      phase = 'started';
      timers.every('regular', REGULAR_MS, () => void (timers.has('told-to-wait') || once('timer')));
      void once('start');
    },
    async stop() {
      phase = 'stopped';
      timers.clearAll();
      cut?.();
      await running;
      await again;
      agent.destroy();
    },
  };
}

interface Timers {
  set(name: string, ms: number, then: () => void): void;
  every(name: string, ms: number, then: () => void): void;
  /** Returns whether it is set and has not gone off. */
  has(name: string): boolean;
  clear(name: string): void;
  clearAll(): void;
}

/** Named timers; setting one again replaces it. None keeps the process alive. */
function oneTimerEach(): Timers {
  const timers = new Map<string, NodeJS.Timeout>();
  const clear = (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  const put = (name: string, timer: NodeJS.Timeout) => {
    clear(name);
    timers.set(name, timer.unref());
  };
  return {
    set(name, ms, then) {
      const go = () => {
        timers.delete(name);
        then();
      };
      put(name, setTimeout(go, ms));
    },
    every: (name, ms, then) => put(name, setInterval(then, ms)),
    has: (name) => timers.has(name),
    clear,
    clearAll() {
      for (const name of timers.keys()) clear(name);
    },
  };
}
