/** The devices: what the county certified (store), when each was last heard of, and whether it was stopped. */
import { type Certificate, RevokedDataSchema } from '../shared/api/hub-door.ts';
import type { DeviceId } from '../shared/domain/brands.ts';
import { hashSecret } from '../store/crypto.ts';
import { countyDoc } from '../store/county-docs.ts';
import { deviceCertificate, deviceCertificates, saveDeviceKey } from '../store/device-keys.ts';
import type { DataFile } from '../store/types.ts';
import { deviceSecret } from './hub-file.ts';

export interface Device {
  readonly certificate: Certificate;
  readonly machine: string;
  readonly secretHash: string;
  readonly enrolledAt: string;
  /** '' when it was never heard of. */
  readonly lastSeen: string;
  readonly version: string;
  /** What the device said it still holds; -1 when it never said. */
  readonly unsynced: number;
  readonly revoked: { readonly at: string; readonly reason: string } | null;
}

interface DeviceRecord {
  readonly machine: string;
  readonly secret_hash: string;
  readonly enrolled_at: string;
  readonly last_seen: string;
  readonly version: string;
  readonly unsynced: number;
}

/** The published revocation; it comes back from the sites after a restore like everything in `county`. */
function revocationOf(file: DataFile, device: DeviceId): Device['revoked'] {
  const doc = countyDoc(file, 'revoked', device);
  const data = RevokedDataSchema.safeParse(doc?.data);
  return data.success ? { at: data.data.at, reason: data.data.reason } : null;
}

function recordOf(file: DataFile, device: DeviceId): DeviceRecord | undefined {
  return file
    .sql('SELECT machine, secret_hash, enrolled_at, last_seen, version, unsynced FROM hub_device WHERE device = ?')
    .get(device) as DeviceRecord | undefined;
}

function toDevice(file: DataFile, certificate: Certificate): Device {
  const record = recordOf(file, certificate.device);
  return {
    certificate,
    machine: record?.machine ?? '',
    // Learned from a certificate after a restore: the secret follows from the hub's key all the same.
    secretHash: record?.secret_hash ?? hashSecret(deviceSecret(file, certificate.device)),
    enrolledAt: record?.enrolled_at ?? certificate.from,
    lastSeen: record?.last_seen ?? '',
    version: record?.version ?? '',
    unsynced: record?.unsynced ?? -1,
    revoked: revocationOf(file, certificate.device),
  };
}

export function findDevice(file: DataFile, device: DeviceId): Device | null {
  const certificate = deviceCertificate(file, device);
  return certificate === null ? null : toDevice(file, certificate);
}

/** All devices the county ever certified. */
export function listDevices(file: DataFile): Device[] {
  return deviceCertificates(file).map((each) => toDevice(file, each));
}

export interface NewDevice {
  readonly certificate: Certificate;
  readonly machine: string;
}

/** Keeps a device. Within the caller's transaction. */
export function addDevice(file: DataFile, { certificate, machine }: NewDevice): void {
  saveDeviceKey(file, certificate);
  file
    .sql(
      `INSERT INTO hub_device (device, machine, secret_hash, enrolled_at, last_seen, version, unsynced, drafts)
       VALUES (?, ?, ?, ?, '', '', -1, -1) ON CONFLICT (device) DO NOTHING`,
    )
    .run(certificate.device, machine, hashSecret(deviceSecret(file, certificate.device)), certificate.from);
}

export interface Contact {
  readonly device: DeviceId;
  readonly at: string;
  readonly version: string;
  readonly unsynced: number;
  readonly drafts: number;
}

export function recordContact(file: DataFile, contact: Contact): void {
  file
    .sql('UPDATE hub_device SET last_seen = ?, version = ?, unsynced = ?, drafts = ? WHERE device = ?')
    .run(contact.at, contact.version, contact.unsynced, contact.drafts, contact.device);
}

/** Stations ever given out at a place, as far as this hub knows. */
export function usedStations(file: DataFile, place: string): Set<string> {
  return new Set(file.sql('SELECT station FROM device_key WHERE place = ?').pluck().all(place) as string[]);
}
