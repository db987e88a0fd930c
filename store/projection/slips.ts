/** What of the villages' slips is here already, and the lists by which they were handed over. */
import type { LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { CaseRecord, DataFile } from '../types.ts';

/** The cases that bear these slip keys. A voided or withdrawn case is among them: its slip was handed in all the same. */
export function casesOfSlips(file: DataFile, keys: readonly string[]): ReadonlyMap<string, readonly CaseRecord[]> {
  const rows = file
    .sql(
      `SELECT k.key AS slip, c.* FROM json_each(?) wanted JOIN slip_key k ON k.key = wanted.value
       JOIN case_row c ON c.case_id = k.case_id ORDER BY c.case_id`,
    )
    .all(JSON.stringify(keys)) as (CaseRowColumns & { slip: string })[];
  const found = new Map<string, CaseRecord[]>();
  for (const row of rows) {
    const kept = found.get(row.slip);
    if (kept) kept.push(caseRecord(row));
    else found.set(row.slip, [caseRecord(row)]);
  }
  return found;
}

interface HandOver {
  readonly list: string;
  /** The village's ledger. */
  readonly ledger: PlaceCode;
  readonly on: LocalDate;
  readonly staff: StaffId;
  readonly count: number;
}

/** Hand-over lists, newest first; of one village or of all. */
export function handOverLists(file: DataFile, village: PlaceCode | null = null): HandOver[] {
  const rows = file
    .sql(
      `SELECT list, ledger, max(on_date) AS on_date, max(staff) AS staff, count(DISTINCT case_id) AS count FROM hand_over
       WHERE @village IS NULL OR ledger = @village GROUP BY list, ledger ORDER BY on_date DESC, list DESC`,
    )
    .all({ village }) as { list: string; ledger: PlaceCode; on_date: LocalDate; staff: StaffId; count: number }[];
  return rows.map(({ list, ledger, on_date: on, staff, count }) => ({ list, ledger, on, staff, count }));
}

/** The cases of a hand-over list by case number; also those that were handed over again by a later list. */
export function handOverCases(file: DataFile, list: string): CaseRecord[] {
  const rows = file
    .sql(
      `SELECT c.* FROM case_row c WHERE c.case_id IN (SELECT case_id FROM hand_over WHERE list = ?)
       ORDER BY c.number, c.case_id`,
    )
    .all(list) as CaseRowColumns[];
  return rows.map(caseRecord);
}
