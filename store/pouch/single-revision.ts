import { hash } from 'node:crypto';
import { uuid } from 'pouchdb-utils';
import type { Engine } from './engine.ts';
import { StorageError } from './errors.ts';
import { insertRow, makeDocument } from './rows.ts';
import type { WrittenDoc } from './store.ts';
import type { InputDocument, WriteOptions } from './write.ts';

/**
 * A document that brings one revision and nothing to merge: if its id is not known yet, it is one row. Nearly all
 * writes are such, and going the general way (a tree made, merged, stemmed and searched) costs more than the row.
 */
export interface PlainDocument {
  readonly id: string;
  readonly rev: string;
  readonly deleted: boolean;
  readonly body: string;
  /** All of a new document, whose revision is computed from this text; a replicated one has its revision already. */
  readonly json: string | undefined;
}

/** The document as it was handed in, for the general way: its revision comes out the same. */
export function sourceOf({ id, rev, body, json }: PlainDocument): InputDocument {
  return json === undefined ? makeDocument(id, rev, body) : (JSON.parse(json) as InputDocument);
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

/** An object literal: what JSON makes of anything else is for the general way to find out. */
function isLiteral(doc: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(doc);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in doc);
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

/** Whether the document names one revision, and no history but that. */
function isFirstOfAll({ _rev: rev, _revisions: history }: InputDocument): boolean {
  if (typeof rev !== 'string' || !REVISION.test(rev)) return false;
  if (history === undefined) return true;
  const { start, ids } = history as { start: number; ids: string[] };
  return ids?.length === 1 && `${start}-${ids[0]}` === rev;
}

/** Whether a document is plain. Any other has to go the general way. */
export function isPlain(doc: InputDocument, { new_edits: newEdits }: Pick<WriteOptions, 'new_edits'>): boolean {
  if (!isLiteral(doc) || !isPlainId(doc._id)) return false;
  return newEdits ? hasOnly(doc, NEW_FIELDS) : hasOnly(doc, REPLICATED_FIELDS) && isFirstOfAll(doc);
}

function asNew(doc: InputDocument & { _id: string }, deterministic: boolean): PlainDocument {
  const json = JSON.stringify(doc);
  const head = `{"_id":${JSON.stringify(doc._id)}`;
  const body = json.startsWith(`${head},`) ? `{${json.slice(head.length + 1)}` : bodyOf(doc);
  const rev = `1-${deterministic ? contentHash(json) : uuid().replaceAll('-', '')}`;
  return { id: doc._id, rev, deleted: false, body, json };
}

function asReplicated(doc: InputDocument & { _id: string }): PlainDocument {
  const { _id: id, _rev: rev, _deleted: deleted } = doc;
  return { id, rev: rev as string, deleted: Boolean(deleted), body: bodyOf(doc), json: undefined };
}

/** What is stored of a document that {@link isPlain}. It is left as it is, and nothing of it is kept. */
export function asPlain(doc: InputDocument, options: WriteOptions, deterministic: boolean): PlainDocument {
  const known = doc as InputDocument & { _id: string };
  return options.new_edits ? asNew(known, deterministic) : asReplicated(known);
}

export interface FirstRevision {
  readonly _id: string;
  readonly _rev: string;
}

const FIRST = /^1-[^-]+$/;

/** The document without its underscore fields. @throws StorageError `bad_document` */
function contentOf(doc: FirstRevision): Record<string, unknown> {
  if (typeof doc._id !== 'string' || doc._id === '' || doc._id.startsWith('_') || !doc._id.isWellFormed()) {
    throw new StorageError('bad_document', '_id');
  }
  if (typeof doc._rev !== 'string' || !FIRST.test(doc._rev)) throw new StorageError('bad_document', '_rev');
  const content: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(doc)) {
    if (!name.startsWith('_')) content[name] = value;
    // Replicators send the history along; a first revision has none but itself.
    else if (name !== '_id' && name !== '_rev' && name !== '_revisions') throw new StorageError('bad_document', name);
  }
  return content;
}

/** See Store.putFirst. One statement a document: no tree to merge, no body to move. */
export function putFirstRevisions(engine: Engine, database: string, docs: readonly FirstRevision[]): number {
  // A database is made by its first document.
  if (docs.length === 0) return 0;
  const contents = docs.map(contentOf);
  return engine.transact(() => {
    const state = engine.open(database);
    engine.touch(state);
    const written: WrittenDoc[] = [];
    for (const [index, { _id: id, _rev: rev }] of docs.entries()) {
      const content = contents[index]!;
      if (!insertRow(engine, state, { id, rev, deleted: false, body: JSON.stringify(content) })) continue;
      content['_id'] = id;
      content['_rev'] = rev;
      written.push({ id, rev, deleted: false, seq: state.seq, doc: content });
    }
    if (written.length > 0) engine.onWrite?.(database, written);
    return written.length;
  });
}
