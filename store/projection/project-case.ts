/** Keeps `case_row` and its search tokens equal to the fold of each case's events. Part of the projection. */
import type { EventId } from '../../shared/base/brands.ts';
import { withinBound } from '../../shared/case/case-bound.ts';
import { CASE_COLUMNS, type CaseRowSource } from '../../shared/case/case-columns.ts';
import { deadlines } from '../../shared/case/deadline.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { foldCase } from '../../shared/case/fold/fold.ts';
import { ledgerName, placeKind } from '../../shared/place/place.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { AnyEvent } from './event-rows.ts';
import { removeFigureRow, saveFigureRow } from './figure-rows.ts';
import type { ProjectionTable } from './projection-table.ts';
import { searchText, searchTokens } from './search.ts';
import { toRow } from './table-columns.ts';
import type { FoldedCase, ReadDb, Reference, WriteDb } from '../types.ts';

interface EventPlace {
  readonly no: number;
  readonly id: string;
  readonly ledger: string;
  readonly receipted: number;
  readonly type: string;
  readonly device: string;
  readonly series: string;
  readonly seq: number;
}

export const orphanTable: ProjectionTable = {
  name: 'orphan',
  ddl: `CREATE TABLE orphan (
    case_id TEXT PRIMARY KEY NOT NULL, ledger TEXT NOT NULL, events INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM orphan ORDER BY case_id',
};

const NAMES = [...Object.values(CASE_COLUMNS).map(({ name }) => name), 'search'];
const INSERT = `INSERT INTO case_row (${NAMES.join(', ')}) VALUES (${NAMES.map((name) => `@${name}`).join(', ')})`;
const UPDATE = `UPDATE case_row SET ${NAMES.map((name) => `${name} = @${name}`).join(', ')} WHERE no = @no`;

const EVENTS_OF_CASE = `SELECT no, id, ledger, receipted, type, device, series, seq FROM event_row WHERE case_id = ? ORDER BY no`;

/**
 * Where the events of a case lie. A case stays in the ledger it began in (LEDGER §2): what another ledger says of it counts nowhere,
 * or machines that read different ledgers would see different cases.
 */
function placesOfEvents(file: ReadDb, caseId: string): EventPlace[] {
  const rows = file.sql(EVENTS_OF_CASE).all(caseId) as EventPlace[];
  const home = rows.find((row) => row.id === caseId)?.ledger;
  return home === undefined ? rows : rows.filter((row) => row.ledger === home);
}

function readEvent(file: ReadDb, row: EventPlace): AnyEvent | undefined {
  return file.store.get(ledgerName(row.ledger as PlaceCode), row.id) as AnyEvent | undefined;
}

/** The events of a case that count, as they lie in its ledger, in the order of their arrival. */
export function eventsOfCase(file: ReadDb, caseId: string): AnyEvent[] {
  return withinBound(placesOfEvents(file, caseId), caseId).flatMap((row) => readEvent(file, row) ?? []);
}

/** How many events of a case are kept beyond those that count (case-bound.ts). */
export function eventsBeyond(file: ReadDb, caseId: string): number {
  const places = placesOfEvents(file, caseId);
  return places.length - withinBound(places, caseId).length;
}

/** Those events, in the order of their arrival here. `after` is the `no` of the last one shown, 0 at the beginning. */
export function beyondPage(
  file: ReadDb,
  caseId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): { readonly events: readonly AnyEvent[]; readonly next: number | null; readonly total: number } {
  const places = placesOfEvents(file, caseId);
  const counted = new Set(withinBound(places, caseId));
  const beyond = places.filter((row) => !counted.has(row));
  const left = beyond.filter(({ no }) => no > after);
  const shown = left.slice(0, limit);
  return {
    events: shown.flatMap((row) => readEvent(file, row) ?? []),
    next: left.length > limit ? (shown.at(-1)?.no ?? null) : null,
    total: beyond.length,
  };
}

function centreOf(ledger: PlaceCode, first: LedgerEvent['on'], reference: Reference): PlaceCode | null {
  if (placeKind(ledger) === 'centre') return ledger;
  return reference.places.centreOf(ledger, first);
}

function removeRow(file: WriteDb, caseId: string): void {
  const no: unknown = file.sql('SELECT no FROM case_row WHERE case_id = ?').pluck().get(caseId);
  if (no === undefined) return;
  file.sql('DELETE FROM case_search WHERE rowid = ?').run(no);
  removeFigureRow(file, Number(no));
  file.sql('DELETE FROM case_row WHERE no = ?').run(no);
}

/** The numbers that a case is found by: its own, those before, and the platform's, by which citizens call. */
const numbersOf = ({ number, formerNumbers, platform }: CaseRowSource['fold']): readonly string[] => [
  number,
  ...formerNumbers,
  ...(platform === null ? [] : [platform.number]),
];

/** Returns the row's number. */
function saveRow(file: WriteDb, source: CaseRowSource): number {
  const { fold } = source;
  const search = searchText({ ...fold.person, numbers: numbersOf(fold) });
  const row = { ...toRow(CASE_COLUMNS, source), search };
  const before = file.sql('SELECT no, search FROM case_row WHERE case_id = ?').get(fold.case) as
    | { no: number; search: string }
    | undefined;
  if (before !== undefined) {
    file.sql(UPDATE).run({ ...row, no: before.no });
    if (before.search === search) return before.no;
    file.sql('DELETE FROM case_search WHERE rowid = ?').run(before.no);
    addTokens(file, before.no, search);
    return before.no;
  }
  const { lastInsertRowid } = file.sql(INSERT).run(row);
  addTokens(file, Number(lastInsertRowid), search);
  return Number(lastInsertRowid);
}

function addTokens(file: WriteDb, no: number, search: string): void {
  file.sql('INSERT INTO case_search (rowid, tokens) VALUES (?, ?)').run(no, searchTokens(search));
}

/** Poison must not stop replication (LEDGER §6): a case that can't be folded has no row and is listed as waiting. */
function foldSafely(events: readonly AnyEvent[], caseId: EventId): FoldedCase | null {
  try {
    const fold = foldCase(events, caseId);
    return fold === null ? null : { events, fold };
  } catch {
    return null;
  }
}

/** The case as it stands; null where its first event is not here or can't be read. */
export function readCase(file: ReadDb, caseId: EventId): FoldedCase | null {
  return foldSafely(eventsOfCase(file, caseId), caseId);
}

/**
 * Makes a case's row anew from its events. Without a readable first event there is no row: the events wait and are listed as `orphan`.
 * `fresh` are documents that the caller has at hand, so that they need not be read again. Returns the case as its row now says it, null where there is no row.
 */
export function projectCase(
  file: WriteDb,
  caseId: EventId,
  reference: Reference,
  fresh: ReadonlyMap<string, AnyEvent> = new Map(),
): FoldedCase | null {
  const places = placesOfEvents(file, caseId);
  const first = places.find((row) => row.id === caseId);
  const counted = first === undefined ? [] : withinBound(places, caseId);
  const folded = foldSafely(
    counted.flatMap((row) => fresh.get(row.id) ?? readEvent(file, row) ?? []),
    caseId,
  );
  if (folded === null || first === undefined) {
    removeRow(file, caseId);
    const ledger = places[0]?.ledger;
    if (ledger === undefined) file.sql('DELETE FROM orphan WHERE case_id = ?').run(caseId);
    else
      file
        .sql('INSERT OR REPLACE INTO orphan (case_id, ledger, events) VALUES (?, ?, ?)')
        .run(caseId, ledger, places.length);
    return null;
  }
  const { fold } = folded;
  file.sql('DELETE FROM orphan WHERE case_id = ?').run(caseId);
  const ledger = first.ledger as PlaceCode;
  const days = deadlines(fold, reference.calendar);
  const centre = centreOf(ledger, fold.on, reference);
  const unsynced = places.filter((row) => row.receipted === 0).length;
  const no = saveRow(file, { fold, days, ledger, centre, unsynced });
  saveFigureRow(file, no, { fold, days, centre });
  return folded;
}
