/** A database as a device may use it: it reads, and keeps small checkpoints; how it hands in is told by the kind of database, and nothing else is written. */
import type { Database, RevsDiff, RevsMap } from '../couch/database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import { type Checkpoints, putCheckpoint, removeCheckpoint } from './checkpoints.ts';

export const notForDevices = () => new CouchError(403, 'forbidden', '这个操作不对设备开放');

/** How a kind of database takes what a device hands in. */
type HandIn = Pick<Database, 'bulkDocs' | 'put' | 'revsDiff'>;

/** What is to be sent: a known id is answered "have it", whatever the rev (LEDGER §6). */
export const missingFrom = (revs: RevsMap, known: ReadonlySet<string>): RevsDiff =>
  Object.fromEntries(
    Object.entries(revs)
      .filter(([id]) => !known.has(id))
      .map(([id, missing]) => [id, { missing }]),
  );

/** `known` is the database of the engine; null where there is none to read. `mayRead` throws where the device may not, or no longer. */
export function restrictedDatabase(
  known: Database | null,
  handIn: HandIn,
  mayRead: () => void,
  checkpoints: Checkpoints,
): Database {
  const held = (): Database => {
    if (known === null) throw couchError('noDatabase');
    return known;
  };
  /** Asked again when it is there: it may have taken a while. */
  const read = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    mayRead();
    const found = await work(held());
    mayRead();
    return found;
  };
  const { bulkGetJson, sizes } = known ?? {};
  return {
    ...handIn,
    info: () => held().info(),
    get: (...asked) => read((database) => database.get(...asked)),
    openRevisions: (...asked) => read((database) => database.openRevisions(...asked)),
    bulkGet: (...asked) => read((database) => database.bulkGet(...asked)),
    ...(bulkGetJson === undefined ? {} : { bulkGetJson: (...asked) => read(() => bulkGetJson(...asked)) }),
    ...(sizes === undefined ? {} : { sizes: (ids) => read(() => sizes(ids)) }),
    changes: (...asked) => read((database) => database.changes(...asked)),
    watch: (...asked) => read((database) => database.watch(...asked)),
    getLocal: (...asked) => held().getLocal(...asked),
    putLocal: async (doc) => putCheckpoint(checkpoints, held(), doc),
    removeLocal: async (id, rev) => removeCheckpoint(checkpoints, held(), id, rev),
  };
}
