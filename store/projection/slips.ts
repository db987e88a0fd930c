/** What of the villages' slips is here already, and the lists by which they were handed over. */
import type { LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { EventTable } from './projection-table.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const slipKeyTable: EventTable = {
  name: 'slip_key',
  ddl: `CREATE TABLE slip_key (key TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (key, case_id)) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM slip_key ORDER BY key, case_id',
  add(file, _ledger, { _id: id, data }, caseId) {
    const key = text((data['slip'] as { key?: unknown } | undefined)?.key);
    if (caseId !== id || key === '') return;
    file.sql('INSERT INTO slip_key (key, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING').run(key, caseId);
  },
};

export const handOverTable: EventTable = {
  name: 'hand_over',
  ddl: `
  CREATE TABLE hand_over (
    list TEXT NOT NULL, case_id TEXT NOT NULL, event_id TEXT NOT NULL, ledger TEXT NOT NULL, on_date TEXT NOT NULL,
    staff TEXT NOT NULL, PRIMARY KEY (list, case_id, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hand_over_ledger ON hand_over (ledger, on_date);`,
  compared: 'SELECT * FROM hand_over ORDER BY list, case_id, event_id',
  add(file, ledger, { _id: id, type, data, on, by }, caseId) {
    if (type !== 'handed-over' || caseId === id) return;
    file
      .sql(
        `INSERT INTO hand_over (list, case_id, event_id, ledger, on_date, staff) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(text(data['list']), caseId, id, ledger, on, by.staff);
  },
};

/** The cases that bear these slip keys. A voided or withdrawn case is among them: its slip was handed in all the same. */
export function casesOfSlips(file: ReadDb, keys: readonly string[]): ReadonlyMap<string, readonly CaseRecord[]> {
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
export function handOverLists(file: ReadDb, village: PlaceCode | null = null): HandOver[] {
  const rows = file
    .sql(
      `SELECT list, ledger, max(on_date) AS on_date, max(staff) AS staff, count(DISTINCT case_id) AS count FROM hand_over
       WHERE @village IS NULL OR ledger = @village GROUP BY list, ledger ORDER BY on_date DESC, list DESC`,
    )
    .all({ village }) as { list: string; ledger: PlaceCode; on_date: LocalDate; staff: StaffId; count: number }[];
  return rows.map(({ list, ledger, on_date: on, staff, count }) => ({ list, ledger, on, staff, count }));
}

/** The cases of a hand-over list by case number; also those that were handed over again by a later list. */
export function handOverCases(file: ReadDb, list: string): CaseRecord[] {
  const rows = file
    .sql(
      `SELECT c.* FROM case_row c WHERE c.case_id IN (SELECT case_id FROM hand_over WHERE list = ?)
       ORDER BY c.number, c.case_id`,
    )
    .all(list) as CaseRowColumns[];
  return rows.map(caseRecord);
}
