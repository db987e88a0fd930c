// The package's own declarations are not reachable through its `exports`; this is the part of its API in use.

declare module 'better-sqlite3' {
  class Database {
    constructor(filename?: string | Buffer, options?: Database.Options);
    readonly name: string;
    readonly open: boolean;
    readonly readonly: boolean;
    readonly memory: boolean;
    readonly inTransaction: boolean;
    prepare<Bound extends unknown[] = unknown[], Row = unknown>(source: string): Database.Statement<Bound, Row>;
    transaction<Parameters extends unknown[], Result>(
      run: (...parameters: Parameters) => Result,
    ): Database.Transaction<Parameters, Result>;
    exec(source: string): this;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    key(key: Buffer): number;
    rekey(key: Buffer): number;
    function(name: string, run: (...parameters: never[]) => unknown): this;
    function(name: string, options: Database.FunctionOptions, run: (...parameters: never[]) => unknown): this;
    loadExtension(path: string): this;
    backup(destination: string, options?: Database.BackupOptions): Promise<Database.BackupProgress>;
    serialize(options?: { attached?: string }): Buffer;
    defaultSafeIntegers(on?: boolean): this;
    unsafeMode(on?: boolean): this;
    close(): this;
  }

  namespace Database {
    interface Options {
      readonly?: boolean;
      fileMustExist?: boolean;
      timeout?: number;
      verbose?: (message?: unknown, ...additional: unknown[]) => void;
      nativeBinding?: string;
    }
    interface RunResult {
      changes: number;
      lastInsertRowid: number | bigint;
    }
    interface FunctionOptions {
      varargs?: boolean;
      deterministic?: boolean;
      safeIntegers?: boolean;
      directOnly?: boolean;
    }
    interface BackupProgress {
      totalPages: number;
      remainingPages: number;
    }
    interface BackupOptions {
      attached?: string;
      progress?: (progress: BackupProgress) => number;
    }
    interface ColumnDefinition {
      name: string;
      column: string | null;
      table: string | null;
      database: string | null;
      type: string | null;
    }
    interface Statement<Bound extends unknown[] = unknown[], Row = unknown> {
      readonly database: Database;
      readonly source: string;
      readonly reader: boolean;
      readonly readonly: boolean;
      readonly busy: boolean;
      run(...bound: Bound): RunResult;
      get(...bound: Bound): Row | undefined;
      all(...bound: Bound): Row[];
      iterate(...bound: Bound): IterableIterator<Row>;
      pluck(on?: boolean): this;
      expand(on?: boolean): this;
      raw(on?: boolean): this;
      bind(...bound: Bound): this;
      columns(): ColumnDefinition[];
      safeIntegers(on?: boolean): this;
    }
    interface Transaction<Parameters extends unknown[], Result> {
      (...parameters: Parameters): Result;
      deferred(...parameters: Parameters): Result;
      immediate(...parameters: Parameters): Result;
      exclusive(...parameters: Parameters): Result;
    }
    class SqliteError extends Error {
      constructor(message: string, code: string);
      readonly code: string;
    }
    type Database = import('better-sqlite3').default;
  }

  export type Statement<Bound extends unknown[] = unknown[], Row = unknown> = Database.Statement<Bound, Row>;
  export type RunResult = Database.RunResult;
  export type Options = Database.Options;
  export type { Database };
  export default Database;
}
