import { removeLeafFromTree, traverseRevTree, winningRev, isDeleted } from 'pouchdb-merge';
import { collectLoose, releaseAttachments } from './attachments.ts';
import type { DatabaseState, Engine } from './engine.ts';
import { metadataRow, revisionBody } from './rows.ts';
import { encodeTree } from './tree.ts';

/** Keeps the body of a revision that is not (or no longer) the winner. */
export function keepRevision(engine: Engine, state: DatabaseState, id: string, rev: string, body: string): void {
  engine
    .sql(
      `INSERT INTO pouch_rev (db, id, rev, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (db, id, rev) DO UPDATE SET body = excluded.body`,
    )
    .run(state.no, id, rev, body);
}

/** Drops the bodies of revisions other than the winner, with their references to attachments. */
export function dropRevisions(
  engine: Engine,
  state: DatabaseState,
  id: string,
  revs: Iterable<string>,
  loose: Set<string>,
): void {
  for (const rev of revs) {
    engine.sql('DELETE FROM pouch_rev WHERE db = ? AND id = ? AND rev = ?').run(state.no, id, rev);
    releaseAttachments(engine, state, id, rev, loose);
  }
}

/** Marks revisions as missing and drops their bodies. Call inside a transaction. An unknown document is left alone. */
export function compactRevisions(engine: Engine, state: DatabaseState, id: string, revs: readonly string[]): void {
  const metadata = metadataRow(engine, state, id);
  if (metadata === undefined || revs.length === 0) return;
  const gone = new Set(revs);
  traverseRevTree(metadata.rev_tree, (_leaf, pos, hash, _context, revision) => {
    if (gone.has(`${pos}-${hash}`)) revision.status = 'missing';
  });
  engine.sql('UPDATE pouch_doc SET tree = ? WHERE key = ?').run(encodeTree(metadata.rev_tree), metadata.key);
  // An empty body says that the winner itself was dropped.
  if (gone.has(metadata.winningRev)) {
    engine.sql("UPDATE pouch_doc SET body = '' WHERE key = ?").run(metadata.key);
  }
  const loose = new Set<string>();
  dropRevisions(engine, state, id, gone, loose);
  collectLoose(engine, state, loose);
}

export interface PurgeResult {
  ok: true;
  deletedRevs: string[];
  documentWasRemovedCompletely: boolean;
}

/** Removes revisions, leaf first, as if they had never been. Call inside a transaction. */
export function purgeRevisions(
  engine: Engine,
  state: DatabaseState,
  id: string,
  revs: readonly string[],
): PurgeResult | undefined {
  const metadata = metadataRow(engine, state, id);
  if (metadata === undefined) return undefined;
  engine.touch(state);
  const before = metadata.winningRev;
  let tree = metadata.rev_tree;
  for (const rev of revs) tree = removeLeafFromTree(tree, rev);
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
      if (!revs.includes(before)) {
        engine
          .sql('INSERT INTO pouch_rev (db, id, rev, body) SELECT db, id, ?, body FROM pouch_doc WHERE key = ?')
          .run(before, metadata.key);
      }
      engine.sql('UPDATE pouch_doc SET body = ? WHERE key = ?').run(body, metadata.key);
      engine.sql('DELETE FROM pouch_rev WHERE db = ? AND id = ? AND rev = ?').run(state.no, id, winner);
    }
    dropRevisions(engine, state, id, revs, loose);
  }
  collectLoose(engine, state, loose);
  return { ok: true, deletedRevs: [...revs], documentWasRemovedCompletely: removed };
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
    collectLoose(engine, state, loose);
    return true;
  });
}
