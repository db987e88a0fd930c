/** The book of sync over the site's data file. */
import type { Certificate } from '../shared/api/hub-door.ts';
import type { SeriesId } from '../shared/domain/brands.ts';
import { countDrafts } from '../store/drafts.ts';
import { updateHub } from '../store/identity.ts';
import { applyReceipts, countUnsynced, receiptsEpoch, storeReceipts, unsyncedByLedger } from '../store/receipts.ts';
import { getSetting, setSetting } from '../store/settings.ts';
import { clearDenied, finishRun, lastRun, markDenied, startRun } from '../store/sync-run.ts';
import type { Ledger } from '../store/types.ts';
import type { SyncBook } from './book.ts';
import { setAside } from './set-aside.ts';

const TOKEN = 'pulse-token';
/** The hub's clock as last heard, ms UTC: a machine whose clock is before it has a wrong one (LEDGER §4). */
const HUB_CLOCK = 'hub-clock';
/** The epoch in which the hub was last told our certificate. */
const CERTIFICATE_TOLD = 'certificate-told';

export interface StoreBookOptions {
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

export function storeBook({ ledger, now, version }: StoreBookOptions): SyncBook {
  const { file } = ledger;
  const iso = (instant: number): string => new Date(instant).toISOString();

  /** Told once an epoch: a hub that was restored may have forgotten the device. */
  function certificate(): Certificate | undefined {
    if (getSetting(file, CERTIFICATE_TOLD) === (receiptsEpoch(file) ?? '')) return undefined;
    return ledger.identity()?.certificate ?? undefined;
  }

  return {
    pulseRequest() {
      const untold = certificate();
      return {
        token: getSetting(file, TOKEN),
        version,
        unsynced: countUnsynced(file),
        drafts: countDrafts(file),
        ...(untold ? { certificate: untold } : {}),
      };
    },
    keepToken: (token) => setSetting(file, TOKEN, token),
    takePulse(answer) {
      const untold = certificate() !== undefined;
      file.transaction(() => {
        const epoch: SeriesId = answer.epoch;
        const { newEpoch } = storeReceipts(file, { epoch, receipts: answer.receipts, at: answer.now });
        if (newEpoch) {
          setSetting(file, TOKEN, null);
          updateHub(file, { epoch });
        } else if (untold) setSetting(file, CERTIFICATE_TOLD, epoch);
        setSetting(file, HUB_CLOCK, String(Date.parse(answer.now)));
      });
    },
    applyReceipts: () => void applyReceipts(file),
    unsynced: () => new Map(unsyncedByLedger(file).map(({ ledger: place, events }) => [place, events])),
    drafts: () => countDrafts(file),
    quarantine: (place) => setAside(ledger, place, iso(now())),
    noteDenied(place, ids, why) {
      for (const id of ids) markDenied(file, { ledger: place, id, why, at: iso(now()) });
    },
    clearDenied: (place) => clearDenied(file, place),
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
