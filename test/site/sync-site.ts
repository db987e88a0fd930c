/** A site for tests of sync: its file, its ledger and single runs, by parcels or by plain replication alone. Nothing runs by itself. */
import type { EnrolAnswer } from '../../shared/api/device-api.ts';
import type { EventId, LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { enrolIdentity } from '../../store/trust/identity.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { person, proxied, received } from '../../store/testing/writer.ts';
import type { Appended, DataFile, Ledger, SigningKey } from '../../store/types.ts';
import { firstBatchSize } from '../../sync/batch-size.ts';
import type { HubFetch } from '../../sync/hub-fetch.ts';
import { hubFetch } from '../../sync/hub-fetch.ts';
import type { Patience } from '../../sync/patience.ts';
import { PinnedAgent } from '../../sync/pinned-agent.ts';
import { localDatabase, remoteDatabase } from '../../sync/pouch.ts';
import { runOnce } from '../../sync/run.ts';
import type { RunCounts } from '../../sync/run-options.ts';
import { createSyncState } from '../../sync/sync-state.ts';

const KEY = Buffer.alloc(32, 7);
const STAFF = 'A1' as StaffId;

/** Makes the file of a site that has just been enrolled, and closes it. */
export function makeSiteFile(
  path: string,
  { certificate, secret, hub }: EnrolAnswer,
  key: SigningKey,
  pin: string,
  now: number,
): void {
  const file = openDataFile({ path, key: KEY });
  const { device, place, station } = certificate;
  const identity = { device, place, station, key, certificate, secret, machine: 'test', facts: '' };
  enrolIdentity(file, { ...identity, hub: { address: '', pin, ...hub } }, now);
  file.close();
}

export interface SyncSiteOptions {
  readonly path: string;
  /** Where the hub is reached. */
  readonly address: () => string;
  readonly now: () => number;
  /** False: as if the hub knew no parcels. */
  readonly parcels: boolean;
  /** Documents in a request, to begin with. */
  readonly batch?: number;
  /** As in use where it is left out. */
  readonly patience?: Patience;
}

export class SyncSite {
  readonly file: DataFile;
  readonly ledger: Ledger;
  readonly place: PlaceCode;
  readonly #options: SyncSiteOptions;
  readonly batch: { size: number };
  readonly #broken = { parcels: 0 };

  constructor(options: SyncSiteOptions) {
    this.#options = options;
    this.batch = { size: options.batch ?? firstBatchSize };
    this.file = openDataFile({ path: options.path, key: KEY });
    this.ledger = openLedger(this.file, {
      clock: { now: options.now, offset: () => 0 },
      reference: { calendar: referenceCalendar(), places: referencePlaces(), catalogue: referenceCatalogue() },
    });
    this.place = this.ledger.identity()?.place as PlaceCode;
  }

  get today(): LocalDate {
    return localDateOf(this.#options.now());
  }

  /** One run. Rejects with the SyncError that ended it. */
  async run(): Promise<RunCounts & { readonly requests: number; readonly bytes: number }> {
    const { address, now, parcels } = this.#options;
    const identity = this.ledger.identity();
    const { device, secret, hub } = identity ?? {};
    const { file } = this;
    const book = createSyncState({ ledger: this.ledger, now, version: 'test' });
    const patience = this.#options.patience ?? { idleMs: 20_000 };
    const agent = new PinnedAgent({ ...patience, trusts: (pin) => book.trusts(pin) });
    const way = hubFetch({ ...patience, credentials: { device: device ?? '', secret: secret ?? '' }, agent });
    const counts: RunCounts = { docsUp: 0, docsDown: 0 };
    const at = address();
    try {
      await runOnce(
        {
          book,
          hub: parcels ? way : withoutParcels(way),
          address: at,
          uuid: hub?.uuid ?? '',
          local: (name) => localDatabase(file.store, name, (docs) => this.ledger.verifyAhead(docs)),
          remote: (name, line) => remoteDatabase({ address: at, hub: hub?.uuid ?? '', name, line }),
          batch: this.batch,
          broken: this.#broken,
          now,
          stallMs: 60_000,
          heardClock: () => undefined,
        },
        counts,
      );
      const { sent, received: back } = way.bytes();
      return { ...counts, requests: way.requests(), bytes: sent + back };
    } finally {
      agent.destroy();
    }
  }

  /** A new case of this place. */
  begin(): Appended {
    const identity = this.ledger.identity();
    if (identity === null) throw new Error('not enrolled');
    const number = this.ledger.nextNumber(this.place, this.today, identity.station);
    const first = { number, on: this.today, person: person('测试甲') };
    const draft = this.place.length === 12 ? proxied({ ...first, slip: `k ${number}` }) : received(first);
    return this.ledger.append({ ...draft, ledger: this.place, staff: STAFF });
  }

  /** A case's next step at a window. */
  accept({ id }: Appended): Appended {
    return this.ledger.append({
      ledger: this.place,
      type: 'accepted',
      case: id,
      after: [id],
      on: this.today,
      data: {},
      staff: STAFF,
    });
  }

  /** A word about a case, in whatever ledger it lies. */
  note(ledger: PlaceCode, about: EventId): Appended {
    return this.ledger.append({
      ledger,
      type: 'noted',
      case: about,
      about,
      on: this.today,
      data: { text: '已核对' },
      staff: STAFF,
    });
  }

  close(): void {
    this.file.close();
  }
}

const withoutParcels = (way: HubFetch): HubFetch => ({
  ...way,
  line: () => ({ ...way.line(), lines: () => Promise.resolve(null) }),
});
