/** What CouchDB does with a database and a county's hub does not, over a PouchDB instance: lists, attachments, housekeeping, changes by any order and filter. */
import type { Change, ChangesOptions, ChangesPage, Doc, WriteResult } from '../../hub/couch/database.ts';
import { given, numericSeq, type Pouch } from '../../hub/couch/pouch-database.ts';
import { CouchError, toCouchError } from '../../hub/http/errors.ts';

export interface AllDocsOptions {
  readonly keys?: readonly string[];
  readonly key?: string;
  readonly startkey?: string;
  readonly endkey?: string;
  readonly inclusive_end?: boolean;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly skip?: number;
  readonly include_docs?: boolean;
  readonly attachments?: boolean;
  readonly conflicts?: boolean;
  readonly update_seq?: boolean;
}

export interface Attachment {
  readonly data: Buffer;
  readonly type: string;
  /** `md5-` and base64. */
  readonly digest: string;
}

/** An order and a filter that runs. */
export interface Chosen {
  readonly descending?: boolean;
  /** `name/name` of a design document, `_design`, `_view` or `_selector`. */
  readonly filter?: string;
  readonly view?: string;
  readonly selector?: unknown;
  readonly query_params?: Readonly<Record<string, string>>;
}

/** A PouchDB instance with what is used here beside what the hub uses of it. */
export interface ManagedPouch extends Omit<Pouch, 'changes'> {
  allDocs(options: object): Promise<unknown>;
  changes(options: object): PromiseLike<{ results: readonly Change[]; last_seq: number | string }>;
  getAttachment(id: string, name: string, options: object): Promise<Buffer>;
  putAttachment(id: string, name: string, rev: string, data: Buffer, type: string): Promise<WriteResult>;
  removeAttachment(id: string, name: string, rev: string): Promise<WriteResult>;
  compact(): Promise<unknown>;
  purge?(id: string, rev: string): Promise<{ deletedRevs: readonly string[] }>;
  _purge?: unknown;
  query?(name: string, options: object): Promise<unknown>;
  destroy(): Promise<unknown>;
}

const isDesign = (doc: Doc): boolean => String(doc['_id']).startsWith('_design/');

export class ManagedDatabase {
  readonly #pouch: ManagedPouch;

  constructor(pouch: ManagedPouch) {
    this.#pouch = pouch;
  }

  async allDocs(options: AllDocsOptions): Promise<Doc> {
    const { inclusive_end, ...rest } = options;
    const end = inclusive_end === undefined ? {} : { inclusive_end };
    return (await this.#pouch.allDocs({ ...given(rest), ...end })) as Doc;
  }

  async changes({ filter, ...options }: ChangesOptions & Chosen): Promise<ChangesPage> {
    const { update_seq } = await this.#pouch.info();
    const since = options.since === 'now' ? update_seq : numericSeq(options.since);
    const run = filter === '_design' ? isDesign : filter;
    const page = await this.#pouch.changes({ ...given({ ...options, filter: run }), since, return_docs: true });
    const ahead = Number(update_seq) - Number(page.last_seq);
    return { results: page.results, last_seq: page.last_seq, pending: options.descending ? 0 : Math.max(0, ahead) };
  }

  async getAttachment(id: string, name: string, rev?: string): Promise<Attachment> {
    const options = given({ rev });
    const doc = (await this.#pouch.get(id, options)) as {
      _attachments?: Record<string, { content_type: string; digest: string }>;
    };
    const stub = Object.hasOwn(doc._attachments ?? {}, name) ? doc._attachments?.[name] : undefined;
    if (stub === undefined) throw new CouchError(404, 'not_found', 'Document is missing attachment');
    const data = await this.#pouch.getAttachment(id, name, options);
    return { data, type: stub.content_type, digest: stub.digest };
  }

  putAttachment(id: string, name: string, rev: string | undefined, data: Buffer, type: string): Promise<WriteResult> {
    return this.#pouch.putAttachment(id, name, rev as string, data, type);
  }

  removeAttachment(id: string, name: string, rev: string): Promise<WriteResult> {
    return this.#pouch.removeAttachment(id, name, rev);
  }

  async compact(): Promise<void> {
    await this.#pouch.compact();
  }

  /** Returns the revisions that were removed. */
  async purge(id: string, rev: string): Promise<readonly string[]> {
    if (this.#pouch._purge === undefined || this.#pouch.purge === undefined)
      throw new CouchError(501, 'not_implemented', 'this engine cannot purge');
    try {
      return (await this.#pouch.purge(id, rev)).deletedRevs;
    } catch (failure) {
      if (toCouchError(failure).status === 404) return [];
      throw failure;
    }
  }

  /** A view of a design document. Throws CouchError 501 where the instance runs none. */
  async view(name: string, options: object): Promise<unknown> {
    if (this.#pouch.query === undefined) throw new CouchError(501, 'not_implemented', 'this engine runs no views');
    return this.#pouch.query(name, options);
  }
}
