import { BAD_REQUEST, createError, MISSING_DOC } from 'pouchdb-errors';
import {
  collectLeaves,
  findPathToLeaf,
  isDeleted,
  removeLeafFromTree,
  traverseRevTree,
  winningRev,
  type RevisionTree,
} from 'pouchdb-merge';
import { collectLoose } from './attachments.ts';
import type { DatabaseState, Engine } from './engine.ts';
import { getLocal, putLocal } from './local.ts';
import { dropRevisions } from './revisions.ts';
import { metadataRow, revisionBody } from './rows.ts';
import { encodeTree } from './tree.ts';

export interface PurgeResult {
  ok: true;
  deletedRevs: string[];
  documentWasRemovedCompletely: boolean;
}

/**
 * The tree without these revisions, leaf first, and the names that are gone with them. A stemmed tree may name a revision in two
 * branches: it stays as long as it leads to another leaf, and goes from both if it leads to none.
 */
function cut(old: RevisionTree, revs: readonly string[]): { tree: RevisionTree; gone: string[] } {
  const leaves = new Set(collectLeaves(old).map(({ rev }) => rev));
  const taken = new Set<string>();
  let tree = old;
  for (let next = revs; next.length > 0; next = bareEnds(tree, leaves)) {
    for (const rev of next) {
      tree = removeLeafFromTree(tree, rev);
      taken.add(rev);
    }
  }
  traverseRevTree(tree, (_leaf, pos, hash) => void taken.delete(`${pos}-${hash}`));
  return { tree, gone: [...taken] };
}

function bareEnds(tree: RevisionTree, leaves: ReadonlySet<string>): string[] {
  return collectLeaves(tree).flatMap(({ rev }) => (leaves.has(rev) ? [] : [rev]));
}

/** Removes revisions, leaf first, as if they had never been. Call inside a transaction. @throws PouchDB's MISSING_DOC */
export function purgeRevisions(engine: Engine, state: DatabaseState, id: string, revs: readonly string[]): PurgeResult {
  const metadata = metadataRow(engine, state, id);
  if (metadata === undefined) throw createError(MISSING_DOC);
  engine.touch(state);
  const before = metadata.winningRev;
  const { tree, gone } = cut(metadata.rev_tree, revs);
  const loose = new Set<string>();
  const removed = tree.length === 0;
  if (removed) {
    if (!metadata.deleted) state.docCount--;
    removeDocument(engine, state, id, metadata.key, loose);
  } else {
    const winner = winningRev({ rev_tree: tree });
    const deleted = isDeleted({ rev_tree: tree }, winner);
    state.docCount += Number(metadata.deleted) - Number(deleted);
    engine
      .sql('UPDATE pouch_doc SET rev = ?, deleted = ?, tree = ? WHERE key = ?')
      .run(winner, Number(deleted), encodeTree(tree), metadata.key);
    if (winner !== before) {
      const body = revisionBody(engine, state, id, winner) ?? '';
      if (!gone.includes(before)) {
        engine
          .sql('INSERT INTO pouch_rev (db, id, rev, body) SELECT db, id, ?, body FROM pouch_doc WHERE key = ?')
          .run(before, metadata.key);
      }
      engine.sql('UPDATE pouch_doc SET body = ? WHERE key = ?').run(body, metadata.key);
      engine.sql('DELETE FROM pouch_rev WHERE db = ? AND id = ? AND rev = ?').run(state.no, id, winner);
    }
    dropRevisions(engine, state, id, gone, loose);
  }
  engine.saveCounters(state);
  collectLoose(engine, state, loose);
  return { ok: true, deletedRevs: gone, documentWasRemovedCompletely: removed };
}

function removeDocument(engine: Engine, state: DatabaseState, id: string, key: number, loose: Set<string>): void {
  engine.sql('DELETE FROM pouch_doc WHERE key = ?').run(key);
  engine.sql('DELETE FROM pouch_rev WHERE db = ? AND id = ?').run(state.no, id);
  const digests = engine
    .sql('DELETE FROM pouch_attachment_ref WHERE db = ? AND id = ? RETURNING digest')
    .pluck()
    .all(state.no, id) as string[];
  for (const digest of digests) loose.add(digest);
}

/** Removes a document with all its revisions; false if there is none. */
export function purgeDocument(engine: Engine, state: DatabaseState, id: string): boolean {
  return engine.transact(() => {
    const metadata = metadataRow(engine, state, id);
    if (metadata === undefined) return false;
    engine.touch(state);
    if (!metadata.deleted) state.docCount--;
    const loose = new Set<string>();
    removeDocument(engine, state, id, metadata.key, loose);
    engine.saveCounters(state);
    collectLoose(engine, state, loose);
    return true;
  });
}

function pathTo(tree: RevisionTree, rev: string): string[] {
  try {
    return findPathToLeaf(tree, rev);
  } catch (error) {
    throw createError(BAD_REQUEST, error instanceof Error ? error.message : String(error));
  }
}

interface PurgeLog {
  _id: string;
  _rev?: string;
  purges: { docId: string; rev: string; purgeSeq: number }[];
  purgeSeq: number;
}

const LOG = '_local/purges';

/** Notes a purge where views look for it. */
function logPurge(engine: Engine, state: DatabaseState, docId: string, rev: string, limit: number): void {
  const known = getLocal(engine, state, LOG) as PurgeLog | undefined;
  const log = known ?? { _id: LOG, purges: [], purgeSeq: -1 };
  const purgeSeq = log.purgeSeq + 1;
  const purges = [...log.purges, { docId, rev, purgeSeq }].slice(-limit);
  putLocal(engine, state, { ...log, purges, purgeSeq });
}

/**
 * Purges the branch that ends in the leaf `rev` and notes it, in the running transaction. Core's own purge does this in
 * two steps, and the second one fails outside a browser from the second purge on.
 * @throws PouchDB's MISSING_DOC, or BAD_REQUEST if the revision is not there or no leaf.
 */
export function purgeLeaf(engine: Engine, state: DatabaseState, id: string, rev: string, limit: number): PurgeResult {
  const metadata = metadataRow(engine, state, id);
  if (metadata === undefined) throw createError(MISSING_DOC);
  const result = purgeRevisions(engine, state, id, pathTo(metadata.rev_tree, rev));
  logPurge(engine, state, id, rev, limit);
  return result;
}
