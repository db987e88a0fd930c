/** The machine's identity: its device, place, key, certificate and the series of sequence numbers it writes. One row. */
import { type Certificate, CertificateSchema } from '../../shared/api/device-api.ts';
import type { DeviceId, EventId, PlaceCode, SeriesId, Station } from '../../shared/base/brands.ts';
import { randomId } from './crypto.ts';
import type { HighWater } from './high-water.ts';
import { getSetting, RESTORED, setSetting } from '../file/settings.ts';
import type { HubIdentity, NewIdentity, ReadDb, SeriesReason, SiteIdentity, WriteDb } from '../types.ts';

interface IdentityRow {
  device: string;
  place: string;
  station: string;
  public_key: string;
  private_key: string;
  certificate: string;
  secret: string;
  hub_address: string;
  hub_uuid: string;
  hub_key: string;
  hub_epoch: string;
  hub_pin: string;
  machine: string;
  facts: string;
  series: string;
  last_seq: number;
  last_id: string;
}

function row(file: ReadDb): IdentityRow | undefined {
  return file.sql('SELECT * FROM identity').get() as IdentityRow | undefined;
}

/** Returns whether a file is a trial's: it has an identity and no hub. */
export const isOfTrial = (db: Pick<ReadDb, 'sql'>): boolean =>
  db.sql("SELECT 1 FROM identity WHERE hub_uuid = ''").get() !== undefined;

function hubOf(kept: IdentityRow): HubIdentity | null {
  if (kept.hub_uuid === '') return null;
  return {
    address: kept.hub_address,
    uuid: kept.hub_uuid,
    key: kept.hub_key,
    epoch: kept.hub_epoch as SeriesId,
    pin: kept.hub_pin,
  };
}

/** Reading the identity comes before every event; the certificate is parsed only when its text is another one. */
let parsed: { readonly text: string; readonly certificate: Certificate } | null = null;

function certificateOf(text: string): Certificate | null {
  if (text === '') return null;
  if (parsed?.text !== text) parsed = { text, certificate: CertificateSchema.parse(JSON.parse(text)) };
  return parsed.certificate;
}

/** Null before enrolment. The private key stays inside (`privateKey`). */
export function readIdentity(file: ReadDb): SiteIdentity | null {
  const kept = row(file);
  if (kept === undefined) return null;
  return {
    device: kept.device as DeviceId,
    place: kept.place as PlaceCode,
    station: kept.station as Station,
    publicKey: kept.public_key,
    certificate: certificateOf(kept.certificate),
    secret: kept.secret === '' ? null : kept.secret,
    hub: hubOf(kept),
    series: kept.series as SeriesId,
    lastSeq: kept.last_seq,
    lastId: kept.last_id === '' ? null : (kept.last_id as EventId),
    machine: kept.machine,
  };
}

/** The key that signs this machine's events and certificates; null before enrolment. */
export function privateKey(file: ReadDb): string | null {
  const key: unknown = file.sql('SELECT private_key FROM identity').pluck().get();
  return typeof key === 'string' ? key : null;
}

/** Keeps a new identity and begins its first series. An earlier identity is replaced; its events stay. */
export function enrolIdentity(file: WriteDb, identity: NewIdentity, now: number): SiteIdentity {
  return file.transaction(() => {
    const { hub, certificate, key } = identity;
    // What this machine wrote under its former certificate is read by it from now on.
    file
      .sql(
        `INSERT INTO device_key (device, key, place, station, certificate)
         SELECT device, public_key, place, station, certificate FROM identity WHERE certificate <> ''
         ON CONFLICT (device) DO NOTHING`,
      )
      .run();
    file
      .sql(
        `INSERT OR REPLACE INTO identity (one, device, place, station, public_key, private_key, certificate, secret,
           hub_address, hub_uuid, hub_key, hub_epoch, hub_pin, machine, facts, series, last_seq, last_id)
         VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '')`,
      )
      .run(
        identity.device,
        identity.place,
        identity.station,
        key.publicKey,
        key.privateKey,
        certificate === null ? '' : JSON.stringify(certificate),
        identity.secret ?? '',
        hub?.address ?? '',
        hub?.uuid ?? '',
        hub?.key ?? '',
        hub?.epoch ?? '',
        hub?.pin ?? '',
        identity.machine,
        identity.facts,
      );
    beginSeries(file, 'enrolled', now, identity.series);
    return readIdentity(file) as SiteIdentity;
  });
}

/** What the hub says of itself now (another address, a new epoch, its next key). */
export function updateHub(file: WriteDb, hub: Partial<HubIdentity>): void {
  file
    .sql(
      `UPDATE identity SET hub_address = coalesce(?, hub_address), hub_uuid = coalesce(?, hub_uuid),
         hub_key = coalesce(?, hub_key), hub_epoch = coalesce(?, hub_epoch),
         hub_pin = coalesce(?, hub_pin)`,
    )
    .run(hub.address ?? null, hub.uuid ?? null, hub.key ?? null, hub.epoch ?? null, hub.pin ?? null);
}

/** Begins a series: seq 1 comes next and has no predecessor. The hub passes its epoch, a site gets a random id. */
export function beginSeries(file: WriteDb, reason: SeriesReason, now: number, series?: SeriesId): SeriesId {
  return file.transaction(() => {
    const id = series ?? (randomId() as SeriesId);
    file
      .sql('INSERT INTO series (series, reason, begun_at) VALUES (?, ?, ?)')
      .run(id, reason, new Date(now).toISOString());
    file.sql("UPDATE identity SET series = ?, last_seq = 0, last_id = ''").run(id);
    return id;
  });
}

/** The machine's series before its present one, in the order in which they began; of the hub these are its epochs. */
export function earlierSeries(file: ReadDb): SeriesId[] {
  return file
    .sql('SELECT series FROM series WHERE series NOT IN (SELECT series FROM identity) ORDER BY begun_at, series')
    .pluck()
    .all() as SeriesId[];
}

/** When this machine's first series began: at its enrolment, and at the hub's first start. An ISO instant. */
export function firstSeriesAt(file: ReadDb): string {
  return file.sql('SELECT min(begun_at) FROM series').pluck().get() as string;
}

interface SeriesCheck {
  /** The same text as at enrolment on the same machine. */
  readonly facts: string;
  readonly highWater: HighWater | null;
  readonly now: number;
}

/**
 * At every start: may the series go on? Begins a new one after a restore, on another machine, when the note outside the folder is
 * ahead of the database, and when a copy of this disk has gone on with it (LEDGER §1). Returns why, null when it goes on.
 */
export function checkSeries(file: WriteDb, check: SeriesCheck): SeriesReason | null {
  const kept = row(file);
  if (kept === undefined) return null;
  const reason = reasonForNewSeries(file, kept, check);
  if (reason === null) return null;
  return file.transaction(() => {
    beginSeries(file, reason, check.now);
    file.sql('UPDATE identity SET facts = ?').run(check.facts);
    setSetting(file, RESTORED, null);
    return reason;
  });
}

/** Another machine goes on with the series: what came down is further than this one went, or claims a place that this one filled. */
const BRANCHED = `SELECT 1 FROM event_row WHERE device = @device AND series = @series AND seq > @last
  UNION ALL SELECT 1 FROM clone_pair WHERE device = @device AND series = @series LIMIT 1`;

function reasonForNewSeries(file: ReadDb, kept: IdentityRow, check: SeriesCheck): SeriesReason | null {
  if (getSetting(file, RESTORED) !== null) return 'restored';
  if (kept.facts !== check.facts) return 'other-machine';
  const noted = check.highWater?.read(kept.device as DeviceId, kept.series as SeriesId) ?? 0;
  if (noted > kept.last_seq) return 'high-water';
  const { device, series, last_seq: last } = kept;
  return file.sql(BRANCHED).get({ device, series, last }) === undefined ? null : 'cloned';
}
