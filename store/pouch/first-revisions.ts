import { keyOf, type Engine } from './engine.ts';
import { StorageError } from './errors.ts';
import type { WrittenDoc } from './store.ts';

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
    const insert = engine.sql(
      `INSERT INTO pouch_doc (key, db, id, rev, deleted, count, tree, body) VALUES (?, ?, ?, ?, 0, ?, '', ?)
       ON CONFLICT (db, id) DO NOTHING`,
    );
    const written: WrittenDoc[] = [];
    for (const [index, { _id: id, _rev: rev }] of docs.entries()) {
      const content = contents[index]!;
      const seq = state.seq + 1;
      const count = state.docCount + 1;
      if (insert.run(keyOf(state, seq), state.no, id, rev, count, JSON.stringify(content)).changes === 0) continue;
      state.seq = seq;
      state.docCount = count;
      content['_id'] = id;
      content['_rev'] = rev;
      written.push({ id, rev, deleted: false, seq, doc: content });
    }
    if (written.length > 0) engine.onWrite?.(database, written);
    return written.length;
  });
}
