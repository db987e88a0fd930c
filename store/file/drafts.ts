/** The rows of the village's grid before they are cases: local, in backups, counted by every guard (DESIGN §3). */
import { z } from 'zod';
import type { DraftBatch, DraftRow } from '../../shared/api/rows.ts';
import { CELL_KEYS, type DraftCells } from '../../shared/slips/slip-fields.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { ReadDb, WriteDb } from '../types.ts';

/** What an import asked about a cell, and the cell's text at that time; `offers`: what else it may mean. */
const StickySchema = z.object({
  code: z.string(),
  field: z.enum(CELL_KEYS).nullable().catch(null),
  cell: z.string(),
  offers: z.array(z.string()).readonly().optional(),
});
type StickyReason = Readonly<z.infer<typeof StickySchema>>;

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

const [FIRST_COLUMN] = CELL_KEYS;

/**
 * Cells as any version of the program kept them. A column that was not there yet is empty; of one that is there no more the text goes into the note:
 * what an agent wrote is never lost.
 */
const CellsSchema = z.record(z.string(), z.string()).transform((kept): DraftCells => {
  const known = Object.fromEntries(CELL_KEYS.map((key) => [key, kept[key] ?? ''])) as DraftCells;
  const others = Object.entries(kept).filter(([key, text]) => !Object.hasOwn(known, key) && text !== '');
  return { ...known, note: [known.note, ...others.map(([key, text]) => `${key}：${text}`)].filter(Boolean).join('；') };
});

const fromJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

const nullIfEmpty = z.string().transform((text) => (text === '' ? null : text));

/** A row of the table; columns of later versions are not looked at. */
const DraftRowSchema = z
  .object({
    id: z.string(),
    position: z.int(),
    cells: fromJson.pipe(CellsSchema),
    source: z.enum(['typed', 'pasted', 'imported']),
    origin: fromJson.pipe(z.object({ file: z.string(), sheet: z.string(), row: z.int() }).nullable()),
    import_key: nullIfEmpty,
    import_cells: nullIfEmpty,
    sticky: fromJson.pipe(z.array(StickySchema)),
    decision: nullIfEmpty.pipe(z.enum(['confirmed', 'dropped']).nullable()),
    confirmed: fromJson.pipe(z.array(z.string())),
  })
  .transform(({ import_key: importKey, import_cells: importCells, ...row }): Draft => ({
    ...row,
    importKey,
    importCells,
  }));

export interface Batch {
  readonly batch: string;
  readonly startedOn: LocalDate;
  readonly cursor: DraftBatch['cursor'];
}

/** The batch under way; null when none was begun. */
export function readBatch(file: ReadDb): Batch | null {
  const batch = file.sql('SELECT * FROM draft_batch ORDER BY batch DESC LIMIT 1').get() as
    | { batch: string; started_on: LocalDate; cursor_position: number; cursor_column: string }
    | undefined;
  if (batch === undefined) return null;
  const column = CELL_KEYS.find((key) => key === batch.cursor_column) ?? FIRST_COLUMN;
  const cursor = { position: batch.cursor_position, column };
  return { batch: batch.batch, startedOn: batch.started_on, cursor };
}

/** The rows of a batch by position. One that can't be read stays in the table as it is, is counted with the others and is in none of them. */
export function readDrafts(file: ReadDb, batch: string): { readonly drafts: Draft[]; readonly unreadable: number } {
  const rows = file.sql('SELECT * FROM draft WHERE batch = ? ORDER BY position, id').all(batch);
  const drafts = rows.flatMap((row) => DraftRowSchema.safeParse(row).data ?? []);
  return { drafts, unreadable: rows.length - drafts.length };
}

/** Begins a batch; its id is chosen by the caller. */
export function beginBatch(file: WriteDb, batch: string, startedOn: LocalDate): void {
  file
    .sql('INSERT INTO draft_batch (batch, started_on, cursor_position, cursor_column) VALUES (?, ?, 0, ?)')
    .run(batch, startedOn, FIRST_COLUMN);
}

/** Where the agent is. */
export function setCursor(file: WriteDb, batch: string, cursor: DraftBatch['cursor']): void {
  file
    .sql('UPDATE draft_batch SET cursor_position = ?, cursor_column = ? WHERE batch = ?')
    .run(cursor.position, cursor.column, batch);
}

const SAVE = `INSERT OR REPLACE INTO draft
  (id, batch, position, cells, source, origin, import_key, import_cells, sticky, decision, confirmed, verdict)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Keeps rows as they are; a row with a known id is replaced. All or none. */
export function saveDrafts(
  file: WriteDb,
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
export function removeDrafts(file: WriteDb, ids: readonly string[]): number {
  return file.sql('DELETE FROM draft WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids)).changes;
}

/** 未提交 N: rows with something typed that are not yet cases, those set aside by a person not counted. */
export function countDrafts(file: ReadDb): number {
  return file.sql("SELECT count(*) FROM draft WHERE verdict NOT IN ('empty', 'dropped')").pluck().get() as number;
}
