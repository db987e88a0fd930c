/** What the agents of a village hold: open slips, and results that are not with the villager. */
import type { PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

/** By the day on which they began; those that the village's centre took over among them. */
export function casesHeldIn(file: ReadDb, village: PlaceCode): readonly CaseRecord[] {
  const rows = file
    .sql(`SELECT * FROM case_row WHERE holder_place <> '' AND ledger = ? ORDER BY case_id`)
    .all(village) as CaseRowColumns[];
  return rows.map(caseRecord);
}

/** How many an agent of a village holds. */
export const countHeldBy = (file: ReadDb, village: PlaceCode, staff: StaffId): number =>
  file.sql('SELECT count(*) FROM case_row WHERE holder_place = ? AND holder = ?').pluck().get(village, staff) as number;
