/** Events that are whole but have no business in the ledger they came for. Kept, receipted, and for a person to decide (LEDGER §6). */
import type { DeviceId, EventId, PlaceCode } from '../shared/domain/brands.ts';
import type { LedgerEvent, NewerEvent } from '../shared/domain/event.ts';
import { deviceCertificate } from '../store/device-keys.ts';
import { linkRange, nextRangeToken } from '../store/series-ranges.ts';
import type { DataFile } from '../store/types.ts';

export interface IntakeEntry {
  readonly ledger: PlaceCode;
  readonly event: LedgerEvent | NewerEvent;
  readonly carrier: DeviceId;
  /** `carrier` may not read the ledger, `author` may not write to it, `place` is not the author's own. */
  readonly why: string;
  readonly now: number;
}

/** The receipt is the author's all the same: the event joins the ranges of its series, and its place asks for them by its own ledger. */
function receipt(file: DataFile, event: IntakeEntry['event']): void {
  const { device, series, seq, prev } = event.by;
  linkRange(file, { device, series, seq, prev: prev ?? '', id: event._id }, nextRangeToken(file));
  const place = deviceCertificate(file, device)?.place;
  if (place !== undefined)
    file
      .sql('INSERT INTO series_ledger (device, series, ledger) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(device, series, place);
}

/**
 * The ranges are made anew from the ledgers alone when a newer program first opens the file; what lies in the intake is in none, and its
 * receipts hold all the same. Done at every start, changes nothing where nothing is missing.
 */
export function relinkIntake(file: DataFile): void {
  file.transaction(() => {
    const lost = file
      .sql(
        `SELECT i.document FROM hub_intake i WHERE i.id NOT IN (SELECT id FROM event_row) AND NOT EXISTS (
           SELECT 1 FROM series_range r WHERE r.device = i.device AND r.series = i.document ->> '$.by.series'
             AND i.document ->> '$.by.seq' BETWEEN r.from_seq AND r.to_seq)
         GROUP BY i.id`,
      )
      .pluck()
      .all() as string[];
    for (const document of lost) receipt(file, JSON.parse(document) as IntakeEntry['event']);
  });
}

/** False when it is here already. Within the caller's transaction. */
export function keepInIntake(file: DataFile, entry: IntakeEntry): boolean {
  const { event, ledger, carrier, why, now } = entry;
  const elsewhere = file.sql('SELECT 1 FROM event_row WHERE id = ?').get(event._id) !== undefined;
  const { changes } = file
    .sql(
      `INSERT INTO hub_intake (id, ledger, device, carrier, at, why, document, decision)
       VALUES (?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (ledger, id) DO NOTHING`,
    )
    .run(event._id, ledger, event.by.device, carrier, new Date(now).toISOString(), why, JSON.stringify(event));
  if (changes > 0 && !elsewhere) receipt(file, event);
  return changes > 0;
}

export function knownInIntake(file: DataFile, ledger: PlaceCode, ids: readonly string[]): readonly EventId[] {
  return file
    .sql('SELECT id FROM hub_intake WHERE ledger = ? AND id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(ledger, JSON.stringify(ids)) as EventId[];
}
