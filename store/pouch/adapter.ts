/**
 * PouchDB over SQLite. PouchDB's own adapters for Node keep each database in a folder of leveldb: no encryption, no transaction over several databases
 * and tables beside them, and a power cut may lose acknowledged writes. This adapter keeps any number of databases in one SQLite file, which may be
 * encrypted and may hold the caller's own tables: documents and rows are written in one transaction. It answers as PouchDB's other adapters do, byte for
 * byte where order and revisions are concerned (differential.test.ts): revision trees merge, the winner is the same everywhere, a sequence is given
 * once. A write that was acknowledged is on the disk; one that failed has changed nothing.
 *
 *     put {_id: a, n: 1}                                  revision 1-1c7f036842a7f58541a3b8f73703be58 (the MD5 of the content)
 *     bulkDocs {_id: a, _rev: 1-ffff…, n: 2}, replicated  a second leaf of the tree
 *     get a, conflicts                                    n: 2 of 1-ffff…, as the greater leaf wins; _conflicts: [1-1c7f…]
 *     changes since 0                                     one row, seq 2, of 1-ffff…
 *     info                                                doc_count 1, update_seq 2
 */
import { createError, MISSING_DOC, NOT_OPEN } from 'pouchdb-errors';
import { latest, type RevisionTree } from 'pouchdb-merge';
import { adapterFun, type Feedable } from 'pouchdb-utils';
import type { AdapterMethods, AdapterOptions, Callback, GetOptions } from './adapter-interface.ts';
import { allDocs } from './all-docs.ts';
import { attachmentData } from './attachments.ts';
import { listen, readChanges, takenOptions } from './changes.ts';
import { replaceChanges } from './changes-feed.ts';
import type { DatabaseState } from './engine.ts';
import { asStorageError, StorageError } from './errors.ts';
import { replaceWrites } from './fast-writes.ts';
import { closeFile, deleteFile, openedFile, openFile } from './file.ts';
import { replaceReads } from './core-overrides.ts';
import { getLocal, putLocal, removeLocal } from './local.ts';
import { purgeLeaf, purgeRevisions } from './purge.ts';
import { compactRevisions } from './revisions.ts';
import { docRow, makeDocument, metadataOf, metadataRow, revisionBody, type Document, type Metadata } from './rows.ts';
import { SqliteStore } from './store.ts';
import { prepareBatch, readAttachments, writeBatch, type PreparedBatch, type WriteSettings } from './write.ts';

/** The name of the database in a file of its own: not the path, as a file may be moved. */
const ONLY_DATABASE = 'main';

/** Instances of a file of its own: the last one that closes, closes the file. */
const users = new WeakMap<SqliteStore, number>();

/** Reads that are answered at once before one waits for the event loop, so that timers and sockets get their turn. */
const READS_A_TURN = 100;

/** Purges that are remembered for views, unless the option `purged_infos_limit` says otherwise: core's own figure. */
const PURGES_KEPT = 1000;

function openFor(options: AdapterOptions): { store: SqliteStore; owned: boolean } {
  if (options.store === undefined) return { store: openFile(options.name, options), owned: true };
  if (!(options.store instanceof SqliteStore)) throw new StorageError('bad_option', 'store');
  return { store: options.store, owned: false };
}

/** Opens the database of an instance and sets the methods on it; core's public ones are there already. */
export function attachAdapter(api: AdapterMethods & Feedable, options: AdapterOptions, callback: Callback): void {
  try {
    const { store, owned } = openFor(options);
    const state = store.engine.open(owned ? ONLY_DATABASE : options.name);
    if (owned) users.set(store, (users.get(store) ?? 0) + 1);
    attach(api, store, state, options, owned);
    process.nextTick(callback, null, api);
  } catch (error) {
    if (options.store === undefined) closeUnused(options.name);
    process.nextTick(callback, asStorageError(error));
  }
}

/** A file that opened and then could not be used must not stay locked. */
function closeUnused(name: string): void {
  const store = openedFile(name);
  if (store !== undefined && (users.get(store) ?? 0) === 0) closeFile(name);
}

function attach(
  api: AdapterMethods & Feedable,
  store: SqliteStore,
  state: DatabaseState,
  options: AdapterOptions,
  owned: boolean,
): void {
  const { engine, queue } = store;
  let reads = 0;

  function answer<T>(callback: Callback<T>, read: () => T): void {
    let error: unknown = null;
    let value: T | undefined;
    try {
      if (engine.closed || state.gone) throw createError(NOT_OPEN);
      queue.flush(state);
      value = read();
    } catch (caught) {
      error = asStorageError(caught);
    }
    if (++reads % READS_A_TURN === 0) setImmediate(callback, error, value);
    else callback(error, value);
  }

  function enqueue<T>(callback: Callback<T>, run: () => T, weight = 1): void {
    if (engine.closed || state.gone) callback(createError(NOT_OPEN));
    else queue.add({ state, weight, run, done: callback as Callback });
  }

  // Every running changes call listens on the instance: many at a time are use, not a leak.
  api.setMaxListeners(0);
  replaceReads(api, engine, state, answer);
  replaceWrites(api, options.deterministic_revs !== false, (plain, opts) => {
    const batch = { plain, rest: [], size: plain.length, files: new Map() };
    const written = Promise.withResolvers<unknown[]>();
    enqueue<unknown[]>(
      (error, results) => (error ? written.reject(error) : written.resolve(results ?? [])),
      () => writeBatch(engine, state, batch, opts, settings()),
      batch.size,
    );
    return written.promise;
  });
  api._remote = false;
  api.type = () => 'sqlite';
  api._id = (callback) => answer(callback, () => state.uuid);
  api._info = (callback) =>
    answer(callback, () => {
      const { docCount, seq } = engine.current(state);
      return { doc_count: docCount, update_seq: seq };
    });

  api._get = (id, opts, callback) =>
    answer(callback, () => {
      const row = docRow(engine, state, id);
      if (row === undefined) throw createError(MISSING_DOC, 'missing');
      const metadata = metadataOf(row);
      if (!opts.rev && metadata.deleted) throw createError(MISSING_DOC, 'deleted');
      return { doc: revision(metadata, row.body, opts), metadata };
    });

  function revision(metadata: Metadata, winnerBody: string, { rev, latest: toLeaf }: GetOptions): Document {
    const { id, winningRev } = metadata;
    const wanted = rev ? (toLeaf ? leafOf(rev, metadata) : rev) : winningRev;
    const body = wanted === winningRev ? winnerBody : revisionBody(engine, state, id, wanted);
    if (!body) throw createError(MISSING_DOC);
    return makeDocument(id, wanted, body);
  }

  function leafOf(rev: string, metadata: Metadata): string {
    try {
      return latest(rev, metadata);
    } catch {
      throw createError(MISSING_DOC);
    }
  }

  api._getAttachment = (_docId, _name, attachment, opts, callback) =>
    answer(callback, () => {
      const data = attachmentData(engine, state, attachment.digest, opts.binary);
      return typeof data === 'string' ? data : Object.assign(data, { type: attachment.content_type });
    });

  const settings = (): WriteSettings => ({
    revsLimit: options.revs_limit,
    autoCompaction: Boolean(api.auto_compaction),
    deterministicRevs: options.deterministic_revs !== false,
  });

  api._bulkDocs = (request, opts, callback) => {
    let batch: PreparedBatch;
    try {
      batch = prepareBatch(request.docs, opts, settings());
    } catch (error) {
      callback(error);
      return;
    }
    if (batch.size === 0) {
      callback(null, []);
      return;
    }
    readAttachments(batch, (error) => {
      if (error) {
        callback(error);
        return;
      }
      enqueue(callback, () => writeBatch(engine, state, batch, opts, settings()), batch.size);
    });
  };

  api._allDocs = (opts, callback) => answer(callback, () => allDocs(engine, state, opts));

  api._changes = (given) => {
    try {
      const taken = takenOptions(given);
      if (taken.continuous) return listen(engine, state, api, taken);
      if (engine.closed || state.gone) throw createError(NOT_OPEN);
      queue.flush(state);
      return readChanges(engine, state, taken);
    } catch (error) {
      queueMicrotask(() => given.complete(asStorageError(error)));
      return { cancel: () => undefined };
    }
  };
  replaceChanges(api, api._changes);

  api._getRevisionTree = (id, callback) =>
    answer<RevisionTree>(callback as Callback<RevisionTree>, () => {
      const metadata = metadataRow(engine, state, id);
      if (metadata === undefined) throw createError(MISSING_DOC);
      return metadata.rev_tree;
    });

  api._doCompaction = (id, revs, callback) => {
    if (revs.length === 0) callback(null);
    else enqueue(callback, () => compactRevisions(engine, state, id, revs));
  };

  api._purge = (id, revs, callback) => enqueue(callback, () => purgeRevisions(engine, state, id, revs));
  const purge = adapterFun('purge', (id: string, rev: string, callback: Callback) => {
    enqueue(callback, () => purgeLeaf(engine, state, id, rev, api.purged_infos_limit ?? PURGES_KEPT));
  });
  api.purge = purge.bind(api);

  api._getLocal = (id, callback) =>
    answer(callback, () => {
      const doc = getLocal(engine, state, id);
      if (doc === undefined) throw createError(MISSING_DOC);
      return doc;
    });
  api._putLocal = (doc, opts, callback) => writeLocal(() => putLocal(engine, state, doc), opts, callback);
  api._removeLocal = (doc, opts, callback) => writeLocal(() => removeLocal(engine, state, doc), opts, callback);

  function writeLocal(write: () => object, opts: object | Callback, last: Callback | undefined): void {
    const callback = typeof opts === 'function' ? (opts as Callback) : last!;
    enqueue(callback, () => {
      const result = write();
      if ('error' in result) throw result;
      return result;
    });
  }

  api._close = (callback) => {
    finish(callback, () => {
      queue.flush();
      if (!owned) return;
      const left = (users.get(store) ?? 1) - 1;
      users.set(store, left);
      if (left <= 0 && !engine.closed) closeFile(options.name);
    });
  };

  api._destroy = (_opts, callback) => {
    finish(callback, () => {
      engine.feeds.removeAllListeners(state.name);
      if (owned) deleteFile(options.name);
      else {
        queue.flush();
        engine.drop(state);
      }
    });
  };
}

function finish(callback: Callback, work: () => void): void {
  let error: unknown = null;
  try {
    work();
  } catch (caught) {
    error = asStorageError(caught);
  }
  process.nextTick(callback, error);
}
