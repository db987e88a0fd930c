/** Copies of the checkpoints that lie in CouchDB, so that handing in by replication goes on while CouchDB is away. */
import type { ReadDb, WriteDb } from '../../../store/types.ts';
import type { Doc } from '../../couch/database.ts';
import { couchError } from '../../http/errors.ts';

const localId = (id: string): string => `_local/${id}`;

/** CouchDB's revision of a checkpoint: a counter. */
const counterOf = (rev: unknown): number => Number(/^0-(\d+)$/.exec(String(rev))?.[1] ?? 0);

/** Keeps what CouchDB has taken or told. `doc` has its `_rev`. */
export function keepCheckpoint(file: WriteDb, name: string, doc: Doc): void {
  file
    .sql('INSERT OR REPLACE INTO hub_checkpoint (name, id, document) VALUES (?, ?, ?)')
    .run(name, String(doc['_id']), JSON.stringify(doc));
}

/** Throws CouchError 404. */
export function keptCheckpoint(file: ReadDb, name: string, id: string): Doc {
  const text: unknown = file
    .sql('SELECT document FROM hub_checkpoint WHERE name = ? AND id = ?')
    .pluck()
    .get(name, localId(id));
  if (typeof text !== 'string') throw couchError('missing');
  return JSON.parse(text) as Doc;
}

export function dropCheckpoint(file: WriteDb, name: string, id: string): void {
  file.sql('DELETE FROM hub_checkpoint WHERE name = ? AND id = ?').run(name, localId(id));
}

/** Writes a checkpoint where only its copy can be reached, by CouchDB's rule of revisions. Throws CouchError 409. */
export function writeKept(file: WriteDb, name: string, doc: Doc): string {
  return file.transaction(() => {
    const text: unknown = file
      .sql('SELECT document FROM hub_checkpoint WHERE name = ? AND id = ?')
      .pluck()
      .get(name, String(doc['_id']));
    const held = typeof text === 'string' ? counterOf((JSON.parse(text) as Doc)['_rev']) : 0;
    if (counterOf(doc['_rev']) !== held) throw couchError('conflict');
    const rev = `0-${held + 1}`;
    keepCheckpoint(file, name, { ...doc, _rev: rev });
    return rev;
  });
}
