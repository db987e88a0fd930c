/** The rows of the village's grid before they are cases: local, in backups, counted by every guard (DESIGN §3). */
import type { DraftBatch, DraftCells, DraftRow } from '../shared/api/rows.ts';
import type { LocalDate, MatterCode } from '../shared/domain/brands.ts';
import type { DataFile } from './types.ts';

interface DraftColumns {
  id: string;
  position: number;
  cells: string;
  source: string;
  origin: string;
  verdict: string;
  reasons: string;
  confirmable: number;
  matter: string;
  matter_name: string;
  candidates: string;
}

const FIRST_COLUMN: keyof DraftCells = 'date';

function draft(row: DraftColumns): DraftRow {
  return {
    id: row.id,
    position: row.position,
    cells: JSON.parse(row.cells) as DraftCells,
    source: row.source as DraftRow['source'],
    origin: JSON.parse(row.origin) as DraftRow['origin'],
    verdict: row.verdict as DraftRow['verdict'],
    reasons: JSON.parse(row.reasons) as DraftRow['reasons'],
    confirmable: row.confirmable === 1,
    matterCode: row.matter === '' ? null : (row.matter as MatterCode),
    matterName: row.matter_name === '' ? null : row.matter_name,
    candidates: JSON.parse(row.candidates) as DraftRow['candidates'],
  };
}

/** The batch under way with its rows by position; null when none was begun. */
export function readBatch(file: DataFile): DraftBatch | null {
  const batch = file.sql('SELECT * FROM draft_batch ORDER BY batch DESC LIMIT 1').get() as
    { batch: string; started_on: LocalDate; cursor_position: number; cursor_column: keyof DraftCells } | undefined;
  if (batch === undefined) return null;
  const rows = file.sql('SELECT * FROM draft WHERE batch = ? ORDER BY position, id').all(batch.batch) as DraftColumns[];
  return {
    batch: batch.batch,
    startedOn: batch.started_on,
    rows: rows.map(draft),
    cursor: { position: batch.cursor_position, column: batch.cursor_column },
  };
}

/** Begins a batch; its id is chosen by the caller. */
export function beginBatch(file: DataFile, batch: string, startedOn: LocalDate): void {
  file
    .sql('INSERT INTO draft_batch (batch, started_on, cursor_position, cursor_column) VALUES (?, ?, 0, ?)')
    .run(batch, startedOn, FIRST_COLUMN);
}

/** Where the agent is. */
export function setCursor(file: DataFile, batch: string, cursor: DraftBatch['cursor']): void {
  file
    .sql('UPDATE draft_batch SET cursor_position = ?, cursor_column = ? WHERE batch = ?')
    .run(cursor.position, cursor.column, batch);
}

/** Keeps rows as they are; a row with a known id is replaced. All or none. */
export function saveDrafts(file: DataFile, batch: string, rows: readonly DraftRow[]): void {
  file.transaction(() => {
    for (const row of rows)
      file
        .sql(
          `INSERT OR REPLACE INTO draft (id, batch, position, cells, source, origin, verdict, reasons, confirmable,
             matter, matter_name, candidates) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          batch,
          row.position,
          JSON.stringify(row.cells),
          row.source,
          JSON.stringify(row.origin),
          row.verdict,
          JSON.stringify(row.reasons),
          Number(row.confirmable),
          row.matterCode ?? '',
          row.matterName ?? '',
          JSON.stringify(row.candidates),
        );
  });
}

/** One row; null when there is none. */
export function readDraft(file: DataFile, id: string): DraftRow | null {
  const row = file.sql('SELECT * FROM draft WHERE id = ?').get(id) as DraftColumns | undefined;
  return row === undefined ? null : draft(row);
}

/** Removes rows; answers how many there were. */
export function removeDrafts(file: DataFile, ids: readonly string[]): number {
  return file.sql('DELETE FROM draft WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids)).changes;
}

/** Ends a batch that has no rows left; false when it has some and stays. */
export function endBatch(file: DataFile, batch: string): boolean {
  return (
    file
      .sql('DELETE FROM draft_batch WHERE batch = ? AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.batch = draft_batch.batch)')
      .run(batch).changes > 0
  );
}

/** 未提交 N: rows with something typed that are not yet cases, those set aside by a person not counted. */
export function countDrafts(file: DataFile): number {
  return file.sql("SELECT count(*) FROM draft WHERE verdict NOT IN ('empty', 'dropped')").pluck().get() as number;
}
