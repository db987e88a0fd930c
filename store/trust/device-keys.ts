/** The signing keys that the county ever certified, learned from certificates. Every signature is checked against a key from here. */
import type { Certificate } from '../../shared/api/device-api.ts';
import { CertificateSchema } from '../../shared/api/device-api.ts';
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import { placeKind } from '../../shared/place/place.ts';
import { hubDeviceId, verifyDocument } from './crypto.ts';
import { readIdentity } from './identity.ts';
import type { ReadDb, SiteIdentity, WriteDb } from '../types.ts';

/** The key of the hub that this file trusts: what enrolment named; at the hub its own. Null before enrolment. */
export function trustedHubKey(identity: SiteIdentity | null): string | null {
  if (identity === null) return null;
  return identity.hub?.key ?? (placeKind(identity.place) === 'county' ? identity.publicKey : null);
}

/**
 * Keeps a certificate that the hub signed. True when the key is news, false when it is known or the certificate is not the hub's.
 * A device keeps the key it was first certified with: another one under its id would be a forgery.
 */
export function saveDeviceKey(file: WriteDb, certificate: Certificate): boolean {
  const hubKey = trustedHubKey(readIdentity(file));
  if (hubKey === null || !verifyDocument(certificate, hubKey)) return false;
  const { changes } = file
    .sql(
      `INSERT INTO device_key (device, key, place, station, certificate) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device) DO NOTHING`,
    )
    .run(certificate.device, certificate.key, certificate.place, certificate.station, JSON.stringify(certificate));
  return changes > 0;
}

/** The certificate by which the device is known here; null for a stranger. */
export function deviceCertificate(file: ReadDb, device: DeviceId): Certificate | null {
  const text: unknown = file.sql('SELECT certificate FROM device_key WHERE device = ?').pluck().get(device);
  return typeof text === 'string' ? CertificateSchema.parse(JSON.parse(text)) : null;
}

/** All certificates known here, by device. */
export function deviceCertificates(file: ReadDb): Certificate[] {
  const rows = file.sql('SELECT certificate FROM device_key ORDER BY device').pluck().all() as string[];
  return rows.map((text) => CertificateSchema.parse(JSON.parse(text)));
}

/** Stations ever given out at a place, as far as this file knows. */
export function usedStations(file: ReadDb, place: string): Set<string> {
  return new Set(file.sql('SELECT station FROM device_key WHERE place = ?').pluck().all(place) as string[]);
}

/** Devices ever certified for one of the places. */
export function devicesOfPlaces(file: ReadDb, places: readonly PlaceCode[]): DeviceId[] {
  return file
    .sql('SELECT device FROM device_key WHERE place IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(places)) as DeviceId[];
}

/** The public key that signs for a device: its own, the hub's, or a certified one; null for a stranger. */
export function keyOfDevice(file: ReadDb, identity: SiteIdentity | null, device: string): string | null {
  if (identity !== null && device === identity.device) return identity.publicKey;
  const hubKey = trustedHubKey(identity);
  if (hubKey !== null && device === hubDeviceId(hubKey)) return hubKey;
  const key: unknown = file.sql('SELECT key FROM device_key WHERE device = ?').pluck().get(device);
  return typeof key === 'string' ? key : null;
}
