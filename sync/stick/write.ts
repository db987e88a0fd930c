/** Writes bundles: the part that a site and the hub have in common, and what a site puts in. */
import type { About, BodyLine, Sender } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { ledgerName, placeKind, type Places } from '../../shared/place/place.ts';
import { countyDoc } from '../../store/county/county-docs.ts';
import { countDrafts } from '../../store/file/drafts.ts';
import { placeOfLedger } from '../../store/projection/event-rows.ts';
import { privateKey } from '../../store/trust/identity.ts';
import { countUnsynced, receiptsEpoch, unsyncedByLedger, unsyncedWriters } from '../../store/sync-state/receipts.ts';
import { ownMarks } from '../../store/sync-state/usb-checkpoints.ts';
import type { Ledger, ReadDb } from '../../store/types.ts';
import { owesCounty } from '../sync-state.ts';
import { packLines } from './body.ts';
import { changesOf, fill, type Source, unconfirmedOf } from './contents.ts';
import { activeDevices, recipientKeys } from './recipients.ts';
import { sealBundle } from './seal.ts';

/** What a bundle is called in a folder of files: what it is for, the place, the day, the count. */
const fileName = (purpose: '上报' | '下发' | '登记答复', place: PlaceCode, on: LocalDate, count: number): string =>
  `便民通-${purpose}-${place}-${compactDate(on)}-${count}.bmt`;

export interface Envelope {
  readonly file: ReadDb;
  /** `<place>-<station>` of the sender. */
  readonly station: string;
  readonly sender: Sender;
  readonly recipients: readonly string[];
  readonly purpose: Parameters<typeof fileName>[0];
  /** The place that it is from or for. */
  readonly place: PlaceCode;
  readonly on: LocalDate;
}

export interface WrittenBundle {
  readonly bytes: Buffer;
  readonly fileName: string;
  /** Ids of the events inside. */
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** Packs, signs and seals. Throws ApiError `too-large`. */
export async function writeLines(
  envelope: Envelope,
  lines: readonly BodyLine[],
  ids: readonly string[],
  next: string | null,
): Promise<WrittenBundle> {
  const { file, station, sender, recipients, purpose, place, on } = envelope;
  const key = privateKey(file);
  if (key === null) throw new ApiError('not-enrolled');
  const packed = await packLines(lines);
  const bytes = sealBundle({ station, count: ids.length, sender, privateKey: key, recipients, packed });
  return { bytes, fileName: fileName(purpose, place, on, ids.length), ids, next };
}

export interface SiteBundle {
  readonly ledger: Ledger;
  readonly places: Places;
  readonly on: LocalDate;
  /** ms UTC. */
  readonly now: number;
  readonly version: string;
  readonly for: 'county' | PlaceCode;
  readonly everything: boolean;
  readonly after: string | undefined;
  readonly told: (events: number) => void;
}

const heldLedgers = (file: ReadDb): PlaceCode[] =>
  file.store.databases().flatMap((name) => (placeOfLedger(name) as PlaceCode | null) ?? []);

/** The certificates of the writers of events without a receipt: the reader may not know these machines yet. */
function writersOf(file: ReadDb): Source {
  const docs = unsyncedWriters(file).flatMap((device) => countyDoc(file, 'device', device) ?? []);
  return {
    name: COUNTY_DATABASE,
    since: 0,
    read: (since, limit) => docs.map((doc, index) => ({ seq: index + 1, doc })).slice(since, since + limit),
  };
}

function forCounty(file: ReadDb, everything: boolean): Source[] {
  const published = everything || owesCounty(file) ? changesOf(file, COUNTY_DATABASE, 0) : writersOf(file);
  const events = everything
    ? heldLedgers(file).map((each) => changesOf(file, ledgerName(each), 0))
    : unsyncedByLedger(file).map(({ ledger }) => unconfirmedOf(file, ledger));
  return [published, ...events];
}

/** What a village wrote itself it has; a machine that lost its file is given everything. */
function forVillage(file: ReadDb, village: PlaceCode, everything: boolean): Source[] {
  const isOthers = (doc: Readonly<Record<string, unknown>>) =>
    (doc['by'] as { place?: unknown } | undefined)?.place !== village;
  return [
    changesOf(file, COUNTY_DATABASE, 0),
    changesOf(file, ledgerName(village), 0, everything ? undefined : isOthers),
  ];
}

/**
 * A bundle by this machine. Throws ApiError `not-enrolled`, `not-allowed` for a village that this place does not serve, `not-found`
 * for one without a machine, `too-large`.
 */
export async function writeSiteBundle(options: SiteBundle): Promise<WrittenBundle> {
  const { ledger, places, on, now, everything } = options;
  const { file } = ledger;
  const identity = ledger.identity();
  if (identity === null || identity.certificate === null || identity.hub === null) throw new ApiError('not-enrolled');
  const village = options.for === 'county' ? null : options.for;
  if (village !== null && (placeKind(village) !== 'village' || places.centreOf(village, on) !== identity.place))
    throw new ApiError('not-allowed', '只能给本中心服务的村（居）拷贝。', 'for');
  if (village !== null && !activeDevices(file, now).some(({ place }) => place === village))
    throw new ApiError('not-found', '这个村（居）还没有登记过在用的电脑。', 'for');
  const sources = village === null ? forCounty(file, everything) : forVillage(file, village, everything);
  const filled = await fill(sources, options.after, options.told);
  const ledgers = filled.ledgers.length === 0 ? [village ?? identity.place] : filled.ledgers;
  const about: About = {
    kind: 'about',
    at: new Date(now).toISOString(),
    version: options.version,
    hub: identity.hub.uuid,
    site: {
      marks: ownMarks(file, identity.device, receiptsEpoch(file)),
      unsynced: countUnsynced(file),
      drafts: countDrafts(file),
    },
  };
  return writeLines(
    {
      file,
      station: `${identity.place}-${identity.station}`,
      sender: { certificate: identity.certificate },
      recipients: recipientKeys(file, { places, ledgers, on, now }),
      purpose: village === null ? '上报' : '下发',
      place: village ?? identity.place,
      on,
    },
    [about, ...filled.lines],
    filled.ids,
    filled.next,
  );
}
