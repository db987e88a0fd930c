/** One one-shot replication of one database in one direction, watched for progress. Never live (DESIGN §6). */
import { createHash } from 'node:crypto';
import { failureOfStore, SyncError } from './failures.ts';
import type { HubFetch, HubLine } from './hub-fetch.ts';
import type { PouchDatabase } from './pouch.ts';

export type Direction = 'push' | 'pull';

export interface ReplicationJob {
  readonly local: PouchDatabase;
  readonly remote: PouchDatabase;
  /** What `remote` speaks over. */
  readonly line: HubLine;
  readonly direction: Direction;
  readonly batchSize: number;
  readonly hub: HubFetch;
  /** Without a byte or a document for so long the run is cancelled. */
  readonly stallMs: number;
}

export interface ReplicationOutcome {
  readonly written: number;
  /** Ids that the other side would not take; kept and shown, never forgotten with the checkpoint. */
  readonly denied: readonly string[];
}

/** PouchDB's option set for every replication: no filter, selector or doc_ids, so that the checkpoint's name never changes. */
const optionsFor = (batchSize: number) => ({ live: false, retry: false, batch_size: batchSize, batches_limit: 2 });

/** Runs to the end. Rejects with SyncError; what was written before stays, and the next run goes on from the checkpoint. */
export async function replicateOnce(job: ReplicationJob): Promise<ReplicationOutcome> {
  const options = optionsFor(job.batchSize);
  const running =
    job.direction === 'push'
      ? job.local.replicate.to(job.remote, options)
      : job.local.replicate.from(job.remote, options);
  const denied: string[] = [];
  let documents = 0;
  running.on('change', () => {
    documents += 1;
  });
  running.on('denied', (row: unknown) => {
    const { id } = row as { id?: unknown };
    denied.push(String(id));
  });
  const progress = () => {
    const { sent, received } = job.hub.bytes();
    return `${sent}/${received}/${documents}`;
  };
  const watchdog = watch(progress, job.stallMs);
  try {
    // Raced, as a cancelled replication of PouchDB does not always settle.
    const result = await Promise.race([running, watchdog.barked]);
    return { written: result.docs_written, denied };
  } catch (error) {
    throw failureOf(error, job.line);
  } finally {
    watchdog.stop();
    running.cancel();
  }
}

interface Watchdog {
  readonly barked: Promise<never>;
  stop(): void;
}

function watch(progress: () => string, stallMs: number): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  const barked = new Promise<never>((_resolve, reject) => {
    let last = progress();
    timer = setInterval(() => {
      const now = progress();
      if (now === last) reject(new SyncError('stalled', `no progress for ${stallMs} ms`));
      last = now;
    }, stallMs);
  });
  return { barked, stop: () => clearInterval(timer) };
}

/** PouchDB puts failures into its own words; ours are what the line and the store said. */
function failureOf(error: unknown, line: HubLine): SyncError {
  if (error instanceof SyncError) return error;
  const seen = line.lastFailure();
  if (seen) return seen;
  const stored = failureOfStore(error);
  if (stored) return stored;
  const { status, name } = error as { status?: unknown; name?: unknown };
  const detail = `${String(name).slice(0, 40)} ${String(status)}`;
  // The hub knows no such place (any more): nothing of ours is wrong, and a smaller batch would not help.
  if (status === 404) return new SyncError('refused', detail, 'not-found');
  return new SyncError(typeof status === 'number' && status < 500 ? 'denied' : 'local-store', detail);
}

/** The name of a replication's checkpoint: PouchDB's own rule for no filter, no query and no ids, pinned by a test. */
async function checkpointId(source: PouchDatabase, target: PouchDatabase): Promise<string> {
  const ids = await Promise.all([source.id(), target.id()]);
  const md5 = createHash('md5').update(ids.join('')).digest('base64');
  return `_local/${md5.replaceAll('/', '.').replaceAll('+', '_')}`;
}

/** Forgets how far a push came, so that the next one offers everything (LEDGER §5). */
export async function dropPushCheckpoint(local: PouchDatabase, remote: PouchDatabase): Promise<void> {
  const id = await checkpointId(local, remote);
  try {
    const doc = await local.get(id);
    await local.remove(doc);
  } catch (error) {
    if ((error as { status?: unknown }).status !== 404) throw error;
  }
}
