import { createError, MISSING_DOC, REV_CONFLICT, type PouchError } from 'pouchdb-errors';
import type { DatabaseState, Engine } from './engine.ts';

type LocalDocument = Record<string, unknown> & { _id: string; _rev?: string };
export interface LocalResult {
  ok: true;
  id: string;
  rev: string;
}

/** A `_local/` document: kept beside the others, never replicated, one revision `0-N`. */
export function getLocal(engine: Engine, state: DatabaseState, id: string): LocalDocument | undefined {
  const body = engine.sql('SELECT body FROM pouch_local WHERE db = ? AND id = ?').pluck().get(state.no, id) as
    | string
    | undefined;
  return body === undefined ? undefined : (JSON.parse(body) as LocalDocument);
}

/** Writes a local document. Call inside a transaction. A wrong or lacking `_rev` is answered with REV_CONFLICT. */
export function putLocal(engine: Engine, state: DatabaseState, doc: LocalDocument): LocalResult | PouchError {
  const { _revisions, ...kept } = doc;
  const stored = getLocal(engine, state, doc._id);
  if (stored === undefined ? doc._rev : stored._rev !== doc._rev) return createError(REV_CONFLICT);
  const rev = doc._rev ? `0-${Number.parseInt(doc._rev.split('-')[1] ?? '0', 10) + 1}` : '0-1';
  engine
    .sql(
      `INSERT INTO pouch_local (db, id, body) VALUES (?, ?, ?)
       ON CONFLICT (db, id) DO UPDATE SET body = excluded.body`,
    )
    .run(state.no, doc._id, JSON.stringify({ ...kept, _rev: rev }));
  return { ok: true, id: doc._id, rev };
}

/** Removes a local document. Call inside a transaction. */
export function removeLocal(engine: Engine, state: DatabaseState, doc: LocalDocument): LocalResult | PouchError {
  const stored = getLocal(engine, state, doc._id);
  if (stored === undefined) return createError(MISSING_DOC);
  if (stored._rev !== doc._rev) return createError(REV_CONFLICT);
  engine.sql('DELETE FROM pouch_local WHERE db = ? AND id = ?').run(state.no, doc._id);
  return { ok: true, id: doc._id, rev: '0-0' };
}
