/** Events that are whole but have no business in the ledger they came for. Kept, receipted, and for a person to decide (LEDGER §6). */
import type { HeldReason } from '../../shared/api/county-held.ts';
import type { DeviceId, EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import { deviceCertificate } from '../../store/trust/device-keys.ts';
import { caseIdOf, linkOf } from '../../store/projection/event-rows.ts';
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
  if (taken.length > 0) suspectClone(file, event);
  const place = deviceCertificate(file, device)?.place;
  if (place !== undefined)
    file
      .sql('INSERT INTO series_ledger (device, series, ledger) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(device, series, place);
}

/** Two events of one number in a series are a clone's, wherever the two lie (LEDGER §1). */
function suspectClone(file: WriteDb, { by, _id }: HeldEntry['event']): void {
  file
    .sql(
      `INSERT OR IGNORE INTO clone_pair (device, series, seq, id)
       SELECT @device, @series, @seq, id FROM (
         SELECT id FROM event_row WHERE device = @device AND series = @series AND seq = @seq
         UNION SELECT id FROM hub_held
           WHERE device = @device AND document ->> '$.by.series' = @series AND document ->> '$.by.seq' = @seq
         UNION SELECT @id)`,
    )
    .run({ device: by.device, series: by.series, seq: by.seq, id: _id });
}

/** What lies here and in no ledger counts in the ranges of its series all the same. */
export function heldOutside(file: WriteDb): Outside {
  return {
    joined: (id) => file.sql("SELECT 1 FROM hub_held WHERE id = ? AND why <> 'gaps'").get(id) !== undefined,
    joinAll: () => {
      const documents = file
        .sql(
          "SELECT document FROM hub_held WHERE why <> 'gaps' AND id NOT IN (SELECT id FROM event_row) GROUP BY id ORDER BY id",
        )
        .pluck()
        .all() as string[];
      for (const document of documents) receipt(file, JSON.parse(document) as HeldEntry['event']);
    },
  };
}

/** False when it is here already. Within the caller's transaction. */
export function holdEvent(file: WriteDb, entry: HeldEntry): boolean {
  const { event, ledger, carrier, why, text, now } = entry;
  const elsewhere = file
    .sql("SELECT 1 FROM event_row WHERE id = @id UNION SELECT 1 FROM hub_held WHERE id = @id AND why <> 'gaps'")
    .get({ id: event._id });
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
  if (changes > 0 && elsewhere === undefined && why !== 'gaps') receipt(file, event);
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
