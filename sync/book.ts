/** What sync asks of the site's store and of nothing else. Implemented over the data file in sync-state.ts. */
import type { Certificate, PulseAnswer, PulseRequest } from '../shared/api/device-api.ts';
import type { PlaceCode } from '../shared/base/brands.ts';
import type { FirstRevision } from '../store/pouch/index.ts';

interface RunRecord {
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

/** An event that the hub does not take. */
export interface Denied {
  readonly id: string;
  /** The hub's own code, where it gave one. */
  readonly why: string;
}

export interface SyncState {
  /** The hub's token of the last complete run, with the counts that the county's view of its sites shows. */
  pulseRequest(): PulseRequest;
  /** Returns whether this is the hub's TLS key, as it was pinned or announced since. If it is, the keys before it end, as the hub answers by it now. */
  trusts(pin: string): boolean;
  /** For a hub that has forgotten this device in a restore; undefined before enrolment. */
  certificate(): Certificate | undefined;
  /** Kept once everything that the token stands for is here. */
  keepToken(token: string): void;
  /** Keeps receipts and the hub's clock. A new epoch voids the earlier receipts and the token (LEDGER §5). */
  takePulse(answer: PulseAnswer): void;
  /** After a restore the hub may lack what it once published (LEDGER §2); true until it was handed back in this epoch. */
  owesCounty(): boolean;
  countyHandedBack(): void;
  /** Gives events that came down after the receipt that covers them their green. */
  applyReceipts(): void;
  /** A mark that all events held now lie before, and all later ones after. */
  newest(): number;
  /** Events without a receipt, by ledger; ledgers without any are left out. Only those up to a mark, where one is given. */
  unsynced(upTo?: number): ReadonlyMap<PlaceCode, number>;
  drafts(): number;
  /** Sets aside what is not well-formed in a ledger, so that it does not block the rest (LEDGER §6). How many it found. */
  quarantine(ledger: PlaceCode): number;
  /** Documents of a ledger whose writer this site does not know; only the hub can say whether they are events. */
  strangers(ledger: PlaceCode): readonly string[];
  /** Sets one of them aside: the hub does not know its writer either. */
  quarantineStranger(ledger: PlaceCode, id: string): void;
  /** Events of a ledger without a receipt, oldest first. */
  waiting(ledger: PlaceCode): readonly string[];
  /** Documents of a ledger as they are stored; those that are not there are left out. */
  documents(ledger: PlaceCode, ids: readonly string[]): readonly Record<string, unknown>[];
  /** The hub's sequence up to which all events of a ledger are here, in its present epoch; null where that is unknown. */
  mark(ledger: PlaceCode): number | null;
  keepMark(ledger: PlaceCode, seq: number): void;
  /** How many documents of a ledger are here. */
  held(ledger: PlaceCode): number;
  /** Stores what came down, with the new mark, in one transaction. Returns how many of them are new. */
  takePage(ledger: PlaceCode, docs: readonly FirstRevision[], seq: number): Promise<number>;
  /** Returns whether something in this ledger can't be read here. */
  hasUnreadable(ledger: PlaceCode): boolean;
  /** What the hub does not take of a ledger: these, and no others any more. */
  keepDenied(ledger: PlaceCode, denied: readonly Denied[]): void;
  recordRun(run: RunRecord): void;
  /** End of the last complete run, ms UTC. */
  lastComplete(): number | null;
}
