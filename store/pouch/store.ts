import type { Database } from 'better-sqlite3';
import { CommitQueue } from './commit-queue.ts';
import { Engine, keyOf, seqOf } from './engine.ts';
import { named, StorageError } from './errors.ts';
import { sinceOf } from './options.ts';
import { purgeDocument } from './purge.ts';
import { docRow, makeDocument, type DocRow } from './rows.ts';
import { ensureSchema } from './schema.ts';
import { putFirstRevisions, type FirstRevision } from './single-revision.ts';

/** A document as it stands after a write: its winning revision. */
export interface WrittenDoc {
  id: string;
  rev: string;
  deleted: boolean;
  seq: number;
  /** The winning body, with `_id` and `_rev`. */
  doc: Record<string, unknown>;
}

/** A winning revision as it is stored. */
export interface StoredText {
  rev: string;
  body: string;
}

export interface StoreOptions {
  /** Runs inside the write transaction, once a batch and database; if it throws, nothing of the batch is written. */
  onWrite?: (database: string, docs: WrittenDoc[]) => void;
}

/** Many databases in one SQLite file. Every method is synchronous and throws a StorageError when the file fails. */
export interface Store {
  readonly sqlite: Database;
  /**
   * Runs `fn` in one write transaction (BEGIN IMMEDIATE) and returns its value. Inner calls commit with the outer one and
   * are undone alone if they throw and the caller goes on. Live feeds are told after the outer commit.
   */
  transaction<T>(fn: () => T): T;
  /**
   * Writes documents that have one revision, of generation 1, and whose ids are not known yet; known ids are skipped,
   * whatever the revision. Makes the database if it is missing. Returns how many were written.
   * @throws StorageError `bad_document` if one has another generation, a deletion or attachments; nothing is written then.
   */
  putFirst(database: string, docs: readonly FirstRevision[]): number;
  /** The winning revision, undefined if there is none or it is deleted. */
  get(database: string, id: string): Record<string, unknown> | undefined;
  /** The winning revisions by id, in the order asked; those that are missing or deleted are left out. */
  getMany(database: string, ids: readonly string[]): Map<string, Record<string, unknown>>;
  /** The same as JSON, as it is stored: without `_id` and `_rev`. */
  getTexts(database: string, ids: readonly string[]): Map<string, StoredText>;
  /** Bytes of the same texts, without reading them. */
  getSizes(database: string, ids: readonly string[]): Map<string, number>;
  /** What is kept of a document's revisions besides the winning one, by revision: losing branches, and what was edited. */
  otherRevisions(database: string, id: string): Record<string, unknown>[];
  /** Those of the ids that the database knows, deleted ones included. */
  has(database: string, ids: readonly string[]): Set<string>;
  /** Removes a document with all its revisions; false if it was not there. */
  purge(database: string, id: string): boolean;
  /** Up to `limit` documents, deleted ones included, that changed after the sequence `since`, in order of sequence. */
  changes(database: string, since: number, limit: number): WrittenDoc[];
  /** Like `changes`, without reading the documents. */
  changedHeads(database: string, since: number, limit: number): Omit<WrittenDoc, 'doc'>[];
  info(database: string): { doc_count: number; update_seq: number };
  databases(): string[];
  /** Writes what is waiting and ends all use of the store. The connection stays open: it belongs to the caller. */
  close(): void;
}

/** The store as the adapter sees it. A class, so that PouchDB hands it on as it is instead of copying its fields. */
export class SqliteStore implements Store {
  readonly engine: Engine;
  readonly queue: CommitQueue;

  constructor(engine: Engine) {
    this.engine = engine;
    this.queue = new CommitQueue(engine);
  }

  get sqlite(): Database {
    return this.engine.sqlite;
  }

  transaction<T>(fn: () => T): T {
    return this.engine.transact(fn);
  }

  putFirst(database: string, docs: readonly FirstRevision[]): number {
    return putFirstRevisions(this.engine, database, docs);
  }

  get(database: string, id: string): Record<string, unknown> | undefined {
    return named(() => {
      const state = this.engine.find(database);
      const row = state && docRow(this.engine, state, id);
      return row === undefined || row.deleted === 1 ? undefined : makeDocument(id, row.rev, row.body);
    });
  }

  getMany(database: string, ids: readonly string[]): Map<string, Record<string, unknown>> {
    const texts = this.getTexts(database, ids);
    return new Map([...texts].map(([id, { rev, body }]) => [id, makeDocument(id, rev, body)]));
  }

  getTexts(database: string, ids: readonly string[]): Map<string, StoredText> {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return new Map();
      const rows = this.engine
        .sql(
          `SELECT d.id, d.rev, d.body FROM json_each(?) wanted
           CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value AND d.deleted = 0`,
        )
        .all(JSON.stringify([...new Set(ids)]), state.no) as (StoredText & { id: string })[];
      return new Map(rows.map(({ id, rev, body }) => [id, { rev, body }]));
    });
  }

  getSizes(database: string, ids: readonly string[]): Map<string, number> {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return new Map();
      const rows = this.engine
        .sql(
          `SELECT d.id, octet_length(d.body) AS bytes FROM json_each(?) wanted
           CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value AND d.deleted = 0`,
        )
        .all(JSON.stringify([...new Set(ids)]), state.no) as { id: string; bytes: number }[];
      return new Map(rows.map(({ id, bytes }) => [id, bytes]));
    });
  }

  otherRevisions(database: string, id: string): Record<string, unknown>[] {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return [];
      const rows = this.engine
        .sql('SELECT rev, body FROM pouch_rev WHERE db = ? AND id = ? ORDER BY rev')
        .all(state.no, id) as StoredText[];
      return rows.map(({ rev, body }) => makeDocument(id, rev, body));
    });
  }

  has(database: string, ids: readonly string[]): Set<string> {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return new Set();
      const known = this.engine
        .sql('SELECT d.id FROM json_each(?) wanted CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value')
        .pluck()
        .all(JSON.stringify(ids), state.no) as string[];
      return new Set(known);
    });
  }

  purge(database: string, id: string): boolean {
    const state = this.engine.find(database);
    return state !== undefined && purgeDocument(this.engine, state, id);
  }

  changes(database: string, since: number, limit: number): WrittenDoc[] {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return [];
      const rows = this.engine
        .sql('SELECT key, id, rev, deleted, body FROM pouch_doc WHERE key > ? AND key <= ? ORDER BY key LIMIT ?')
        .all(keyOf(state, sinceOf(since)), keyOf(state, state.seq), limit) as DocRow[];
      return rows.map(({ key, id, rev, deleted, body }) => ({
        id,
        rev,
        deleted: deleted === 1,
        seq: seqOf(key),
        doc: makeDocument(id, rev, body),
      }));
    });
  }

  changedHeads(database: string, since: number, limit: number): Omit<WrittenDoc, 'doc'>[] {
    return named(() => {
      const state = this.engine.find(database);
      if (state === undefined) return [];
      const rows = this.engine
        .sql('SELECT key, id, rev, deleted FROM pouch_doc WHERE key > ? AND key <= ? ORDER BY key LIMIT ?')
        .all(keyOf(state, sinceOf(since)), keyOf(state, state.seq), limit) as Omit<DocRow, 'body' | 'tree'>[];
      return rows.map(({ key, id, rev, deleted }) => ({ id, rev, deleted: deleted === 1, seq: seqOf(key) }));
    });
  }

  info(database: string): { doc_count: number; update_seq: number } {
    return named(() => {
      const state = this.engine.find(database);
      return { doc_count: state?.docCount ?? 0, update_seq: state?.seq ?? 0 };
    });
  }

  databases(): string[] {
    return named(() => this.engine.names());
  }

  close(): void {
    if (this.engine.closed) return;
    this.queue.flush();
    this.engine.close();
  }
}

/**
 * Opens the adapter's tables on an open connection whose key and pragmas the caller has set; missing tables are made.
 * @throws StorageError `newer_file` if the tables come from a newer version, `wrong_key`, `read_only`, `busy` and the like.
 */
export function openStore(sqlite: Database, options: StoreOptions = {}): Store {
  if (!sqlite.open) throw new StorageError('closed');
  ensureSchema(sqlite, false);
  return new SqliteStore(new Engine(sqlite, false, options.onWrite));
}
