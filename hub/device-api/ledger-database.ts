/** A ledger as a device may use it: read by the devices that hold it, handed in to by all, through the event door. */
import type { PlaceCode } from '../../shared/base/brands.ts';
import { ledgerName } from '../../shared/place/place.ts';
import type { Ledger } from '../../store/types.ts';
import type { Database, Doc } from '../couch/database.ts';
import { CouchError } from '../http/errors.ts';
import type { HubEngine } from '../engine/hub-engine.ts';
import { type Carrier, knownIds, receive, type Received } from '../events/receive.ts';
import { restrictedDatabase, missingFrom } from './restricted-database.ts';

export interface LedgerDoor {
  readonly ledger: Ledger;
  readonly engine: HubEngine;
  readonly place: PlaceCode;
  readonly carrier: Carrier;
  readonly now: () => number;
}

/** The same for one device: `mayRead` throws where it may not, or no longer. */
export interface DeviceLedger extends LedgerDoor {
  readonly mayRead: () => void;
}

const writtenOnce = () =>
  new CouchError(403, 'forbidden', '办件记录只能整批补交（new_edits=false），不能修改。整批未收');

/** Takes a delivery into the file, and waits for the engine to have it. Throws as `receive` does; nothing is changed then. */
export async function takeDelivery(door: LedgerDoor, docs: readonly Doc[]): Promise<Received> {
  const { ledger, engine, place, carrier, now } = door;
  // On other threads, so that a large delivery keeps no other request waiting; what is wrong with it is said below.
  await ledger.verifyAhead(docs);
  const received = receive(ledger, place, docs, carrier, now());
  await engine.delivered(ledgerName(place));
  return received;
}

export function ledgerDatabase(held: Database | null, door: DeviceLedger): Database {
  const { ledger, place, carrier, mayRead } = door;
  const database = restrictedDatabase(
    held,
    {
      async bulkDocs(docs, newEdits) {
        if (newEdits) throw writtenOnce();
        await takeDelivery(door, docs);
        return [];
      },
      put: () => Promise.reject(writtenOnce()),
      revsDiff: async (revs) => missingFrom(revs, knownIds(ledger, place, Object.keys(revs), carrier)),
    },
    mayRead,
    { file: ledger.file, device: carrier.device, name: ledgerName(place) },
  );
  return carrier.holds ? database : { ...database, info: async () => ({ doc_count: 0, update_seq: 0 }) };
}
