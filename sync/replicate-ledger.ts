/** One ledger by plain PouchDB replication: the reference, and the way for what parcels don't carry (docs/SYNC.md). */
import type { PlaceCode } from '../shared/base/brands.ts';
import { growBatch, shrinkBatch } from './batch-size.ts';
import type { Denied } from './sync-state.ts';
import { handIn } from './hub-client.ts';
import { SYNC_FAILURES, SyncError } from './failures.ts';
import { replicateOnce } from './replicate.ts';
import type { Direction } from './replicate.ts';
import type { RunOptions } from './run-options.ts';

/** One replication, in smaller and smaller requests where the line or the hub needs it. */
export async function replicateLedgers(
  options: RunOptions,
  name: string,
  direction: Direction,
  place: PlaceCode | null,
): Promise<number> {
  const { hub, batch, book } = options;
  let inspected = false;
  for (;;) {
    const size = batch.size;
    try {
      const line = hub.line();
      const { written, denied } = await replicateOnce({
        local: options.local(name),
        remote: options.remote(name, line),
        line,
        direction,
        batchSize: size,
        hub,
        stallMs: options.stallMs,
      });
      if (denied.length > 0) throw new SyncError('denied', `${denied.length} documents`);
      if (written >= size) batch.size = growBatch(size);
      return written;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (error.hubCode === 'forbidden' && direction === 'push' && place !== null)
        return await handInWaiting(options, place);
      if (!SYNC_FAILURES[error.kind].shrink) throw error;
      if (error.kind === 'denied' && place !== null && direction === 'push') {
        const aside = inspected ? 0 : book.quarantine(place) + (await quarantineStrangers(options, place));
        inspected = true;
        if (aside > 0) continue;
        // Replication never gets past what the hub denies: the rest goes up without it.
        return await handInWaiting(options, place);
      }
      if (size === 1) throw error;
      batch.size = Math.min(batch.size, shrinkBatch(size));
      // A dead line is not tried again and again: the next run goes on in smaller steps.
      if (error.kind === 'stalled') throw error;
    }
  }
}

/**
 * Without replication: where reading has ended handing in has not, and where the hub denies an event those beside it are no worse for it. What
 * lacks a receipt goes up as it is, in halves down to the one that is not taken; that one is kept and said. Returns how many went up.
 */
async function handInWaiting(options: RunOptions, place: PlaceCode): Promise<number> {
  const { book, batch } = options;
  const waiting = book.waiting(place);
  const denied: Denied[] = [];
  for (let from = 0; from < waiting.length;) {
    const ids = waiting.slice(from, from + batch.size);
    from += ids.length;
    denied.push(...(await handInHalves(options, place, ids)));
  }
  book.keepDenied(place, denied);
  if (denied.length > 0) throw new SyncError('denied', `${denied.length} documents`);
  return waiting.length;
}

/** Returns those that the hub does not take, each asked for alone. */
async function handInHalves(options: RunOptions, place: PlaceCode, ids: readonly string[]): Promise<readonly Denied[]> {
  const { hub, address, book, batch } = options;
  try {
    await handIn(hub, address, place, book.documents(place, ids));
    if (ids.length >= batch.size) batch.size = growBatch(ids.length);
    return [];
  } catch (error) {
    if (!(error instanceof SyncError) || !SYNC_FAILURES[error.kind].shrink) throw error;
    if (error.kind !== 'denied') batch.size = Math.min(batch.size, shrinkBatch(ids.length));
    if (error.kind === 'stalled') throw error;
    const [only, ...others] = ids;
    if (only !== undefined && others.length === 0) return [{ id: only, why: error.hubCode || error.kind }];
    const half = Math.ceil(ids.length / 2);
    const first = await handInHalves(options, place, ids.slice(0, half));
    return [...first, ...(await handInHalves(options, place, ids.slice(half)))];
  }
}

/**
 * Offers documents of unknown writers one by one: the hub, which knows every device that was ever certified, takes them or says that no device of the
 * county wrote them. Returns how many were set aside.
 */
async function quarantineStrangers({ hub, address, book }: RunOptions, place: PlaceCode): Promise<number> {
  let found = 0;
  for (const id of book.strangers(place)) {
    try {
      await handIn(hub, address, place, book.documents(place, [id]));
    } catch (error) {
      if (!(error instanceof SyncError) || error.kind !== 'denied') throw error;
      book.quarantineStranger(place, id);
      found += 1;
    }
  }
  return found;
}
