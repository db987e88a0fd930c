/** How many checkpoints each device has in the databases, as the file counts them: the documents themselves lie where the engine keeps them. */
import type { DeviceId } from '../../shared/base/brands.ts';
import type { WriteDb } from '../../store/types.ts';
import type { Database, Doc, WriteResult } from '../couch/database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import { QUOTAS } from '../http/limits.ts';

/** The checkpoints of one device in one database. */
export interface Checkpoints {
  readonly file: WriteDb;
  readonly device: DeviceId;
  readonly name: string;
}

const full = (): CouchError =>
  new CouchError(403, 'checkpoint-quota', '这台电脑的同步进度记录太多，已到上限，没有保存');

/** Throws CouchError 403 `checkpoint-quota`. Returns whether it is a new one. */
function note({ file, device, name }: Checkpoints, id: string, bytes: number): boolean {
  return file.transaction(() => {
    const { count, sum } = file
      .sql(
        `SELECT count(*) AS count, coalesce(sum(bytes), 0) AS sum FROM hub_local
         WHERE device = ? AND NOT (name = ? AND id = ?)`,
      )
      .get(device, name, id) as { count: number; sum: number };
    if (count + 1 > QUOTAS.checkpoints.count || sum + bytes > QUOTAS.checkpoints.bytes) throw full();
    const isNew = file.sql('SELECT 1 FROM hub_local WHERE name = ? AND id = ?').get(name, id) === undefined;
    file
      .sql('INSERT OR REPLACE INTO hub_local (name, id, device, bytes) VALUES (?, ?, ?, ?)')
      .run(name, id, device, bytes);
    return isNew;
  });
}

const forget = ({ file, name }: Checkpoints, id: string): void =>
  void file.sql('DELETE FROM hub_local WHERE name = ? AND id = ?').run(name, id);

/** Writes one where the device may have it. Throws CouchError 413 or 403 `checkpoint-quota`, and what the database throws; nothing is written then. */
export async function putCheckpoint(mine: Checkpoints, database: Database, doc: Doc): Promise<WriteResult> {
  const bytes = Buffer.byteLength(JSON.stringify(doc));
  if (bytes > QUOTAS.checkpoints.bytesOfOne) throw couchError('tooLarge', '同步进度记录过大，没有保存');
  const id = String(doc['_id']);
  // Counted before it is written, so that as many as a device likes at one moment are no more than it may have.
  const isNew = note(mine, id, bytes);
  try {
    return await database.putLocal(doc);
  } catch (error) {
    if (isNew) forget(mine, id);
    throw error;
  }
}

export async function removeCheckpoint(
  mine: Checkpoints,
  database: Database,
  id: string,
  rev: string,
): Promise<WriteResult> {
  const removed = await database.removeLocal(id, rev);
  forget(mine, `_local/${id}`);
  return removed;
}
