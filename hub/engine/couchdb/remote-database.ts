/** The protocol's database over a CouchDB: what is asked goes there as it is, seqs come back as CouchDB's opaque text. */
import type {
  BulkGetRequest,
  BulkGetResult,
  ChangesOptions,
  ChangesPage,
  Database,
  DatabaseInfo,
  Doc,
  GetOptions,
  OpenRevision,
  RevsDiff,
  RevsMap,
  WriteResult,
} from '../../couch/database.ts';
import { CouchError, couchError } from '../../http/errors.ts';
import type { CouchdbRequest, CouchdbClient } from './couchdb-client.ts';
import { RemoteWatch } from './remote-watch.ts';

/** CouchDB ends a watch in which nothing happens after a minute, in ms. */
const WATCH_PATIENCE_MS = 150_000;

/** `_design/x` and `_local/x` are two segments of a path, any other id is one. */
const pathOfId = (id: string): readonly string[] => {
  const [, kind, rest] = /^(_design|_local)\/(.*)$/s.exec(id) ?? [];
  return kind === undefined || rest === undefined ? [id] : [kind, rest];
};

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

const isMalformedSeq = (error: unknown): boolean =>
  error instanceof CouchError && error.status === 400 && /sequence/i.test(error.message);

export class RemoteDatabase implements Database {
  readonly #line: CouchdbClient;
  readonly #name: string;
  readonly #watch: RemoteWatch;

  constructor(line: CouchdbClient, name: string) {
    this.#line = line;
    this.#name = name;
    this.#watch = new RemoteWatch({
      now: async () => (await this.info()).update_seq,
      next: async (since, signal) => {
        const ask = { query: { feed: 'longpoll', since }, signal, patienceMs: WATCH_PATIENCE_MS };
        const page = await this.ask('GET', ['_changes'], ask);
        return (page as ChangesPage).last_seq;
      },
    });
  }

  /** One question about this database. */
  protected ask(method: string, path: readonly string[], ask?: CouchdbRequest): Promise<unknown> {
    return this.#line.ask(method, [this.#name, ...path], ask);
  }

  async info(): Promise<DatabaseInfo> {
    return (await this.ask('GET', [])) as DatabaseInfo;
  }

  async get(id: string, options: GetOptions): Promise<Doc> {
    return (await this.ask('GET', pathOfId(id), { query: { ...options } })) as Doc;
  }

  async openRevisions(id: string, revs: 'all' | readonly string[], options: GetOptions) {
    const query = { ...options, open_revs: revs === 'all' ? revs : json(revs) };
    return (await this.ask('GET', pathOfId(id), { query })) as readonly OpenRevision[];
  }

  async bulkGet(docs: readonly BulkGetRequest[], options: GetOptions) {
    const { results } = (await this.ask('POST', ['_bulk_get'], { query: { ...options }, body: { docs } })) as {
      results: readonly BulkGetResult[];
    };
    return results;
  }

  /** Documents by id as CouchDB has them now: one row each, in the order of the ids; null where it is deleted or there is none. */
  async documents(ids: readonly string[]): Promise<readonly (Doc | null)[]> {
    const body = { keys: ids };
    const found = await this.ask('POST', ['_all_docs'], { query: { include_docs: true }, body });
    return (found as { rows: readonly { doc?: Doc | null }[] }).rows.map(({ doc }) => doc ?? null);
  }

  async changes(options: ChangesOptions): Promise<ChangesPage> {
    const { since, style, include_docs, attachments, conflicts, limit, doc_ids } = options;
    const rest = { style, include_docs, attachments, conflicts, limit };
    const page = (from: number | string) =>
      doc_ids === undefined
        ? this.ask('GET', ['_changes'], { query: { ...rest, since: from } })
        : this.ask('POST', ['_changes'], { query: { ...rest, since: from, filter: '_doc_ids' }, body: { doc_ids } });
    // A seq that is not of this CouchDB says nothing here: a client that brings it begins anew.
    const found = await page(since).catch((error: unknown) =>
      isMalformedSeq(error) ? page(0) : Promise.reject(error as Error),
    );
    return found as ChangesPage;
  }

  watch(listener: () => void): Promise<() => void> {
    return this.#watch.add(listener);
  }

  async bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]> {
    return (await this.ask('POST', ['_bulk_docs'], { body: { docs, new_edits: newEdits } })) as readonly unknown[];
  }

  async put(doc: Doc): Promise<WriteResult> {
    return (await this.ask('PUT', pathOfId(String(doc['_id'])), { body: doc })) as WriteResult;
  }

  async revsDiff(revs: RevsMap): Promise<RevsDiff> {
    return (await this.ask('POST', ['_revs_diff'], { body: revs })) as RevsDiff;
  }

  async getLocal(id: string): Promise<Doc> {
    return (await this.ask('GET', ['_local', id])) as Doc;
  }

  putLocal(doc: Doc): Promise<WriteResult> {
    return this.put(doc);
  }

  async removeLocal(id: string, rev: string): Promise<WriteResult> {
    return (await this.ask('DELETE', ['_local', id], { query: { rev } })) as WriteResult;
  }

  /** Removes a revision and all that leads to it alone; returns the revisions that were removed. */
  async purge(id: string, rev: string): Promise<readonly string[]> {
    const { purged } = (await this.ask('POST', ['_purge'], { body: { [id]: [rev] } })) as { purged: RevsMap };
    return purged[id] ?? [];
  }
}

/** Returns whether CouchDB says that it has no such database, rather than no such document. */
export const isNoDatabase = (error: unknown): boolean =>
  error instanceof CouchError && error.status === 404 && error.message === couchError('noDatabase').message;
