/** What all databases of a county's door have in common: checkpoints are small, and nothing is written but through the door's own ways. */
import type { Doc, WriteResult } from '../couch/database.ts';
import { couchError } from '../couch/errors.ts';
import { PouchDatabase } from '../couch/pouch-database.ts';

/** A checkpoint with its fifty sessions of history is about 15 KB. */
const MAX_LOCAL_BYTES = 65_536;

export class DoorDatabase extends PouchDatabase {
  override async putLocal(doc: Doc): Promise<WriteResult> {
    if (Buffer.byteLength(JSON.stringify(doc)) > MAX_LOCAL_BYTES)
      throw couchError('tooLarge', '同步进度记录过大,没有保存');
    return super.putLocal(doc);
  }
}
