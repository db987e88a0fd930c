/**
 * The part of PouchDB 9's API that this house uses. The published declarations (@types/pouchdb-core) replace Node's own Buffer
 * in the whole program and pull in the DOM, so tsconfig.json puts these in their place; types.test.ts holds the adapter to them.
 */
declare namespace PouchDB {
  // What a plugin may be is PouchDB's own business: an object of methods or a function of the constructor.
  type Plugin = ((constructor: Static) => void) | object;

  namespace Core {
    type ExistingDocument<Content extends object> = Content & IdMeta & RevMeta;
    interface IdMeta {
      _id: string;
    }
    interface RevMeta {
      _rev: string;
    }
    type PutDocument<Content extends object> = Content & { _id?: string; _rev?: string; _deleted?: boolean };
    type Document<Content extends object> = Content & IdMeta;
    interface Response {
      ok: boolean;
      id: string;
      rev: string;
    }
    interface Error {
      id?: string;
      status?: number;
      name?: string;
      message?: string;
      reason?: string;
      error?: string | boolean;
    }
    type GetOptions = object;
    type AllDocsOptions = object;
    interface AllDocsRow<Content extends object> {
      id: string;
      key: string;
      value: { rev: string; deleted?: boolean };
      doc?: ExistingDocument<Content>;
      error?: string;
    }
    interface AllDocsResponse<Content extends object> {
      offset: number;
      total_rows: number;
      update_seq?: number | string;
      rows: AllDocsRow<Content>[];
    }
    interface ChangesResponseChange<Content extends object> {
      id: string;
      seq: number | string;
      changes: { rev: string }[];
      deleted?: boolean;
      doc?: ExistingDocument<Content>;
    }
    interface ChangesResponse<Content extends object> {
      results: ChangesResponseChange<Content>[];
      last_seq: number | string;
    }
    interface Changes<Content extends object> extends PromiseLike<ChangesResponse<Content>> {
      on(event: 'change', listener: (change: ChangesResponseChange<Content>) => void): this;
      on(event: 'complete', listener: (info: ChangesResponse<Content>) => void): this;
      on(event: 'error', listener: (error: unknown) => void): this;
      on(event: string, listener: (value: never) => void): this;
      once(event: string, listener: (value: never) => void): this;
      removeAllListeners(event?: string): this;
      catch<Result>(rejected: (error: unknown) => Result): Promise<ChangesResponse<Content> | Result>;
      cancel(): void;
    }
    interface DatabaseInfo {
      db_name: string;
      doc_count: number;
      update_seq: number | string;
    }
    interface BulkGetResponse<Content extends object> {
      results: { id: string; docs: ({ ok: ExistingDocument<Content> } | { error: Error })[] }[];
    }
    interface RevisionDiff {
      missing?: string[];
      possible_ancestors?: string[];
    }
  }

  namespace Configuration {
    type DatabaseConfiguration = object;
  }

  namespace Replication {
    interface Result {
      ok: boolean;
      status?: string;
      docs_read: number;
      docs_written: number;
      doc_write_failures: number;
      last_seq: number | string;
      errors: unknown[];
    }
    interface Running extends PromiseLike<Result> {
      on(event: string, listener: (value: never) => void): this;
      catch<Rejected>(rejected: (error: unknown) => Rejected): Promise<Result | Rejected>;
      cancel(): void;
    }
  }

  // Answers hold what was written, which no declaration can know.
  interface Database<Content extends object = Record<string, unknown>> {
    readonly name: string;
    get<Shape extends object = Content>(id: string, options?: Core.GetOptions): Promise<Core.ExistingDocument<Shape>>;
    put(doc: Core.PutDocument<Content>, options?: object): Promise<Core.Response>;
    post(doc: Core.PutDocument<Content>, options?: object): Promise<Core.Response>;
    remove(doc: Core.IdMeta & Core.RevMeta, options?: object): Promise<Core.Response>;
    remove(id: string, rev: string, options?: object): Promise<Core.Response>;
    bulkDocs(docs: readonly Core.PutDocument<Content>[], options?: object): Promise<(Core.Response | Core.Error)[]>;
    bulkDocs(
      request: { docs: readonly Core.PutDocument<Content>[] },
      options?: object,
    ): Promise<(Core.Response | Core.Error)[]>;
    bulkGet(
      options: { docs: readonly { id: string; rev?: string }[] } & Record<string, unknown>,
    ): Promise<Core.BulkGetResponse<Content>>;
    allDocs<Shape extends object = Content>(options?: Core.AllDocsOptions): Promise<Core.AllDocsResponse<Shape>>;
    changes(options?: Record<string, unknown>): Core.Changes<Content>;
    revsDiff(diff: Record<string, readonly string[]>): Promise<Record<string, Core.RevisionDiff>>;
    getAttachment(id: string, name: string, options?: object): Promise<Buffer>;
    putAttachment(id: string, name: string, rev: string, data: Buffer | string, type: string): Promise<Core.Response>;
    putAttachment(id: string, name: string, data: Buffer | string, type: string): Promise<Core.Response>;
    removeAttachment(id: string, name: string, rev: string): Promise<Core.Response>;
    compact(options?: object): Promise<unknown>;
    purge(
      id: string,
      rev: string,
    ): Promise<{ ok: boolean; deletedRevs: string[]; documentWasRemovedCompletely: boolean }>;
    info(): Promise<Core.DatabaseInfo>;
    close(): Promise<void>;
    destroy(options?: object): Promise<{ ok: boolean }>;
    on(event: string, listener: (value: never) => void): this;
    once(event: string, listener: (value: never) => void): this;
    setMaxListeners(count: number): this;
    readonly replicate: {
      to(other: Database<Content> | string, options?: object): Replication.Running;
      from(other: Database<Content> | string, options?: object): Replication.Running;
    };
    sync(
      other: Database<Content> | string,
      options?: object,
    ): PromiseLike<{ push?: Replication.Result; pull?: Replication.Result }>;
    query<Row = unknown>(view: unknown, options?: object): Promise<{ total_rows: number; offset: number; rows: Row[] }>;
    find(request: object): Promise<{ docs: Core.ExistingDocument<Content>[] }>;
    createIndex(index: object): Promise<unknown>;
  }

  interface Static<PluginProps extends object = {}> {
    new <Content extends object = Record<string, unknown>>(
      name?: string,
      options?: Configuration.DatabaseConfiguration,
    ): Database<Content> & PluginProps;
    plugin(plugin: Plugin): Static<PluginProps>;
    defaults(options: Configuration.DatabaseConfiguration): Static<PluginProps>;
    replicate(source: string | Database, target: string | Database, options?: object): Replication.Running;
    adapter(name: string, constructor: object, preferred?: boolean): void;
    readonly adapters: Record<string, unknown>;
    readonly version: string;
    on(event: string, listener: (value: never) => void): Static;
    setMaxListeners(count: number): Static;
  }
}

declare module 'pouchdb-core' {
  const PouchDB: PouchDB.Static;
  export default PouchDB;
}
declare module 'pouchdb-adapter-http' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}
declare module 'pouchdb-replication' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}
declare module 'pouchdb-mapreduce' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}
declare module 'pouchdb-find' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}
