/** The devices: what the county certified (store), when each was last heard of, and whether it was stopped. */
import type { Certificate } from '../../shared/api/device-api.ts';
import type { DeviceId } from '../../shared/base/brands.ts';
import { hashSecret, verifyDocument } from '../../store/trust/crypto.ts';
import { countyDoc, revocationOf } from '../../store/county/county-docs.ts';
import { deviceCertificate, deviceCertificates, saveDeviceKey } from '../../store/trust/device-keys.ts';
import type { Ledger, ReadDb, WriteDb } from '../../store/types.ts';
import { deviceSecret, type HubIdentity } from './hub-file.ts';
import { publish } from './publish.ts';

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

function recordOf(file: ReadDb, device: DeviceId): DeviceRecord | undefined {
  return file
    .sql('SELECT machine, secret_hash, enrolled_at, last_seen, version, unsynced FROM hub_device WHERE device = ?')
    .get(device) as DeviceRecord | undefined;
}

function toDevice(file: ReadDb, certificate: Certificate): Device {
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

export function findDevice(file: ReadDb, device: DeviceId): Device | null {
  const certificate = deviceCertificate(file, device);
  return certificate === null ? null : toDevice(file, certificate);
}

/** All devices the county ever certified. */
export function listDevices(file: ReadDb): Device[] {
  return deviceCertificates(file).map((each) => toDevice(file, each));
}

export interface NewDevice {
  readonly certificate: Certificate;
  readonly machine: string;
}

/** Keeps a device. Within the caller's transaction. */
export function addDevice(file: WriteDb, { certificate, machine }: NewDevice): void {
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

export function recordContact(file: WriteDb, contact: Contact): void {
  file
    .sql('UPDATE hub_device SET last_seen = ?, version = ?, unsynced = ?, drafts = ? WHERE device = ?')
    .run(contact.at, contact.version, contact.unsynced, contact.drafts, contact.device);
}

/**
 * Takes back a device that this hub forgot in a restore, by the certificate that the hub signed. Returns false for a certificate that another key
 * signed, and for a device that is known.
 */
export function learnDevice(ledger: Ledger, hub: HubIdentity, certificate: Certificate, now: number): boolean {
  const { file } = ledger;
  if (findDevice(file, certificate.device) !== null || !verifyDocument(certificate, hub.publicKey)) return false;
  ledger.transaction(() => {
    addDevice(file, { certificate, machine: '' });
    // Sites that enrolled since know the device from here alone.
    if (countyDoc(file, 'device', certificate.device) === null)
      publish(file, hub, { kind: 'device', key: certificate.device, data: certificate }, now);
    ledger.retryUnreadable();
  });
  return true;
}
