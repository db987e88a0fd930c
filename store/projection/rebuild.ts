/** Throws the projection away and makes it anew from the documents (DESIGN §4). The result equals what was kept step by step. */
import type { EventId, LocalDate } from '../../shared/base/brands.ts';
import { checkEvent } from '../../shared/event/event.ts';
import { projectCase } from './project-case.ts';
import { digestText } from '../trust/crypto.ts';
import { addEventRows, type AnyEvent, placeOfLedger } from './event-rows.ts';
import { readIdentity } from '../trust/identity.ts';
import { makeProjectionTables } from './projection-tables.ts';
import { applyReceipts } from '../sync-state/receipts.ts';
import { nextRangeToken } from './series-ranges.ts';
import type { Outside, Reference, WriteDb } from '../types.ts';

/** To be raised with every change of what the tables hold for the same events: the next start makes them anew. */
export const PROJECTION_VERSION = 24;

/** Documents read at a time: some hundred kilobytes. */
const PAGE = 500;

interface Rebuilt {
  readonly events: number;
  readonly cases: number;
}

/**
 * Makes all rows of the projection anew, in one transaction. Signatures were checked when the documents came in; what was found
 * unreadable then stays so.
 */
export function rebuildProjection(file: WriteDb, reference: Reference, outside?: Outside): Rebuilt {
  return file.transaction(() => {
    // The number goes on: a site that asked for the ranges before is told of all of them, and of what comes after.
    const token = nextRangeToken(file);
    makeProjectionTables(file);
    let events = 0;
    for (const database of file.store.databases()) {
      const place = placeOfLedger(database);
      if (place !== null) events += addLedger(file, { database, place, token });
    }
    outside?.joinAll();
    const ids = file
      .sql("SELECT DISTINCT case_id FROM event_row WHERE case_id <> '' ORDER BY case_id")
      .pluck()
      .all() as EventId[];
    applyReceipts(file);
    for (const id of ids) projectCase(file, id, reference);
    return { events, cases: ids.length };
  });
}

interface LedgerToAdd {
  readonly database: string;
  readonly place: string;
  readonly token: number;
}

function addLedger(file: WriteDb, { database, place, token }: LedgerToAdd): number {
  const unreadable = new Set(file.sql('SELECT id FROM unreadable WHERE ledger = ?').pluck().all(place) as string[]);
  const own = readIdentity(file)?.device ?? '';
  let added = 0;
  for (let since = 0; ;) {
    const page = file.store.changes(database, since, PAGE);
    const last = page.at(-1);
    if (last === undefined) return added;
    since = last.seq;
    const events: AnyEvent[] = [];
    for (const { id, deleted, doc } of page) {
      if (deleted || id.startsWith('_') || unreadable.has(id)) continue;
      const checked = checkEvent(doc, digestText);
      if (checked.kind !== 'malformed') events.push(checked.event);
    }
    added += addEventRows(file, place, events, { token, own }).length;
  }
}

/**
 * Cases whose deadlines may move with the calendar from a day on: the open ones, those whose result still lies there, those that were estimated, and
 * those due since.
 */
const TOUCHED = `SELECT case_id FROM case_row WHERE open = 1 OR to_collect = 1 OR estimated = 1 OR checking = 1
  OR due_on >= @since OR legal_due_on >= @since OR due_if_deemed >= @since OR legal_due_if_deemed >= @since OR deemed_after >= @since OR collect_by >= @since OR check_due_on >= @since`;

export function reprojectFrom(file: WriteDb, reference: Reference, since: LocalDate): number {
  const ids = file.sql(TOUCHED).pluck().all({ since }) as EventId[];
  for (const id of ids) projectCase(file, id, reference);
  return ids.length;
}
