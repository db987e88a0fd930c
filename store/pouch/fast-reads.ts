import { createError, MISSING_DOC } from 'pouchdb-errors';
import { traverseRevTree } from 'pouchdb-merge';
import { markStubs } from './attachments.ts';
import type { DatabaseState, Engine } from './engine.ts';
import { makeDocument, type DocRow, type Document } from './rows.ts';
import { decodeTree, splitRev } from './tree.ts';

/** Core's answer for one wanted revision. */
type BulkGetItem = { ok: Document } | { missing: string } | { error: unknown };
export interface WantedRevision {
  id: string;
  rev?: string;
  attachments?: boolean;
}
export interface BulkGetOptions {
  docs: WantedRevision[];
  revs?: boolean;
  attachments?: boolean;
}
export interface BulkGetResult {
  id: string;
  docs: BulkGetItem[];
}

const COLUMNS = 'd.key, d.id, d.rev, d.deleted, d.tree';

function rowsOf(engine: Engine, state: DatabaseState, ids: string[], withBody: boolean): Map<string, DocRow> {
  const rows = engine
    .sql(
      `SELECT ${COLUMNS}${withBody ? ', d.body' : ''} FROM json_each(?) wanted
       CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value`,
    )
    .all(JSON.stringify(ids), state.no) as DocRow[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** The winning revision as `get(id)` without options gives it. @throws PouchDB's MISSING_DOC */
export function getWinner(engine: Engine, state: DatabaseState, id: string): Document {
  const row = engine.sql('SELECT rev, deleted, body FROM pouch_doc WHERE db = ? AND id = ?').get(state.no, id) as
    | Pick<DocRow, 'rev' | 'deleted' | 'body'>
    | undefined;
  if (row === undefined || row.deleted === 1) {
    const error = createError(MISSING_DOC, row === undefined ? 'missing' : 'deleted');
    error.docId = id;
    throw error;
  }
  const doc = makeDocument(id, row.rev, row.body);
  if (doc._attachments !== undefined) markStubs(doc);
  return doc;
}

/** For every id the revisions, of those asked for, whose bodies are not here; ids that lack none are left out. */
export function missingRevisions(
  engine: Engine,
  state: DatabaseState,
  wanted: Record<string, string[]>,
): Record<string, { missing: string[] }> {
  const ids = Object.keys(wanted);
  const rows = rowsOf(engine, state, ids, false);
  const answer: Record<string, { missing: string[] }> = {};
  for (const id of ids) {
    const revs = wanted[id]!;
    const row = rows.get(id);
    const missing = row === undefined ? revs : revs.filter(isMissing(row));
    if (missing.length > 0) answer[id] = { missing };
  }
  return answer;
}

function isMissing(row: DocRow): (rev: string) => boolean {
  if (row.tree === '') return (rev) => rev !== row.rev;
  const here = new Set<string>();
  traverseRevTree(decodeTree(row.tree, row.rev, row.deleted === 1), (_leaf, pos, hash, _context, revision) => {
    if (revision.status === 'available') here.add(`${pos}-${hash}`);
  });
  return (rev) => !here.has(rev);
}

/** A document that needs nothing but its row: one revision, the one asked for, no attachments to load. */
function simpleItem(row: DocRow, wanted: WantedRevision, options: BulkGetOptions): BulkGetItem | undefined {
  const rev = wanted.rev || undefined;
  if (row.tree !== '' || (rev !== undefined && rev !== row.rev) || (rev === undefined && row.deleted === 1)) {
    return undefined;
  }
  const doc = makeDocument(row.id, row.rev, row.body);
  if (doc._attachments !== undefined) {
    if (options.attachments || wanted.attachments) return undefined;
    markStubs(doc);
  }
  if (options.revs) {
    const { pos, hash } = splitRev(row.rev);
    doc['_revisions'] = { start: pos, ids: [hash] };
  }
  return { ok: doc };
}

/**
 * Answers the simple documents of a bulkGet with one statement. What is asked of the others, in `rest`, has to go core's
 * way; `results` has a place for each document id, in the order of asking.
 */
export function bulkGetSimple(
  engine: Engine,
  state: DatabaseState,
  options: BulkGetOptions,
): { results: Map<string, BulkGetResult[]>; rest: WantedRevision[] } {
  const byId = Map.groupBy(options.docs, ({ id }) => id);
  const rows = rowsOf(engine, state, [...byId.keys()], true);
  const results = new Map<string, BulkGetResult[]>();
  const rest: WantedRevision[] = [];
  for (const [id, requests] of byId) {
    const row = rows.get(id);
    const [only] = requests;
    const item = row && only && requests.length === 1 ? simpleItem(row, only, options) : undefined;
    if (item === undefined) rest.push(...requests);
    results.set(id, item === undefined ? [] : [{ id, docs: [item] }]);
  }
  return { results, rest };
}
