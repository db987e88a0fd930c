/** What the protocol needs of a database and of the engine that keeps them: small enough for another engine to stand behind it. */

/** A JSON document on its way through; the protocol looks at the names that begin with an underscore only. */
export type Doc = Record<string, unknown>;

export interface ChangesOptions {
  /** A seq as this engine gave it, `now`, or 0 for everything. */
  readonly since: number | string;
  readonly limit?: number;
  readonly style?: 'main_only' | 'all_docs';
  readonly include_docs?: boolean;
  readonly attachments?: boolean;
  readonly conflicts?: boolean;
  readonly doc_ids?: readonly string[];
}

export interface Change {
  readonly id: string;
  readonly seq: number | string | null;
  readonly changes: readonly { readonly rev: string }[];
  readonly deleted?: boolean;
  readonly doc?: Doc;
}

export interface ChangesPage {
  readonly results: readonly Change[];
  readonly last_seq: number | string;
  /** Changes after `last_seq`. */
  readonly pending: number;
}

export interface GetOptions {
  readonly rev?: string;
  readonly revs?: boolean;
  readonly revs_info?: boolean;
  readonly conflicts?: boolean;
  readonly latest?: boolean;
  readonly attachments?: boolean;
}

export type OpenRevision = { readonly ok: Doc } | { readonly missing: string };

export interface BulkGetRequest {
  readonly id: string;
  readonly rev?: string;
}
export interface BulkGetResult {
  readonly id: string;
  readonly docs: readonly unknown[];
}

export interface WriteResult {
  readonly ok?: boolean;
  readonly id?: string;
  readonly rev?: string;
}

export type RevsMap = Readonly<Record<string, readonly string[]>>;
export type RevsDiff = Readonly<
  Record<string, { readonly missing: readonly string[]; readonly possible_ancestors?: readonly string[] }>
>;

export interface DatabaseInfo {
  /** Documents that are not deleted. */
  readonly doc_count: number;
  readonly update_seq: number | string;
  /** When the database was made, where the engine knows: another one of the same name has another. */
  readonly instance_start_time?: string;
}

export interface Database {
  info(): Promise<DatabaseInfo>;
  get(id: string, options: GetOptions): Promise<Doc>;
  openRevisions(id: string, revs: 'all' | readonly string[], options: GetOptions): Promise<readonly OpenRevision[]>;
  bulkGet(docs: readonly BulkGetRequest[], options: GetOptions): Promise<readonly BulkGetResult[]>;
  /** Where documents are stored as JSON: the rows of `bulkGet` for documents without attachments, each as JSON. */
  readonly bulkGetJson?: (docs: readonly BulkGetRequest[], options: GetOptions) => Promise<readonly string[]>;
  /** Where it can be told without reading them: bytes of the documents that there are, by id. */
  readonly sizes?: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  changes(options: ChangesOptions): Promise<ChangesPage>;
  /** Calls the listener after every change from now on; answers how to stop. */
  watch(listener: () => void): Promise<() => void>;
  /** One result a document, in order; a failed one is an error object. Whole-request failures throw. */
  bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]>;
  put(doc: Doc): Promise<WriteResult>;
  revsDiff(revs: RevsMap): Promise<RevsDiff>;
  getLocal(id: string): Promise<Doc>;
  putLocal(doc: Doc): Promise<WriteResult>;
  removeLocal(id: string, rev: string): Promise<WriteResult>;
}

export interface Engine {
  /** null: there is no such database. */
  open(name: string): Promise<Database | null>;
}
