/** Events that are whole but have no business in the ledger they came for. Kept, receipted, and for a person to decide (LEDGER §6). */
import type { HeldReason } from '../../shared/api/county-held.ts';
import type { DeviceId, EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import { deviceCertificate } from '../../store/trust/device-keys.ts';
import { isStored } from '../../store/projection/event-facts.ts';
import { caseIdOf, linkOf, noteSeriesLedger, suspectClone } from '../../store/projection/event-rows.ts';
import { linkRanges, nextRangeToken } from '../../store/projection/series-ranges.ts';
import type { Outside, ReadDb, WriteDb } from '../../store/types.ts';

export interface HeldEntry {
  readonly ledger: PlaceCode;
  readonly event: LedgerEvent | NewerEvent;
  readonly carrier: DeviceId;
  readonly why: HeldReason;
  /** The event as it is kept. */
  readonly text: string;
  readonly now: number;
}

/** Which ledger it came for is the carrier's choice; what it says and when it came is its author's. */
const BY_CARRIER: readonly HeldReason[] = ['carrier', 'author'];

/** The device that is the reason why it is here. */
export const ownerOf = ({ why, carrier, event }: HeldEntry): DeviceId =>
  BY_CARRIER.includes(why) ? carrier : event.by.device;

/** The receipt is the author's all the same: the event joins the ranges of its series, and its place asks for them by its own ledger. */
function receipt(file: WriteDb, event: HeldEntry['event']): void {
  const { device, series } = event.by;
  const taken = linkRanges(file, [linkOf(event)], nextRangeToken(file));
  if (taken.length > 0) suspectClone(file, linkOf(event), [...heldAtPlace(file, event), event._id]);
  const place = deviceCertificate(file, device)?.place;
  if (place !== undefined) noteSeriesLedger(file, { device, series }, place);
}

/** Ids of the held events that have the same number in the same series. */
function heldAtPlace(file: ReadDb, { by: { device, series, seq } }: HeldEntry['event']): string[] {
  return file
    .sql("SELECT id FROM hub_held WHERE device = ? AND document ->> '$.by.series' = ? AND document ->> '$.by.seq' = ?")
    .pluck()
    .all(device, series, seq) as string[];
}

/** Returns whether the event is held and its number has a receipt. */
const isReceipted = (file: ReadDb, id: string): boolean =>
  file.sql("SELECT 1 FROM hub_held WHERE id = ? AND why <> 'gaps'").get(id) !== undefined;

/** What lies here and in no ledger counts in the ranges of its series all the same. */
export function heldOutside(file: WriteDb): Outside {
  return {
    joined: (id) => isReceipted(file, id),
    joinAll: () => {
      const rows = file.sql("SELECT id, document FROM hub_held WHERE why <> 'gaps' GROUP BY id ORDER BY id").all() as {
        id: EventId;
        document: string;
      }[];
      for (const { id, document } of rows)
        if (!isStored(file, id)) receipt(file, JSON.parse(document) as HeldEntry['event']);
    },
  };
}

/** False when it is here already. Within the caller's transaction. */
export function holdEvent(file: WriteDb, entry: HeldEntry): boolean {
  const { event, ledger, carrier, why, text, now } = entry;
  const isElsewhere = isStored(file, event._id) || isReceipted(file, event._id);
  const { changes } = file
    .sql(
      `INSERT INTO hub_held (id, ledger, device, carrier, at, why, document, decision, case_id, owner, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)
       ON CONFLICT (ledger, id) DO UPDATE SET why = excluded.why, owner = excluded.owner WHERE why = 'gaps' AND excluded.why <> 'gaps'`,
    )
    .run(
      event._id,
      ledger,
      event.by.device,
      carrier,
      new Date(now).toISOString(),
      why,
      text,
      caseIdOf(event),
      ownerOf(entry),
      Buffer.byteLength(text),
    );
  // A number that would make one range too many is not answered for: its author goes on offering it, and it finds its place when the gaps close.
  if (changes > 0 && !isElsewhere && why !== 'gaps') receipt(file, event);
  return changes > 0;
}

/** What a holder with the right to bring it has brought meanwhile needs no decision any more. Within the caller's transaction. */
export function closeArrived(file: WriteDb, ledger: PlaceCode, ids: readonly EventId[]): void {
  file
    .sql(
      `UPDATE hub_held SET decision = 'arrived'
       WHERE ledger = ? AND id IN (SELECT value FROM json_each(?)) AND decision IN ('', 'kept-out')`,
    )
    .run(ledger, JSON.stringify(ids));
}

export function knownHeld(file: ReadDb, ledger: PlaceCode, ids: readonly string[]): readonly EventId[] {
  return file
    .sql('SELECT id FROM hub_held WHERE ledger = ? AND id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(ledger, JSON.stringify(ids)) as EventId[];
}
