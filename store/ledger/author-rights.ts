/** Whether an event may lie in a ledger, by its writer (LEDGER §2, §6). Checked at the hub's event door, and at a site for what comes by stick. */
import { mayWrite } from '../../shared/place/access.ts';
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import { hubDeviceId } from '../trust/crypto.ts';
import { deviceCertificate, trustedHubKey } from '../trust/device-keys.ts';
import type { AnyEvent } from '../projection/event-rows.ts';
import type { Ledger } from '../types.ts';

/** `author`: never had a right to the ledger, or is not known; `place`: says another place than its certificate. */
export type AuthorFault = 'author' | 'place';

/** Tells what is wrong with an event's author in the ledger of `place`; null when nothing is. Each author is looked up once. */
export function authorFaultIn(ledger: Ledger, place: PlaceCode): (event: AnyEvent) => AuthorFault | null {
  const identity = ledger.identity();
  const hubKey = trustedHubKey(identity);
  const hub = hubKey === null ? null : hubDeviceId(hubKey);
  const { places } = ledger.reference();
  const placeOf = new Map<string, PlaceCode | null>(identity === null ? [] : [[identity.device, identity.place]]);
  const authorsPlace = (device: DeviceId): PlaceCode | null => {
    const known = placeOf.get(device);
    if (known !== undefined) return known;
    const found = deviceCertificate(ledger.file, device)?.place ?? null;
    placeOf.set(device, found);
    return found;
  };
  return ({ by }) => {
    // After a restore the hub takes its own events back from any device.
    if (by.device === hub) return null;
    const own = authorsPlace(by.device);
    if (own === null || !mayWrite(places, own, place)) return 'author';
    return own === by.place ? null : 'place';
  };
}
