/** What sync keeps of its work, and asks of the site's store; over the site's data file. */
import type { Certificate, PulseAnswer, PulseRequest, Receipt } from '../shared/api/device-api.ts';
import type { PlaceCode, SeriesId } from '../shared/base/brands.ts';
import type { FirstRevision } from '../store/pouch/index.ts';
import { ledgerName } from '../shared/place/place.ts';
import { newestArrival } from '../store/projection/event-facts.ts';
import { hasUnreadable } from '../store/projection/unreadable.ts';
import { countDrafts } from '../store/file/drafts.ts';
import { forgetHubMarks, hubMark, keepHubMark } from '../store/sync-state/pull-checkpoints.ts';
import { isTrustedPin, sawPin } from '../store/trust/hub-pins.ts';
import { readIdentity, updateHub } from '../store/trust/identity.ts';
import { quarantineLedger, quarantineStranger, strangersIn } from '../store/ledger/quarantine.ts';
import {
  applyReceipts,
  countUnsynced,
  receiptsEpoch,
  storeReceipts,
  unsyncedByLedger,
  unsyncedEvents,
} from '../store/sync-state/receipts.ts';
import { getSetting, setSetting } from '../store/file/settings.ts';
import { finishRun, keepDenied, lastRun, startRun } from '../store/sync-state/sync-run.ts';
import type { Ledger, ReadDb, WriteDb } from '../store/types.ts';

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

const TOKEN = 'pulse-token';
/** The hub's clock as last heard, ms UTC: a machine whose clock is before it has a wrong one (LEDGER §4). */
const HUB_CLOCK = 'hub-clock';
/** The epoch in which the published documents were last handed back. */
const COUNTY_HANDED = 'county-handed-back';

/** Set while the hub says that this device is stopped; it may read nothing then, so no document can tell. */
const REVOKED = 'revoked-by-hub';

/** Returns whether the hub said, when last heard, that this device is stopped. */
export function isRevoked(file: ReadDb): boolean {
  return getSetting(file, REVOKED) !== null;
}

/** Ends of a run after which only a new enrolment helps. */
const NEEDS_ENROLMENT: readonly string[] = ['revoked', 'refused', 'hub-changed'];

/**
 * Returns whether this machine may enrol anew although it is enrolled. What it holds stays and is handed in under the new certificate's login. A
 * machine without a line always may: only the county's people can tell it that it was stopped, as no bundle is sealed to it any more.
 */
export function mayEnrolAgain(file: ReadDb): boolean {
  return (
    readIdentity(file)?.hub?.address === '' || isRevoked(file) || NEEDS_ENROLMENT.includes(lastRun(file)?.outcome ?? '')
  );
}

/** A new enrolment knows nothing of what the earlier one had seen of the hub. */
export function forgetHub(file: WriteDb): void {
  for (const name of [TOKEN, REVOKED, HUB_CLOCK]) setSetting(file, name, null);
  forgetHubMarks(file);
}

/**
 * Keeps what the hub says of itself and of what it holds, by a pulse or by stick, and gives it the place of all earlier words. Within the
 * caller's transaction. Returns how many events became green.
 */
export function takeWord(
  file: WriteDb,
  word: { readonly epoch: SeriesId; readonly now: string; readonly receipts: readonly Receipt[] },
): number {
  const first = receiptsEpoch(file) === null;
  const { newEpoch, received } = storeReceipts(file, { epoch: word.epoch, receipts: word.receipts, at: word.now });
  if (newEpoch) {
    setSetting(file, TOKEN, null);
    forgetHubMarks(file);
  }
  if (newEpoch || first) updateHub(file, { epoch: word.epoch });
  if (first) setSetting(file, COUNTY_HANDED, word.epoch);
  setSetting(file, HUB_CLOCK, String(Date.parse(word.now)));
  return received;
}

/** After a restore the hub may lack what it once published; true until that was handed back in this epoch (LEDGER §2). */
export const owesCounty = (file: ReadDb): boolean => getSetting(file, COUNTY_HANDED) !== receiptsEpoch(file);

export const countyHandedBack = (file: WriteDb): void => setSetting(file, COUNTY_HANDED, receiptsEpoch(file));

export interface SyncStateOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Of this program, for the county's list of devices. */
  readonly version: string;
}

/** ms UTC of the hub's clock as last heard by this machine; null before the first contact. */
export function lastHubClock(ledger: Ledger): number | null {
  const kept = getSetting(ledger.file, HUB_CLOCK);
  return kept === null ? null : Number(kept);
}

export function createSyncState({ ledger, now, version }: SyncStateOptions): SyncState {
  const { file } = ledger;
  const iso = (instant: number): string => new Date(instant).toISOString();

  return {
    pulseRequest: () => ({
      token: getSetting(file, TOKEN),
      version,
      unsynced: countUnsynced(file),
      drafts: countDrafts(file),
    }),
    trusts(pin) {
      const isTrusted = isTrustedPin(file, pin);
      if (isTrusted) sawPin(file, pin);
      return isTrusted;
    },
    certificate: () => ledger.identity()?.certificate ?? undefined,
    keepToken: (token) => setSetting(file, TOKEN, token),
    takePulse(answer) {
      file.transaction(() => {
        takeWord(file, answer);
        setSetting(file, REVOKED, answer.revoked ? '1' : null);
      });
    },
    owesCounty: () => owesCounty(file),
    countyHandedBack: () => countyHandedBack(file),
    applyReceipts: () => void applyReceipts(file),
    newest: () => newestArrival(file),
    unsynced: (upTo) => new Map(unsyncedByLedger(file, upTo).map(({ ledger: place, events }) => [place, events])),
    drafts: () => countDrafts(file),
    quarantine: (place) => quarantineLedger(file, ledger.reference(), place, now()),
    strangers: (place) => strangersIn(file, place),
    quarantineStranger: (place, id) => quarantineStranger(file, place, id, now()),
    waiting: (place) => unsyncedEvents(file, place, Number.MAX_SAFE_INTEGER),
    documents: (place, ids) => [...file.store.getMany(ledgerName(place), ids).values()],
    mark: (place) => hubMark(file, place),
    keepMark: (place, seq) => keepHubMark(file, place, seq),
    held: (place) => file.store.info(ledgerName(place)).doc_count,
    async takePage(place, docs, seq) {
      await ledger.verifyAhead(docs);
      return ledger.transaction(() => {
        keepHubMark(file, place, seq);
        return file.store.putFirst(ledgerName(place), docs);
      });
    },
    hasUnreadable: (place) => hasUnreadable(file, place),
    keepDenied: (place, denied) => keepDenied(file, place, denied, iso(now())),
    recordRun(run) {
      const number = startRun(file, run.cause, iso(run.startedAt));
      const { outcome, docsUp, docsDown, bytesUp, bytesDown, message } = run;
      finishRun(file, number, { outcome, docsUp, docsDown, bytesUp, bytesDown, message, at: iso(run.endedAt) });
    },
    lastComplete() {
      const at = lastRun(file, 'complete')?.endedAt;
      return at === undefined || at === null ? null : Date.parse(at);
    },
  };
}
