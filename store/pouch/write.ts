import { parseDoc, processDocs } from 'pouchdb-adapter-utils';
import type { KnownMetadata, LocalWriter, ParsedDocument } from 'pouchdb-adapter-utils';
import { createError, INVALID_ID } from 'pouchdb-errors';
import { compactTree, isLocalId } from 'pouchdb-merge';
import {
  checkAttachments,
  collectLoose,
  readAttachmentFiles,
  saveAttachments,
  type AttachmentFiles,
} from './attachments.ts';
import { keyOf, seqOf, type DatabaseState, type Engine } from './engine.ts';
import { putLocal, removeLocal } from './local.ts';
import { asPlain, isPlain, sourceOf, type PlainDocument } from './single-revision.ts';
import { dropRevisions, keepRevision } from './revisions.ts';
import { insertRow, makeDocument, metadataOf, revisionBody, type DocRow } from './rows.ts';
import type { WrittenDoc } from './store.ts';
import { encodeTree } from './tree.ts';

export type InputDocument = Record<string, unknown> & { _id?: string; _deleted?: boolean };
export interface WriteOptions {
  new_edits: boolean;
  was_delete?: boolean;
}
export interface WriteSettings {
  revsLimit: number | undefined;
  autoCompaction: boolean;
  deterministicRevs: boolean;
}
type KnownRow = Omit<DocRow, 'body'>;
type BatchItem = ParsedDocument | (InputDocument & { metadata?: undefined });

/** Writes of one document id within one call of processDocs recurse; this many keep the stack small. */
const SLICE = 200;

/** A batch made ready: plain documents first, and from the first one that is not, all the others. */
export interface PreparedBatch {
  readonly plain: PlainDocument[];
  readonly rest: BatchItem[];
  readonly size: number;
  readonly files: AttachmentFiles;
}

/**
 * Makes a batch ready and gives its documents their revisions.
 * @throws PouchDB's errors for a bad id, revision or reserved field; nothing is written then.
 */
export function prepareBatch(docs: InputDocument[], options: WriteOptions, settings: WriteSettings): PreparedBatch {
  const other = docs.findIndex((doc) => !isPlain(doc, options));
  const plain = docs
    .slice(0, other === -1 ? docs.length : other)
    .map((doc) => asPlain(doc, options, settings.deterministicRevs));
  return { plain, rest: parse(docs.slice(plain.length), options, settings), size: docs.length, files: new Map() };
}

function parse(docs: InputDocument[], options: WriteOptions, settings: WriteSettings): BatchItem[] {
  return docs.map((doc): BatchItem => {
    if (doc._id !== undefined && isLocalId(doc._id)) return doc;
    // SQLite stores UTF-8, which has no lone surrogates: such an id would come back as another one.
    if (typeof doc._id === 'string' && !doc._id.isWellFormed()) throw createError(INVALID_ID);
    const info = parseDoc(doc, options.new_edits, { deterministic_revs: settings.deterministicRevs });
    if (info.error !== undefined) throw info;
    return info as ParsedDocument;
  });
}

/** Turns the attachments of a batch into Buffers with digest and length. */
export function readAttachments({ rest, files }: PreparedBatch, done: (error?: unknown) => void): void {
  const infos = rest.filter((item): item is ParsedDocument => item.metadata !== undefined);
  readAttachmentFiles(infos, files, done);
}

/** Writes a batch inside the running transaction; answers one result a document, in their order. */
export function writeBatch(
  engine: Engine,
  state: DatabaseState,
  { plain, rest, files }: PreparedBatch,
  options: WriteOptions,
  settings: WriteSettings,
): unknown[] {
  engine.touch(state);
  const results: unknown[] = [];
  const written: WrittenDocs = new Map();
  while (results.length < plain.length) {
    const each = plain[results.length]!;
    if (!insertRow(engine, state, each)) break;
    if (engine.onWrite !== undefined) written.set(each.id, plainlyWritten(each, state.seq));
    results.push({ ok: true, id: each.id, rev: each.rev });
  }
  if (results.length < plain.length || rest.length > 0) {
    const left = plain.slice(results.length).map(sourceOf);
    const items = [...parse(left, options, settings), ...rest];
    results.push(...new Batch(engine, state, settings, files, written).run(items, options));
  }
  if (written.size > 0) engine.onWrite?.(state.name, [...written.values()]);
  return results;
}

/** For the hook: the last state of each document that a batch has written. */
type WrittenDocs = Map<string, WrittenDoc>;

function plainlyWritten({ id, rev, deleted, body }: PlainDocument, seq: number): WrittenDoc {
  return { id, rev, deleted, seq, doc: makeDocument(id, rev, body) };
}

/**
 * What is stored of a batch's documents, as processDocs asks for it: each time a fresh copy of the tree. It merges an edit
 * into the tree before it finds the edit to be in conflict, and must not leave the refused revision in it.
 */
class KnownDocuments extends Map<string, KnownMetadata> {
  readonly #rows = new Map<string, KnownRow>();

  keep(row: KnownRow): void {
    this.#rows.set(row.id, row);
  }
  row(id: string): KnownRow | undefined {
    return this.#rows.get(id);
  }
  override has(id: string): boolean {
    return this.#rows.has(id);
  }
  override get(id: string): KnownMetadata | undefined {
    const row = this.#rows.get(id);
    return row && metadataOf(row);
  }
}

class Batch {
  readonly #engine: Engine;
  readonly #state: DatabaseState;
  readonly #settings: WriteSettings;
  readonly #known = new KnownDocuments();
  readonly #written: WrittenDocs;
  readonly #loose = new Set<string>();
  readonly #locals: LocalWriter;
  readonly #files: AttachmentFiles;

  constructor(
    engine: Engine,
    state: DatabaseState,
    settings: WriteSettings,
    files: AttachmentFiles,
    written: WrittenDocs,
  ) {
    this.#written = written;
    this.#files = files;
    this.#engine = engine;
    this.#state = state;
    this.#settings = settings;
    this.#locals = {
      _putLocal: (doc, _options, callback) => callback(null, putLocal(engine, state, doc as { _id: string })),
      _removeLocal: (doc, _options, callback) => callback(null, removeLocal(engine, state, doc as { _id: string })),
    };
  }

  run(items: BatchItem[], options: WriteOptions): unknown[] {
    const parsed = items.filter((item): item is ParsedDocument => item.metadata !== undefined);
    checkAttachments(this.#engine, this.#state, parsed, this.#files);
    this.#load(parsed.map((info) => info.metadata.id));
    const results: unknown[] = [];
    for (let start = 0; start < items.length; start += SLICE) {
      results.push(...this.#process(items.slice(start, start + SLICE), options));
    }
    collectLoose(this.#engine, this.#state, this.#loose);
    return results;
  }

  /** Reads what is stored of the documents, without their bodies. */
  #load(ids: string[]): void {
    if (ids.length === 0) return;
    const columns = 'd.key, d.id, d.rev, d.deleted, d.tree';
    const rows =
      ids.length === 1
        ? this.#engine.sql(`SELECT ${columns} FROM pouch_doc d WHERE db = ? AND id = ?`).all(this.#state.no, ids[0])
        : this.#engine
            .sql(
              `SELECT ${columns} FROM json_each(?) wanted CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value`,
            )
            .all(JSON.stringify(ids), this.#state.no);
    for (const row of rows as DocRow[]) this.#known.keep(row);
  }

  #process(items: BatchItem[], options: WriteOptions): unknown[] {
    const results: unknown[] = Array.from({ length: items.length });
    processDocs(
      this.#settings.revsLimit,
      items,
      this.#locals,
      this.#known,
      undefined,
      results,
      (info, winner, winnerDeleted, newDeleted, isUpdate, delta, index, done) => {
        // A new document's row counts itself.
        if (isUpdate) this.#state.docCount += delta;
        if (newDeleted) info.data['_deleted'] = true;
        this.#write(info, winner, winnerDeleted, isUpdate);
        results[index] = { ok: true, id: info.metadata.id, rev: info.metadata.rev };
        done();
      },
      options,
      () => undefined,
    );
    return results;
  }

  #write(info: ParsedDocument, winner: string, winnerDeleted: boolean, isUpdate: boolean): void {
    const { metadata, data } = info;
    const { id, rev } = metadata;
    if (data._attachments !== undefined) saveAttachments(this.#engine, this.#state, info, this.#files);
    const body = JSON.stringify(data);
    const gone = new Set(info.stemmedRevs);
    if (this.#settings.autoCompaction) for (const old of compactTree(metadata)) gone.add(old);
    const before = isUpdate ? this.#known.row(id) : undefined;
    const tree = encodeTree(metadata.rev_tree);
    if (before === undefined)
      insertRow(this.#engine, this.#state, { id, rev: winner, deleted: winnerDeleted, body }, tree);
    else this.#state.seq += 1;
    const key = keyOf(this.#state, this.#state.seq);
    const next: KnownRow = { id, rev: winner, deleted: Number(winnerDeleted), tree, key };
    if (before !== undefined) this.#update(before, next, rev, body, gone);
    if (gone.size > 0) dropRevisions(this.#engine, this.#state, id, gone, this.#loose);
    this.#known.keep(next);
    if (this.#engine.onWrite !== undefined) this.#note(next, winner === rev ? data : undefined);
  }

  /** Remembers a document for the hook: `doc` if that is the winner, otherwise the winner as it is stored. */
  #note({ id, rev, deleted, key }: KnownRow, doc: Record<string, unknown> | undefined): void {
    const winner =
      doc === undefined
        ? makeDocument(id, rev, this.#engine.sql('SELECT body FROM pouch_doc WHERE key = ?').pluck().get(key) as string)
        : Object.assign(doc, { _id: id, _rev: rev });
    this.#written.delete(id);
    this.#written.set(id, { id, rev, deleted: deleted === 1, seq: seqOf(key), doc: winner });
  }

  /** Moves the row to its new sequence and sees to it that it holds the winner's body, the others being kept aside. */
  #update(before: KnownRow, next: KnownRow, rev: string, body: string, gone: ReadonlySet<string>): void {
    const engine = this.#engine;
    const { key, id, deleted, tree } = next;
    const count = this.#state.docCount;
    if (next.rev === before.rev && next.rev !== rev) {
      keepRevision(engine, this.#state, id, rev, body);
      engine
        .sql('UPDATE pouch_doc SET key = ?, deleted = ?, count = ?, tree = ? WHERE key = ?')
        .run(key, deleted, count, tree, before.key);
      return;
    }
    if (next.rev !== before.rev && !gone.has(before.rev)) {
      engine
        .sql(
          `INSERT INTO pouch_rev (db, id, rev, body) SELECT db, id, rev, body FROM pouch_doc WHERE key = ?
           ON CONFLICT (db, id, rev) DO UPDATE SET body = excluded.body`,
        )
        .run(before.key);
    }
    let winnerBody = body;
    if (next.rev !== rev) {
      keepRevision(engine, this.#state, id, rev, body);
      winnerBody = revisionBody(engine, this.#state, id, next.rev) ?? '';
      engine.sql('DELETE FROM pouch_rev WHERE db = ? AND id = ? AND rev = ?').run(this.#state.no, id, next.rev);
    }
    engine
      .sql('UPDATE pouch_doc SET key = ?, rev = ?, deleted = ?, count = ?, tree = ?, body = ? WHERE key = ?')
      .run(key, next.rev, deleted, count, tree, winnerBody, before.key);
  }
}
