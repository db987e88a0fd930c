import type { RevisionTree } from 'pouchdb-merge';
import { keyOf, type DatabaseState, type Engine } from './engine.ts';
import { decodeTree } from './tree.ts';

/** A document as parsed from its stored body, with `_id`, `_rev` and, on a deleted revision, `_deleted`. */
export type Document = Record<string, unknown> & { _id: string; _rev: string; _attachments?: Attachments };
type Attachments = Record<string, StoredAttachment>;
interface StoredAttachment {
  digest: string;
  content_type?: string;
  length?: number;
  revpos?: number;
  stub?: boolean;
  data?: string | Buffer;
}

/** What core wants to know of a document besides a body. */
export interface Metadata {
  id: string;
  rev_tree: RevisionTree;
  winningRev: string;
  deleted: boolean;
  key: number;
}

export interface DocRow {
  key: number;
  id: string;
  rev: string;
  deleted: number;
  tree: string;
  body: string;
}

interface NewRow {
  readonly id: string;
  readonly rev: string;
  readonly deleted: boolean;
  readonly body: string;
}

/**
 * Writes the row of a new document under the next sequence; false, and nothing done, if its id is known already. `tree` is empty
 * when it has a single revision (tree.ts).
 */
export function insertRow(engine: Engine, state: DatabaseState, row: NewRow, tree = ''): boolean {
  const seq = state.seq + 1;
  const count = state.docCount + (row.deleted ? 0 : 1);
  const { changes } = engine
    .sql(
      `INSERT INTO pouch_doc (key, db, id, rev, deleted, count, tree, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (db, id) DO NOTHING`,
    )
    .run(keyOf(state, seq), state.no, row.id, row.rev, row.deleted ? 1 : 0, count, tree, row.body);
  if (changes === 0) return false;
  state.seq = seq;
  state.docCount = count;
  return true;
}

/** Parses a stored body into a fresh document. The body of a deleted revision says so itself. */
export function makeDocument(id: string, rev: string, body: string): Document {
  const doc = JSON.parse(body) as Document;
  doc._id = id;
  doc._rev = rev;
  return doc;
}

export function metadataOf(row: Omit<DocRow, 'body'>): Metadata {
  const deleted = row.deleted === 1;
  return {
    id: row.id,
    rev_tree: decodeTree(row.tree, row.rev, deleted),
    winningRev: row.rev,
    deleted,
    key: row.key,
  };
}

export function docRow(engine: Engine, state: DatabaseState, id: string): DocRow | undefined {
  return engine
    .sql('SELECT key, id, rev, deleted, tree, body FROM pouch_doc WHERE db = ? AND id = ?')
    .get(state.no, id) as DocRow | undefined;
}

/** The document's row without its body. */
export function metadataRow(engine: Engine, state: DatabaseState, id: string): Metadata | undefined {
  const row = engine
    .sql('SELECT key, id, rev, deleted, tree FROM pouch_doc WHERE db = ? AND id = ?')
    .get(state.no, id) as Omit<DocRow, 'body'> | undefined;
  return row === undefined ? undefined : metadataOf(row);
}

/** The kept body of a revision that is not the winner. */
export function revisionBody(engine: Engine, state: DatabaseState, id: string, rev: string): string | undefined {
  return engine.sql('SELECT body FROM pouch_rev WHERE db = ? AND id = ? AND rev = ?').pluck().get(state.no, id, rev) as
    | string
    | undefined;
}
