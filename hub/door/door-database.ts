/** A database as a device may use it: it reads, and keeps small checkpoints; how it hands in is told by the kind of database, and nothing else is written. */
import type {
  AllDocsOptions,
  Attachment,
  BulkGetRequest,
  BulkGetResult,
  ChangesOptions,
  ChangesPage,
  Database,
  Doc,
  GetOptions,
  OpenRevision,
  RevsDiff,
  RevsMap,
  WriteResult,
} from '../couch/database.ts';
import { CouchError, couchError } from '../couch/errors.ts';

/** A checkpoint with its fifty sessions of history is about 15 KB. */
const MAX_LOCAL_BYTES = 65_536;

export const notForDevices = () => new CouchError(403, 'forbidden', '这个操作不对设备开放');

export abstract class DoorDatabase implements Database {
  readonly #known: Database | null;

  /** `held` is the database of the engine; null where there is none to read. */
  constructor(held: Database | null) {
    this.#known = held;
  }

  get #held(): Database {
    if (this.#known === null) throw couchError('noDatabase');
    return this.#known;
  }

  abstract bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]>;
  abstract put(doc: Doc): Promise<WriteResult>;
  abstract revsDiff(revs: RevsMap): Promise<RevsDiff>;

  info(): ReturnType<Database['info']> {
    return this.#held.info();
  }

  get(id: string, options: GetOptions): Promise<Doc> {
    return this.#held.get(id, options);
  }

  openRevisions(id: string, revs: 'all' | readonly string[], options: GetOptions): Promise<readonly OpenRevision[]> {
    return this.#held.openRevisions(id, revs, options);
  }

  bulkGet(docs: readonly BulkGetRequest[], options: GetOptions): Promise<readonly BulkGetResult[]> {
    return this.#held.bulkGet(docs, options);
  }

  allDocs(options: AllDocsOptions): Promise<Doc> {
    return this.#held.allDocs(options);
  }

  changes(options: ChangesOptions): Promise<ChangesPage> {
    return this.#held.changes(options);
  }

  watch(listener: () => void): Promise<() => void> {
    return this.#held.watch(listener);
  }

  getAttachment(id: string, name: string, rev?: string): Promise<Attachment> {
    return this.#held.getAttachment(id, name, rev);
  }

  getLocal(id: string): Promise<Doc> {
    return this.#held.getLocal(id);
  }

  async putLocal(doc: Doc): Promise<WriteResult> {
    if (Buffer.byteLength(JSON.stringify(doc)) > MAX_LOCAL_BYTES)
      throw couchError('tooLarge', '同步进度记录过大,没有保存');
    return this.#held.putLocal(doc);
  }

  removeLocal(id: string, rev: string): Promise<WriteResult> {
    return this.#held.removeLocal(id, rev);
  }

  putAttachment(): Promise<never> {
    return Promise.reject(notForDevices());
  }

  removeAttachment(): Promise<never> {
    return Promise.reject(notForDevices());
  }

  compact(): Promise<never> {
    return Promise.reject(notForDevices());
  }

  purge(): Promise<never> {
    return Promise.reject(notForDevices());
  }
}
