import { collectConflicts } from 'pouchdb-merge';
import { fillAttachments, markStubs } from './attachments.ts';
import type { DatabaseState, Engine } from './engine.ts';
import { rowsLimitOf, skipOf } from './options.ts';
import { makeDocument, type Document } from './rows.ts';
import { decodeTree } from './tree.ts';

export interface AllDocsOptions {
  keys?: unknown[];
  key?: unknown;
  startkey?: unknown;
  endkey?: unknown;
  inclusive_end?: boolean;
  descending?: boolean;
  skip?: unknown;
  limit?: unknown;
  include_docs?: boolean;
  conflicts?: boolean;
  attachments?: boolean;
  binary?: boolean;
  update_seq?: boolean;
}

interface AllDocsRow {
  id?: string;
  key: unknown;
  value?: { rev: string; deleted?: boolean };
  doc?: Document | null;
  error?: 'not_found';
}

export interface AllDocsResult {
  total_rows: number;
  /** `skip` as it was given, as in PouchDB. */
  offset: unknown;
  rows: AllDocsRow[];
  update_seq?: number;
}

interface ListedRow {
  id: string;
  rev: string;
  deleted: number;
  tree: string;
  body: string;
}

/** Rows fetched at a time: more only holds texts and parsed documents side by side for longer. */
const PAGE = 500;

function columns(options: AllDocsOptions): string {
  const body = options.include_docs ? 'd.body' : "'' AS body";
  const tree = options.include_docs && options.conflicts ? 'd.tree' : "'' AS tree";
  return `d.id, d.rev, d.deleted, ${tree}, ${body}`;
}

function makeRow(engine: Engine, state: DatabaseState, row: ListedRow, options: AllDocsOptions): AllDocsRow {
  const { id, rev } = row;
  if (row.deleted === 1) return { id, key: id, value: { rev, deleted: true }, doc: null };
  if (!options.include_docs) return { id, key: id, value: { rev } };
  const doc = makeDocument(id, rev, row.body);
  if (options.conflicts && row.tree !== '') {
    const conflicts = collectConflicts({ rev_tree: decodeTree(row.tree, rev, false) });
    if (conflicts.length > 0) doc['_conflicts'] = conflicts;
  }
  if (doc._attachments !== undefined) {
    if (options.attachments) fillAttachments(engine, state, doc, options.binary);
    else markStubs(doc);
  }
  return { id, key: id, value: { rev }, doc };
}

/** One row for each key, in their order. */
function byKeys(engine: Engine, state: DatabaseState, keys: unknown[], options: AllDocsOptions): AllDocsRow[] {
  const found = engine
    .sql(
      `SELECT wanted.key AS place, ${columns(options)}
       FROM json_each(?) wanted CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value`,
    )
    .all(JSON.stringify(keys.map(String)), state.no) as (ListedRow & { place: number })[];
  const rows: AllDocsRow[] = keys.map((key) => ({ key, error: 'not_found' }));
  for (const row of found) rows[row.place] = makeRow(engine, state, row, options);
  return rows;
}

/** The bounds of a range as SQL. Falsy keys count as not given, as in PouchDB's leveldb adapter. */
function bounds(options: AllDocsOptions): { where: string; values: string[] } {
  if (options.key) {
    // As in PouchDB's adapters, an excluded end leaves out its document even if `key` asks for that one.
    const excluded = options.inclusive_end === false && options.endkey === options.key;
    return { where: excluded ? 'AND d.id = ? AND FALSE' : 'AND d.id = ?', values: [String(options.key)] };
  }
  const [above, below] = options.descending ? ['<=', '>='] : ['>=', '<='];
  const parts: string[] = [];
  const values: string[] = [];
  if (options.startkey) {
    parts.push(`AND d.id ${above} ?`);
    values.push(String(options.startkey));
  }
  if (options.endkey) {
    parts.push(`AND d.id ${options.inclusive_end === false ? below.slice(0, 1) : below} ?`);
    values.push(String(options.endkey));
  }
  return { where: parts.join(' '), values };
}

function byRange(engine: Engine, state: DatabaseState, options: AllDocsOptions): AllDocsRow[] {
  const { where, values } = bounds(options);
  const order = options.descending ? 'DESC' : 'ASC';
  const after = options.descending ? 'AND d.id < ?' : 'AND d.id > ?';
  const limit = rowsLimitOf(options.limit);
  const page = (extra: string) =>
    engine.sql(
      `SELECT ${columns(options)} FROM pouch_doc d WHERE d.db = ? AND d.deleted = 0 ${where} ${extra}
       ORDER BY d.id ${order} LIMIT ? OFFSET ?`,
    );
  const rows: AllDocsRow[] = [];
  let last: string[] = [];
  let skip = skipOf(options.skip);
  while (rows.length < limit) {
    const size = Math.min(PAGE, limit - rows.length);
    const found = page(last.length > 0 ? after : '').all(state.no, ...values, ...last, size, skip) as ListedRow[];
    for (const row of found) rows.push(makeRow(engine, state, row, options));
    if (found.length < size) break;
    last = [found.at(-1)!.id];
    skip = 0;
  }
  return rows;
}

/** Answers allDocs: live documents in byte order of their ids, or one row for each of `keys`. */
export function allDocs(engine: Engine, state: DatabaseState, options: AllDocsOptions): AllDocsResult {
  const { docCount, seq } = engine.current(state);
  const result: AllDocsResult = {
    total_rows: docCount,
    offset: options.skip,
    rows: options.keys ? byKeys(engine, state, options.keys, options) : byRange(engine, state, options),
  };
  if (options.update_seq) result.update_seq = seq;
  return result;
}
