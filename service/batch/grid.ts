/** The village's grid: rows as typed, pasted or imported, judged together, kept at once. A change judges what it can change (grid-reach.ts). */
import type { z } from 'zod';
import type { clientMethods } from '../../shared/api/client.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { DraftBatch, DraftRow, ImportSummary } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import { slipKey } from '../../shared/slips/slip-key.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import { caseEvents } from '../../store/projection/cases.ts';
import { digestText } from '../../store/trust/crypto.ts';
import {
  type Batch,
  beginBatch,
  type Draft,
  readBatch,
  readDrafts,
  removeDrafts,
  saveDrafts,
  setCursor,
} from '../../store/file/drafts.ts';
import { earlierPersons } from '../../store/projection/persons.ts';
import { casesOfSlips } from '../../store/projection/slips.ts';
import type { Desk } from '../desk.ts';
import { readSlips } from '../workbook/slips.ts';
import { type ImportedKey, importedDraft, importKeys } from './draft-import.ts';
import { isEmpty, judgeChange, type JudgeContext, judgeDrafts, type JudgedDraft, keptDraft } from './draft-judge.ts';

type SaveInput = z.output<(typeof clientMethods)['batch.save']['input']>;

/** A grid holds at most so many rows; a village month is some hundreds. */
const MAX_ROWS = 20_000;

/** What this place's own cases say of a row. */
function alreadyHere(desk: Desk, slip: SlipRow): 'already-open' | 'already-handed-in' | null {
  if (slip.matter === null || (slip.id === null && slip.name === null)) return null;
  const person = slip.id === null ? { idNumber: '', name: slip.name ?? '' } : { idNumber: slip.id, name: '' };
  if (
    earlierPersons(desk.file, { ...person, paper: slip.paper, matter: slip.matter }).some(
      ({ same }) => same?.open === true,
    )
  )
    return 'already-open';
  const key = slipKey({
    place: desk.place,
    name: slip.name,
    id: slip.id,
    matter: slip.matter,
    date: slip.date,
    ordinal: 1,
  });
  return casesOfSlips(desk.file, [key]).size > 0 ? 'already-handed-in' : null;
}

const contextOf = (desk: Desk): JudgeContext => ({
  catalogue: desk.catalogue,
  today: desk.today(),
  here: (slip) => alreadyHere(desk, slip),
});

function batchOf(desk: Desk): Batch {
  const open = readBatch(desk.file);
  if (open !== null) return open;
  const batch = {
    batch: `b-${desk.random()}`,
    startedOn: desk.today(),
    cursor: { position: 0, column: 'date' as const },
  };
  beginBatch(desk.file, batch.batch, batch.startedOn);
  return batch;
}

/** The batch under way and its rows by position; an empty one is begun where there is none. */
function draftsOf(desk: Desk): {
  readonly batch: Batch;
  readonly drafts: readonly Draft[];
  readonly unreadable: number;
} {
  const batch = batchOf(desk);
  const { drafts, unreadable } = readDrafts(desk.file, batch.batch);
  return { batch, drafts: drafts.map(keptDraft), unreadable };
}

/** All rows of the batch under way, judged. */
export const judgedBatch = (desk: Desk): JudgedDraft[] => judgeDrafts(draftsOf(desk).drafts, contextOf(desk));

export function openBatch(desk: Desk): DraftBatch {
  const { batch, drafts, unreadable } = draftsOf(desk);
  return { ...batch, rows: judgeDrafts(drafts, contextOf(desk)).map(({ row }) => row), unreadable };
}

/**
 * Keeps `next` in place of the batch's rows and answers the rows that look different now, or were `asked` for. A row that stays as it is must
 * be the same object in both.
 */
function keep(
  desk: Desk,
  drafts: readonly Draft[],
  next: readonly Draft[],
  batch: string,
  asked: ReadonlySet<string>,
): DraftRow[] {
  if (next.length > MAX_ROWS) throw new ApiError('too-large', `表里最多 ${MAX_ROWS} 行，请先移交一部分。`);
  const { before, after } = judgeChange(drafts, next.map(keptDraft), asked, contextOf(desk));
  const old = new Map(before.map((each) => [each.draft.id, JSON.stringify([each.draft, each.row])]));
  const changed = after.filter((each) => old.get(each.draft.id) !== JSON.stringify([each.draft, each.row]));
  saveDrafts(
    desk.file,
    batch,
    changed.map(({ draft, row }) => ({ draft, verdict: row.verdict })),
  );
  desk.wrote('drafts');
  return after.filter((each) => asked.has(each.draft.id) || changed.includes(each)).map(({ row }) => row);
}

/** Saves rows as typed. Changed cells ask again what was confirmed; a row that only moved keeps its answer. */
export function saveRows(desk: Desk, { rows, cursor }: SaveInput): DraftRow[] {
  return desk.ledger.transaction(() => {
    const { batch, drafts } = draftsOf(desk);
    if (cursor !== undefined) setCursor(desk.file, batch.batch, cursor);
    if (rows.length === 0) return [];
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    for (const { id, position, cells, source } of rows) {
      const known = byId.get(id);
      const same = known !== undefined && JSON.stringify(known.cells) === JSON.stringify(cells);
      const fresh: Draft = {
        id,
        position,
        cells,
        source,
        origin: null,
        importKey: null,
        importCells: null,
        sticky: [],
        decision: null,
        confirmed: [],
      };
      if (known === undefined) byId.set(id, fresh);
      else
        byId.set(
          id,
          same
            ? { ...known, position }
            : { ...known, position, cells, decision: known.decision === 'dropped' ? 'dropped' : null, confirmed: [] },
        );
    }
    return keep(desk, drafts, [...byId.values()], batch.batch, new Set(rows.map(({ id }) => id)));
  });
}

function rowNamed(drafts: readonly Draft[], id: string): Draft {
  const found = drafts.find((draft) => draft.id === id);
  if (found === undefined) throw new ApiError('not-found', '没有这一行，可能已经移交或删除。');
  return found;
}

/** A person's word on a row: yes as it is, set aside, or think again. */
export function decideRow(desk: Desk, id: string, decision: 'confirm' | 'reopen' | 'drop' | 'restore'): DraftRow {
  return desk.ledger.transaction(() => {
    const { batch, drafts } = draftsOf(desk);
    const draft = rowNamed(drafts, id);
    const now = judgeChange(drafts, drafts, [id], contextOf(desk)).after;
    const { row } = now.find((each) => each.draft === draft) as JudgedDraft;
    if (decision === 'confirm' && !row.confirmable) throw new ApiError('not-allowed', '这一行要先改好才能登记。');
    const decided: Draft =
      decision === 'confirm'
        ? { ...draft, decision: 'confirmed', confirmed: row.reasons.map(({ code }) => code) }
        : { ...draft, decision: decision === 'drop' ? 'dropped' : null, confirmed: [] };
    const next = drafts.map((each) => (each === draft ? decided : each));
    const rows = keep(desk, drafts, next, batch.batch, new Set([id]));
    return rows.find((each) => each.id === id) as DraftRow;
  });
}

/** One slip with several matters: the row keeps the first, copies below it bear the others. */
export function splitRow(desk: Desk, id: string, matters: readonly MatterCode[]): DraftRow[] {
  const names = matters.map((code) => desk.catalogue.matter(code)?.name);
  if (names.includes(undefined)) throw new ApiError('bad-input', '目录里没有这个事项。', 'matters');
  return desk.ledger.transaction(() => {
    const { batch, drafts } = draftsOf(desk);
    const draft = rowNamed(drafts, id);
    const parts = (names as string[]).map((matter, index): Draft => ({
      ...draft,
      id: index === 0 ? draft.id : `s-${desk.random()}`,
      position: draft.position + index,
      cells: { ...draft.cells, matter },
      // The copies are told apart from the sheet's own row, so that importing the file again knows them all by the first.
      ...(index === 0 ? {} : { importKey: null, importCells: null }),
      decision: null,
      confirmed: [],
    }));
    const next = drafts.flatMap((each) =>
      each === draft
        ? parts
        : [each.position > draft.position ? { ...each, position: each.position + parts.length - 1 } : each],
    );
    return keep(desk, drafts, next, batch.batch, new Set(parts.map((part) => part.id)));
  });
}

export function removeRows(desk: Desk, ids: readonly string[]): number {
  return desk.ledger.transaction(() => {
    const { batch, drafts } = draftsOf(desk);
    const gone = new Set(ids);
    const removed = removeDrafts(desk.file, ids);
    const rest = drafts.filter(({ id }) => !gone.has(id));
    keep(desk, drafts, rest, batch.batch, new Set());
    return removed;
  });
}

/** Which of a file's rows are here already, in the grid or handed in, with the digests under which they came. */
function knownCells(
  desk: Desk,
  drafts: readonly Draft[],
  keys: readonly ImportedKey[],
): Map<string, Set<string | undefined>> {
  const known = new Map<string, Set<string | undefined>>();
  const note = (key: string, cells: string | undefined) => known.set(key, (known.get(key) ?? new Set()).add(cells));
  for (const draft of drafts) if (draft.importKey !== null) note(draft.importKey, draft.importCells ?? undefined);
  for (const [key, cases] of casesOfSlips(
    desk.file,
    keys.map(({ key: each }) => each),
  ))
    for (const record of cases) {
      const first = caseEvents(desk.file, record.case).find((event) => event._id === record.case);
      const slip = (first?.data as { slip?: { cells?: string } } | undefined)?.slip;
      note(key, slip?.cells);
    }
  return known;
}

/**
 * Adds a workbook's rows to the grid. A row whose key is here with the same cells is left out; with other cells it is asked
 * about. Throws WorkbookError for a file that can't be read; nothing is changed then.
 */
export async function importFile(desk: Desk, fileName: string, bytes: Uint8Array): Promise<ImportSummary> {
  const { slips, unread } = await readSlips(bytes, fileName, {
    catalogue: desk.catalogue,
    places: desk.places,
    today: desk.today(),
  });
  const keys = importKeys(desk.place, slips, digestText);
  return desk.ledger.transaction(() => {
    const { batch, drafts } = draftsOf(desk);
    const here = knownCells(desk, drafts, keys);
    let position = Math.max(-1, ...drafts.filter((draft) => !isEmpty(draft)).map((draft) => draft.position)) + 1;
    const added: Draft[] = [];
    slips.forEach((slip, index) => {
      const key = keys[index] as ImportedKey;
      const cells = here.get(key.key);
      // A slip typed by hand (no digest) with the same person, matter and day is the same slip.
      if (cells !== undefined && (cells.has(key.cells) || cells.has(undefined))) return;
      const draft = importedDraft(slip, key, { id: `i-${desk.random()}`, position, file: fileName }, desk.catalogue);
      position += 1;
      const changed = { code: 'changed-since', field: null, cell: '' } as const;
      added.push(cells === undefined ? draft : { ...draft, sticky: [...draft.sticky, changed] });
    });
    // Rows with nothing in them move below what came in.
    const moved = drafts.map((draft) =>
      isEmpty(draft) && added.length > 0 ? { ...draft, position: draft.position + added.length } : draft,
    );
    const ids = new Set(added.map(({ id }) => id));
    const rows = keep(desk, drafts, [...moved, ...added], batch.batch, ids).filter((row) => ids.has(row.id));
    const count = (verdict: DraftRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
    return {
      file: fileName,
      taken: count('take'),
      asked: count('ask'),
      refused: count('refuse'),
      known: slips.length - added.length,
      unread,
    };
  });
}
