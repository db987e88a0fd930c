/**
 * Which events without a receipt came by stick, and which lie on one (docs/STICKS.md). Kept beside the projection, as no document tells it;
 * what the hub has confirmed is forgotten.
 */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { EventId } from '../../shared/base/brands.ts';
import type { ReadDb, WriteDb } from '../types.ts';

export type StickWay = 'in' | 'out';

/** Within the caller's transaction, or as one of its own. */
export function markOnStick(file: WriteDb, ids: readonly string[], way: StickWay): void {
  file
    .sql('INSERT INTO stick_event (id, way) SELECT value, ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING')
    .run(way, JSON.stringify(ids));
}

/** A receipt has come: where an event has been is told no more. */
export function forgetReceipted(file: WriteDb): void {
  file.sql('DELETE FROM stick_event WHERE id IN (SELECT id FROM event_row WHERE receipted = 1)').run();
}

/** Events without a receipt that came, or went, by stick. */
export function countOnStick(file: ReadDb, way: StickWay): number {
  return file
    .sql('SELECT count(*) FROM stick_event s JOIN event_row e ON e.id = s.id WHERE s.way = ? AND e.receipted = 0')
    .pluck()
    .get(way) as number;
}

const OF_CASE = `SELECT count(*) AS lacking,
    coalesce(sum(EXISTS (SELECT 1 FROM stick_event s WHERE s.id = e.id AND s.way = 'in')), 0) AS came,
    coalesce(sum(EXISTS (SELECT 1 FROM stick_event s WHERE s.id = e.id AND s.way = 'out')), 0) AS went
  FROM event_row e WHERE e.case_id = ? AND e.receipted = 0`;

/** How a case without all its receipts is shown: all of it on a stick, some of it come by one, or neither. */
export function stickOfCase(file: ReadDb, id: EventId): CaseRow['stick'] {
  const { lacking, came, went } = file.sql(OF_CASE).get(id) as { lacking: number; came: number; went: number };
  if (lacking === 0) return null;
  if (went === lacking) return 'copied';
  return came > 0 ? 'carried' : null;
}
