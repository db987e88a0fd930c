/** One ledger by plain PouchDB replication: the reference, and the way for what parcels don't carry (docs/SYNC.md). */
import type { PlaceCode } from '../shared/domain/brands.ts';
import { growBatch, shrinkBatch } from './batch-size.ts';
import type { SyncBook } from './book.ts';
import { handIn } from './door.ts';
import { SYNC_FAILURES, SyncError } from './failures.ts';
import { replicateOnce } from './replicate.ts';
import type { Direction } from './replicate.ts';
import type { RunOptions } from './run-options.ts';

/** One replication, in smaller and smaller requests where the line or the hub needs it. */
export async function replicate(
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
      if (denied.length > 0) throw noteDenied(book, place, denied);
      if (written >= size) batch.size = growBatch(size);
      if (direction === 'push' && place !== null) book.clearDenied(place);
      return written;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (error.hubCode === 'forbidden' && direction === 'push' && place !== null)
        return await handInWaiting(options, place);
      if (!SYNC_FAILURES[error.kind].shrink) throw error;
      if (error.kind === 'denied' && place !== null && !inspected) {
        inspected = true;
        if (book.quarantine(place) + (await quarantineStrangers(options, place)) > 0) continue;
      }
      if (size === 1) throw error.kind === 'denied' ? noteDenied(book, place, ['?'], error.detail) : error;
      batch.size = Math.min(batch.size, shrinkBatch(size));
      // A dead line is not tried again and again: the next run goes on in smaller steps.
      if (error.kind === 'stalled') throw error;
    }
  }
}

/** Reading has ended, handing in has not: what lacks a receipt goes up as it is, in smaller requests where needed. Answers how many. */
async function handInWaiting({ hub, address, book, batch }: RunOptions, place: PlaceCode): Promise<number> {
  const waiting = book.waiting(place);
  const denied: string[] = [];
  for (let from = 0; from < waiting.length;) {
    const size = batch.size;
    const ids = waiting.slice(from, from + size);
    try {
      await handIn(hub, address, place, book.documents(place, ids));
      from += size;
    } catch (error) {
      if (!(error instanceof SyncError) || !SYNC_FAILURES[error.kind].shrink) throw error;
      if (ids.length > 1) batch.size = Math.min(batch.size, shrinkBatch(ids.length));
      if (error.kind === 'stalled') throw error;
      if (ids.length > 1) continue;
      denied.push(...ids);
      from += 1;
    }
  }
  if (denied.length > 0) throw noteDenied(book, place, denied);
  return waiting.length;
}

/**
 * Offers documents of unknown writers one by one: the hub, which knows everybody that was ever certified, takes them or tells that nobody
 * wrote them. Answers how many were set aside.
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

function noteDenied(
  book: SyncBook,
  place: PlaceCode | null,
  ids: readonly string[],
  why = 'denied by the hub',
): SyncError {
  if (place !== null) book.noteDenied(place, ids, why);
  return new SyncError('denied', `${ids.length} documents`);
}
