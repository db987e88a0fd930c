/** For tests and benches: a site in a fresh folder with a real encrypted file, and the hub's key at hand. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DeviceId, PlaceCode, SeriesId, Station } from '../../shared/base/brands.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { makeSigningKey, randomId } from '../trust/crypto.ts';
import { openDataFile } from '../file/data-file.ts';
import { saveDeviceKey } from '../trust/device-keys.ts';
import { enrolIdentity } from '../trust/identity.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { DataFile, Ledger, LedgerClock, Reference, SigningKey } from '../types.ts';
import { CENTRE, type Writer } from './writer.ts';

/** A clock that stands still until it is told. */
export class TestClock implements LedgerClock {
  time = Date.parse('2017-11-09T02:00:00.000Z');
  hubOffset: number | null = null;
  now(): number {
    return this.time;
  }
  offset(): number | null {
    return this.hubOffset;
  }
}

export const reference = (): Reference => ({
  calendar: referenceCalendar(),
  places: referencePlaces(),
  catalogue: referenceCatalogue(),
});

export interface TempSite {
  readonly folder: string;
  readonly path: string;
  readonly key: Buffer;
  readonly hub: SigningKey;
  readonly clock: TestClock;
  file: DataFile;
  ledger: Ledger;
  /** Makes the device of a writer known here. */
  trust(writer: Writer): void;
  /** Takes documents in as a replicator would: in batches of `size`. */
  pull(ledger: PlaceCode, events: readonly object[], size?: number): void;
  /** Closes the file and opens it again. */
  reopen(): void;
  remove(): void;
}

export interface TempSiteOptions {
  readonly place?: PlaceCode;
  readonly hub?: SigningKey;
  readonly name?: string;
}

export function tempFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'bianmin-store-'));
}

/** An enrolled site of a place; `remove` it at the end. */
export function tempSite({ place = CENTRE, hub = makeSigningKey(), name = '数据.db' }: TempSiteOptions = {}): TempSite {
  const folder = tempFolder();
  const key = randomBytes(32);
  const file = openDataFile({ path: path.join(folder, name), key });
  const clock = new TestClock();
  enrolIdentity(
    file,
    {
      device: randomId() as DeviceId,
      place,
      station: 'a7' as Station,
      key: makeSigningKey(),
      certificate: null,
      secret: null,
      hub: { address: 'https://127.0.0.1:1', uuid: 'hub', key: hub.publicKey, epoch: randomId() as SeriesId, pin: '' },
      machine: '测试',
      facts: 'this machine',
    },
    clock.now(),
  );
  const site: TempSite = {
    folder,
    path: path.join(folder, name),
    key,
    hub,
    clock,
    file,
    ledger: openLedger(file, { clock, reference: reference() }),
    trust(writer) {
      saveDeviceKey(site.file, writer.certificate(hub));
    },
    pull(ledger, events, size = 100) {
      for (let start = 0; start < events.length; start += size)
        site.file.store.putFirst(
          ledgerName(ledger),
          events.slice(start, start + size) as { _id: string; _rev: string }[],
        );
    },
    reopen() {
      site.file.close();
      site.file = openDataFile({ path: site.path, key });
      site.ledger = openLedger(site.file, { clock, reference: reference() });
    },
    remove() {
      site.file.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return site;
}
