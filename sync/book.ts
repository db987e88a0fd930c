/** What sync asks of the site's store and of nothing else. Implemented over the data file in store-book.ts. */
import type { PulseRequest, Receipt } from '../shared/api/hub-door.ts';
import type { PlaceCode } from '../shared/domain/brands.ts';

export interface RunRecord {
  readonly cause: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** `complete`, or the kind of the failure. */
  readonly outcome: string;
  readonly docsUp: number;
  readonly docsDown: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Technical, without personal data. */
  readonly message: string;
}

export interface SyncBook {
  /** The hub's token of the last complete run, with the counts that the county's view of its sites shows. */
  pulseRequest(): PulseRequest;
  /** Kept once everything that the token stands for is here. */
  keepToken(token: string): void;
  /** The epoch as last heard. */
  epoch(): string;
  /** The hub was restored: voids all receipts and the token (LEDGER §5). */
  beginEpoch(epoch: string): void;
  takeReceipts(receipts: readonly Receipt[]): void;
  /** The hub's clock as just heard, ms UTC, and hub time minus machine time in ms. */
  heardClock(hubNow: number, offset: number): void;
  /** Events without a receipt, by ledger; ledgers without any are left out. */
  unsynced(): ReadonlyMap<PlaceCode, number>;
  drafts(): number;
  /** Sets aside what is not well-formed in a ledger, so that it does not block the rest (LEDGER §6). How many it found. */
  quarantine(ledger: PlaceCode): number;
  noteDenied(ledger: PlaceCode, ids: readonly string[], why: string): void;
  deniedCount(): number;
  /** County documents that came down and are not the hub's, so far. */
  forgedCount(): number;
  recordRun(run: RunRecord): void;
  /** End of the last complete run, ms UTC. */
  lastComplete(): number | null;
}
