/** The cases that were filed together (一件事). */
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

/** In the order of their numbers, those that were voided not among them. */
export function casesOfJoint(file: ReadDb, key: string): readonly CaseRecord[] {
  const rows = file
    .sql(
      `SELECT * FROM case_row WHERE joint = ? AND joint <> '' AND state <> 'voided' ORDER BY number, case_id LIMIT 50`,
    )
    .all(key) as CaseRowColumns[];
  return rows.map(caseRecord);
}
