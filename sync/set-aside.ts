/**
 * LEDGER §6: a site that finds a document in its own ledger that is not well-formed (a torn disk, a planted row) sets it aside in a
 * table, takes it out of the ledger and says so: the hub refuses whole requests, so it would block the rest for ever.
 */
import type { PlaceCode } from '../shared/domain/brands.ts';
import { ledgerName } from '../shared/domain/place.ts';
import { unsyncedEvents } from '../store/receipts.ts';
import type { Ledger } from '../store/types.ts';
import { clearUnreadable, unreadableRows } from '../store/unreadable.ts';

/** More than a site ever holds without a receipt. */
const ALL = 1_000_000;

/** Looks at what the hub has not confirmed; answers how many documents were set aside. Nothing that is well-formed is touched. */
export function setAside(ledger: Ledger, place: PlaceCode, at: string): number {
  const { file } = ledger;
  const database = ledgerName(place);
  const unread = unreadableRows(file).filter((row) => row.ledger === place && row.why !== 'unknown-device');
  const candidates = new Set<string>([...unsyncedEvents(file, place, ALL), ...unread.map((row) => row.id)]);
  let found = 0;
  for (const id of candidates) {
    const doc = file.store.get(database, id);
    if (doc === undefined) continue;
    const checked = ledger.check(doc);
    if (checked.kind !== 'malformed') continue;
    found += 1;
    const { code, message } = checked.problem;
    file.transaction(() => {
      file
        .sql('INSERT OR REPLACE INTO quarantine (ledger, id, why, message, at, document) VALUES (?, ?, ?, ?, ?, ?)')
        .run(place, id, code, message, at, JSON.stringify(doc));
      file.store.purge(database, id);
      file.sql('DELETE FROM event_row WHERE id = ?').run(id);
      clearUnreadable(file, place, id);
    });
  }
  return found;
}
