import { hash } from 'node:crypto';
import { uuid } from 'pouchdb-utils';
import { keyOf, type DatabaseState, type Engine } from './engine.ts';
import type { InputDocument, WriteOptions } from './write.ts';

/**
 * A document that brings one revision and nothing to merge: if its id is not known yet, it is one row. Nearly all
 * writes are such, and going the general way (a tree made, merged, stemmed and searched) costs more than the row.
 */
export interface PlainDocument {
  id: string;
  rev: string;
  deleted: boolean;
  body: string;
  source: InputDocument;
}

const RESERVED = /^_(?!design\/)/;
const REVISION = /^\d+-[^-]+$/;

function isPlainId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.isWellFormed() && !RESERVED.test(id);
}

/** The document's own fields as JSON, underscore fields left out but for the mark of a deletion. */
function bodyOf(doc: InputDocument): string {
  const content: Record<string, unknown> = {};
  for (const name in doc) if (!name.startsWith('_')) content[name] = doc[name];
  if (doc._deleted) content['_deleted'] = true;
  return JSON.stringify(content);
}

function hasOnly(doc: InputDocument, allowed: ReadonlySet<string>): boolean {
  for (const name in doc) if (name.startsWith('_') && !allowed.has(name)) return false;
  return true;
}

const NEW_FIELDS = new Set(['_id']);
const REPLICATED_FIELDS = new Set(['_id', '_rev', '_revisions', '_deleted']);

// PouchDB's deterministic revision: md5 of the document's JSON, taken as Latin-1.
function contentHash(json: string): string {
  return hash('md5', Buffer.from(json, 'latin1') as NodeJS.ArrayBufferView, 'hex');
}

function asNew(doc: InputDocument, deterministic: boolean): PlainDocument | undefined {
  if (!hasOnly(doc, NEW_FIELDS) || !isPlainId(doc._id)) return undefined;
  const json = JSON.stringify(doc);
  const head = `{"_id":${JSON.stringify(doc._id)}`;
  const cut = json.startsWith(`${head},`) ? `{${json.slice(head.length + 1)}` : bodyOf(doc);
  const rev = `1-${deterministic ? contentHash(json) : uuid().replaceAll('-', '')}`;
  return { id: doc._id, rev, deleted: false, body: cut, source: doc };
}

function asReplicated(doc: InputDocument): PlainDocument | undefined {
  if (!hasOnly(doc, REPLICATED_FIELDS) || !isPlainId(doc._id)) return undefined;
  const { _rev: rev, _revisions: history, _deleted: deleted } = doc;
  if (typeof rev !== 'string' || !REVISION.test(rev)) return undefined;
  if (history !== undefined) {
    const { start, ids } = history as { start: number; ids: string[] };
    if (ids?.length !== 1 || `${start}-${ids[0]}` !== rev) return undefined;
  }
  return { id: doc._id, rev, deleted: Boolean(deleted), body: bodyOf(doc), source: doc };
}

/** The plain document that `doc` is, or undefined if it has to go the general way. `doc` is left as it is. */
export function asPlain(doc: InputDocument, options: WriteOptions, deterministic: boolean): PlainDocument | undefined {
  return options.new_edits ? asNew(doc, deterministic) : asReplicated(doc);
}

/** Writes a plain document under the next sequence; false, and nothing done, if its id is known already. */
export function insertPlain(engine: Engine, state: DatabaseState, plain: PlainDocument): boolean {
  const seq = state.seq + 1;
  const count = state.docCount + (plain.deleted ? 0 : 1);
  const { changes } = engine
    .sql(
      `INSERT INTO pouch_doc (key, db, id, rev, deleted, count, tree, body) VALUES (?, ?, ?, ?, ?, ?, '', ?)
       ON CONFLICT (db, id) DO NOTHING`,
    )
    .run(keyOf(state, seq), state.no, plain.id, plain.rev, plain.deleted ? 1 : 0, count, plain.body);
  if (changes === 0) return false;
  state.seq = seq;
  state.docCount = count;
  return true;
}
