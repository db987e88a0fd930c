import Database from 'better-sqlite3';
import { traverseRevTree } from 'pouchdb-merge';
import { metadataOf, type DocRow } from '../rows.ts';

/**
 * What a closed file of its own keeps without need: bodies and references of revisions that no tree has as available, and data
 * that nothing refers to. A purge, a compaction and the cutting of old revisions must leave none.
 */
export function strayRows(file: string): unknown[] {
  const sqlite = new Database(file, { readonly: true });
  try {
    const kept = new Set<string>();
    const winners = new Set<string>();
    const docs = sqlite.prepare('SELECT key, id, rev, deleted, tree FROM pouch_doc').all() as Omit<DocRow, 'body'>[];
    for (const row of docs) {
      winners.add(`${row.id} ${row.rev}`);
      traverseRevTree(metadataOf(row).rev_tree, (_leaf, pos, hash, _context, { status }) => {
        if (status === 'available') kept.add(`${row.id} ${pos}-${hash}`);
      });
    }
    type Row = { id: string; rev: string };
    const bodies = sqlite.prepare('SELECT id, rev FROM pouch_rev').all() as Row[];
    const references = sqlite.prepare('SELECT id, rev, digest FROM pouch_attachment_ref').all() as Row[];
    const data = sqlite
      .prepare('SELECT digest FROM pouch_attachment WHERE digest NOT IN (SELECT digest FROM pouch_attachment_ref)')
      .all();
    return [
      ...bodies.filter(({ id, rev }) => !kept.has(`${id} ${rev}`) || winners.has(`${id} ${rev}`)),
      ...references.filter(({ id, rev }) => !kept.has(`${id} ${rev}`)),
      ...data,
    ];
  } finally {
    sqlite.close();
  }
}
