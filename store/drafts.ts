/** The rows of the village's grid before they are cases: local, in backups, counted by every guard (DESIGN §3). */
import type { DraftBatch, DraftCells, DraftRow } from '../shared/api/rows.ts';
import type { LocalDate } from '../shared/domain/brands.ts';
import type { DataFile } from './types.ts';

/** What an import asked about a cell, and the cell's text at that time; `offers`: what else it may mean, left out by older programs. */
interface StickyReason {
  readonly code: string;
  readonly field: keyof DraftCells | null;
  readonly cell: string;
  readonly offers?: readonly string[];
}

/** A row of the grid as kept. Its verdict is judged anew whenever the grid is shown; the one kept here only serves counting. */
export interface Draft {
  readonly id: string;
  readonly position: number;
  readonly cells: DraftCells;
  readonly source: DraftRow['source'];
  readonly origin: DraftRow['origin'];
  /** Natural key of an imported row, and a digest of its cells as they stood in the file; null for a typed one. */
  readonly importKey: string | null;
  readonly importCells: string | null;
  readonly sticky: readonly StickyReason[];
  readonly decision: 'confirmed' | 'dropped' | null;
  /** The reasons to which a person said yes; others found later ask again. */
  readonly confirmed: readonly string[];
}

export type DraftVerdict = DraftRow['verdict'];

interface DraftColumns {
  id: string;
  position: number;
  cells: string;
  source: string;
  origin: string;
  import_key: string;
  import_cells: string;
  sticky: string;
  decision: string;
  confirmed: string;
}

const FIRST_COLUMN: keyof DraftCells = 'date';

function draft(row: DraftColumns): Draft {
  return {
    id: row.id,
    position: row.position,
    cells: JSON.parse(row.cells) as DraftCells,
    source: row.source as Draft['source'],
    origin: JSON.parse(row.origin) as Draft['origin'],
    importKey: row.import_key || null,
    importCells: row.import_cells || null,
    sticky: JSON.parse(row.sticky) as StickyReason[],
    decision: row.decision === '' ? null : (row.decision as 'confirmed' | 'dropped'),
    confirmed: JSON.parse(row.confirmed) as string[],
  };
}

export interface Batch {
  readonly batch: string;
  readonly startedOn: LocalDate;
  readonly cursor: DraftBatch['cursor'];
}

/** The batch under way; null when none was begun. */
export function readBatch(file: DataFile): Batch | null {
  const batch = file.sql('SELECT * FROM draft_batch ORDER BY batch DESC LIMIT 1').get() as
    | { batch: string; started_on: LocalDate; cursor_position: number; cursor_column: keyof DraftCells }
    | undefined;
  if (batch === undefined) return null;
  const cursor = { position: batch.cursor_position, column: batch.cursor_column };
  return { batch: batch.batch, startedOn: batch.started_on, cursor };
}

/** The rows of a batch by position. */
export function readDrafts(file: DataFile, batch: string): Draft[] {
  return (file.sql('SELECT * FROM draft WHERE batch = ? ORDER BY position, id').all(batch) as DraftColumns[]).map(
    draft,
  );
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

const SAVE = `INSERT OR REPLACE INTO draft
  (id, batch, position, cells, source, origin, import_key, import_cells, sticky, decision, confirmed, verdict)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Keeps rows as they are; a row with a known id is replaced. All or none. */
export function saveDrafts(
  file: DataFile,
  batch: string,
  rows: readonly { readonly draft: Draft; readonly verdict: DraftVerdict }[],
): void {
  file.transaction(() => {
    for (const { draft: row, verdict } of rows)
      file
        .sql(SAVE)
        .run(
          row.id,
          batch,
          row.position,
          JSON.stringify(row.cells),
          row.source,
          JSON.stringify(row.origin),
          row.importKey ?? '',
          row.importCells ?? '',
          JSON.stringify(row.sticky),
          row.decision ?? '',
          JSON.stringify(row.confirmed),
          verdict,
        );
  });
}

/** Removes rows; answers how many there were. */
export function removeDrafts(file: DataFile, ids: readonly string[]): number {
  return file.sql('DELETE FROM draft WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids)).changes;
}

/** 未提交 N: rows with something typed that are not yet cases, those set aside by a person not counted. */
export function countDrafts(file: DataFile): number {
  return file.sql("SELECT count(*) FROM draft WHERE verdict NOT IN ('empty', 'dropped')").pluck().get() as number;
}
