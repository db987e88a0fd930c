/** The open data of a site: file, ledger, and what a start must check before anything is written. */
import type { Clock } from '../../shared/base/local-date.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import type { HighWater } from '../../store/trust/high-water.ts';
import { checkSeries } from '../../store/trust/identity.ts';
import { writtenAt } from '../../store/projection/event-facts.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import type { DataFile, Ledger } from '../../store/types.ts';
import { createReferenceData } from '../../store/county/reference-data.ts';
import type { ReferenceDataReader } from '../../store/county/reference-data.ts';

export interface SiteData {
  readonly file: DataFile;
  readonly ledger: Ledger;
  readonly inForce: ReferenceDataReader;
  /** `at` of the newest event that this device wrote, ms UTC; null before the first. */
  lastOwnAt(): number | null;
  /** Puts newly published places and holidays in force; true when there were any. */
  refreshReference(): boolean;
  close(): void;
}

export interface OpenSiteData {
  readonly path: string;
  readonly key: Buffer;
  readonly backups: string;
  /** True when it was read through a moment ago. */
  readonly isChecked?: boolean;
  readonly clock: Clock;
  /** Hub time minus machine time in ms; null where it is not known. */
  readonly offset: () => number | null;
  readonly highWater: HighWater | null;
  /** What tells this machine from another. */
  readonly facts: string;
}

/** Opens the file, begins a new series where the old one may not go on (LEDGER §1). Throws StoreError. */
export function openSiteData(options: OpenSiteData): SiteData {
  const { clock, highWater } = options;
  const { path, key, backups, isChecked = false } = options;
  const file = openDataFile({ path, key, backupFolder: backups, isChecked });
  try {
    checkSeries(file, { facts: options.facts, highWater, now: clock.now() });
    const inForce = createReferenceData();
    inForce.refresh(file);
    const ledger = openLedger(file, {
      clock: { now: () => clock.now(), offset: options.offset },
      reference: inForce.now(),
      highWater,
    });
    return {
      file,
      ledger,
      inForce,
      lastOwnAt: () => lastOwnAt(ledger),
      refreshReference() {
        const isNew = inForce.refresh(file);
        if (isNew) ledger.setReference(inForce.now());
        return isNew;
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function lastOwnAt(ledger: Ledger): number | null {
  const identity = ledger.identity();
  if (identity === null || identity.lastId === null) return null;
  const at = writtenAt(ledger.file, identity.lastId);
  return at === null ? null : Date.parse(at);
}
