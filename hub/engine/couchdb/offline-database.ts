/**
 * A database of the county at CouchDB, as the door uses it. While CouchDB is away everything that handing in by replication needs is answered
 * from the hub's file; reading is refused with 503. A database that CouchDB does not have is made when it is first asked about.
 */
import type { WriteDb } from '../../../store/types.ts';
import type { Change, ChangesOptions, ChangesPage, Doc, WriteResult } from '../../couch/database.ts';
import { dropCheckpoint, keepCheckpoint, keptCheckpoint, writeKept } from './checkpoints.ts';
import { type CouchdbRequest, CouchdbTrouble, type CouchdbClient } from './couchdb-client.ts';
import { RemoteDatabase, isNoDatabase } from './remote-database.ts';
import { readProgress } from './mirror-progress.ts';

export interface OfflineOptions {
  readonly line: CouchdbClient;
  readonly file: WriteDb;
  readonly name: string;
  /** Makes the database at CouchDB. */
  readonly provide: () => Promise<void>;
}

/** Documents are written once. What was edited or deleted at CouchDB is put right by the mirror and left out of answers meanwhile. */
const isWrittenOnce = ({ deleted, changes }: Change): boolean =>
  deleted !== true && changes.every(({ rev }) => rev.startsWith('1-'));

async function unlessAway<T>(work: () => Promise<T>, away: () => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CouchdbTrouble) return away();
    throw error;
  }
}

export class OfflineDatabase extends RemoteDatabase {
  readonly #options: OfflineOptions;

  constructor(options: OfflineOptions) {
    super(options.line, options.name);
    this.#options = options;
  }

  protected override async ask(method: string, path: readonly string[], ask?: CouchdbRequest): Promise<unknown> {
    try {
      return await super.ask(method, path, ask);
    } catch (error) {
      if (!isNoDatabase(error)) throw error;
      await this.#options.provide();
      return super.ask(method, path, ask);
    }
  }

  override info() {
    const { file, name } = this.#options;
    return unlessAway(
      () => super.info(),
      () => ({ doc_count: file.store.info(name).doc_count, update_seq: readProgress(file, name).since }),
    );
  }

  /** A page that is short says to a replicator that nothing follows: what is left out is made up for by what comes after it. */
  override async changes(options: ChangesOptions): Promise<ChangesPage> {
    const { limit = 0 } = options;
    let page = await super.changes(options);
    const results = page.results.filter(isWrittenOnce);
    for (let left = limit - results.length; left > 0 && page.pending > 0; left = limit - results.length) {
      page = await super.changes({ ...options, since: page.last_seq, limit: left });
      results.push(...page.results.filter(isWrittenOnce));
    }
    return { ...page, results };
  }

  override getLocal(id: string): Promise<Doc> {
    const { file, name } = this.#options;
    return unlessAway(
      async () => {
        const doc = await super.getLocal(id);
        keepCheckpoint(file, name, doc);
        return doc;
      },
      () => keptCheckpoint(file, name, id),
    );
  }

  override putLocal(doc: Doc): Promise<WriteResult> {
    const { file, name } = this.#options;
    return unlessAway(
      async () => {
        const written = await super.putLocal(doc);
        keepCheckpoint(file, name, { ...doc, _rev: written.rev });
        return written;
      },
      () => ({ ok: true, id: String(doc['_id']), rev: writeKept(file, name, doc) }),
    );
  }

  override async removeLocal(id: string, rev: string): Promise<WriteResult> {
    const removed = await super.removeLocal(id, rev);
    dropCheckpoint(this.#options.file, this.#options.name, id);
    return removed;
  }
}
