import { traverseRevTree } from 'pouchdb-merge';
import { collectLoose, releaseAttachments } from './attachments.ts';
import type { DatabaseState, Engine } from './engine.ts';
import { metadataRow } from './rows.ts';
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
