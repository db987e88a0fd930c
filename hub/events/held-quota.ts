/** How much of one device may wait beside the ledgers (hub/http/limits.ts), counted before anything of a delivery is written. */
import type { DeviceId } from '../../shared/base/brands.ts';
import { caseIdOf } from '../../store/projection/event-rows.ts';
import type { ReadDb } from '../../store/types.ts';
import { CouchError } from '../http/errors.ts';
import { QUOTAS } from '../http/limits.ts';
import { type HeldEntry, ownerOf } from './held-events.ts';

interface Held {
  /** Ledger, author and case of each group, in one text. */
  readonly groups: Set<string>;
  readonly ledgers: Set<string>;
  bytes: number;
}

const full = (): CouchError =>
  new CouchError(
    403,
    'quota',
    '这台电脑等县里决定的记录太多，已到上限，整批未收。请县里先在“暂存记录”里处理这台电脑的记录，再补交',
  );

function heldOf(file: ReadDb, owner: DeviceId): Held {
  const rows = file
    .sql(
      `SELECT ledger, device, case_id AS caseId, sum(bytes) AS bytes FROM hub_held
       WHERE owner = ? AND decision = '' GROUP BY ledger, device, case_id`,
    )
    .all(owner) as { ledger: string; device: string; caseId: string; bytes: number }[];
  const keptOut = file
    .sql("SELECT coalesce(sum(bytes), 0) FROM hub_held WHERE owner = ? AND decision = 'kept-out'")
    .pluck()
    .get(owner) as number;
  return {
    groups: new Set(rows.map(({ ledger, device, caseId }) => `${ledger} ${device} ${caseId}`)),
    ledgers: new Set(rows.map(({ ledger }) => ledger)),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, keptOut),
  };
}

/** Throws CouchError 403 `quota` where a device would have more held than it may. What lies there already counts once. */
export function checkHeldQuota(file: ReadDb, entries: readonly HeldEntry[]): void {
  const isHeld = file.sql('SELECT 1 FROM hub_held WHERE ledger = ? AND id = ?');
  for (const [owner, ofOwner] of Map.groupBy(entries, ownerOf)) {
    const news = ofOwner.filter(({ ledger, event }) => isHeld.get(ledger, event._id) === undefined);
    if (news.length === 0) continue;
    const held = heldOf(file, owner);
    for (const { ledger, event, text } of news) {
      held.groups.add(`${ledger} ${event.by.device} ${caseIdOf(event)}`);
      held.ledgers.add(ledger);
      held.bytes += Buffer.byteLength(text);
    }
    const { groups, ledgers, bytes } = QUOTAS.held;
    if (held.groups.size > groups || held.ledgers.size > ledgers || held.bytes > bytes) throw full();
  }
}
