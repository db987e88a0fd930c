/** The recipients of a bundle: the hub, and every active device whose place reads every ledger in it, as `county` is known here. */
import type { Certificate } from '../../shared/api/device-api.ts';
import { mayRead } from '../../shared/place/access.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import type { Places } from '../../shared/place/place.ts';
import { revocationOf } from '../../store/county/county-docs.ts';
import { deviceCertificates, trustedHubKey } from '../../store/trust/device-keys.ts';
import { readIdentity } from '../../store/trust/identity.ts';
import type { ReadDb } from '../../store/types.ts';

/** Certificates that count at an instant (ms UTC): neither stopped nor run out. */
export function activeDevices(file: ReadDb, now: number): Certificate[] {
  return deviceCertificates(file).filter(
    ({ device, to }) => (to === null || Date.parse(to) > now) && revocationOf(file, device) === null,
  );
}

export interface Audience {
  readonly places: Places;
  readonly ledgers: readonly PlaceCode[];
  readonly on: LocalDate;
  readonly now: number;
}

/** Returns the signing keys of the recipients of a bundle with these ledgers. */
export function recipientKeys(file: ReadDb, { places, ledgers, on, now }: Audience): string[] {
  const hubKey = trustedHubKey(readIdentity(file));
  const readers = activeDevices(file, now).filter(({ place }) =>
    ledgers.every((ledger) => mayRead(places, place, ledger, on)),
  );
  return [...(hubKey === null ? [] : [hubKey]), ...readers.map(({ key }) => key)];
}
