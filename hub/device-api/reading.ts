/** Reading ends at once: what a device may read is asked anew before and after everything that is read for it, and what runs for it is ended. */
import type { Certificate } from '../../shared/api/device-api.ts';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { revocationOf } from '../../store/county/county-docs.ts';
import type { DataFile, Ledger } from '../../store/types.ts';
import type { OpenRequests } from '../http/open-requests.ts';
import { carrierTo } from '../events/receive.ts';
import { notYours, revokedError } from './login.ts';

export const isStopped = ({ file }: Ledger, { device }: Certificate): boolean => revocationOf(file, device) !== null;

/** Throws CouchError 403 unless the device may read this ledger now (null: the county's documents). `now` in ms since the epoch, UTC. */
export function askToRead(ledger: Ledger, certificate: Certificate, place: PlaceCode | null, now: number): void {
  if (place !== null && !carrierTo(ledger, certificate, place, now).holds) throw notYours();
  if (isStopped(ledger, certificate)) throw revokedError();
}

/** Has what is being read looked through whenever the county stopped a device, or published anything else. */
export function endReadingAtOnce(file: DataFile, exchanges: OpenRequests): void {
  let published = false;
  file.onWrite((database) => {
    published ||= database === COUNTY_DATABASE;
  });
  file.afterCommit(() => {
    if (!published) return;
    published = false;
    exchanges.review();
  });
}
