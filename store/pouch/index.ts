import type { Feedable } from 'pouchdb-utils';
import type { AdapterMethods, AdapterOptions } from './adapter-interface.ts';
import { attachAdapter } from './adapter.ts';
import type { PurgeResult } from './purge.ts';
import type { Store } from './store.ts';

export type { FirstRevision } from './single-revision.ts';
export { openStore, type Store, type StoredText, type StoreOptions, type WrittenDoc } from './store.ts';
export { StorageError, type StorageErrorCode } from './errors.ts';

/** What `new PouchDB(name, options)` takes for this adapter; see README.md. */
export interface SqliteOptions {
  adapter: 'sqlite';
  /** A store of many databases; without it the name is the path of a file of its own. */
  store?: Store;
  /** Of a file of its own: 64 hexadecimal digits. */
  key?: string;
  synchronous?: 'FULL' | 'NORMAL';
  auto_compaction?: boolean;
  revs_limit?: number;
  deterministic_revs?: boolean;
  purged_infos_limit?: number;
}

/** The published types do not know of purge, as no other adapter for Node has it. */
export interface Purging {
  /** Removes a leaf with all that leads to no other. */
  purge(id: string, rev: string): Promise<PurgeResult>;
}

declare global {
  namespace PouchDB {
    interface Static<PluginProps extends object = {}> {
      new (name: string, options: SqliteOptions): Database & PluginProps & Purging;
      new <Content extends object>(name: string, options: SqliteOptions): Database<Content> & PluginProps & Purging;
    }
  }
}

type Instance = AdapterMethods & Feedable;
type Opened = (error: unknown, instance?: unknown) => void;

function Sqlite(this: Instance, options: AdapterOptions, opened: Opened): void {
  attachAdapter(this, options, opened);
}
Sqlite.valid = () => true;
// A prefix would stand in front of the whole path.
Sqlite.use_prefix = false;

interface Registry {
  adapter(name: string, adapter: typeof Sqlite, addToPreferred: boolean): void;
}

/** PouchDB plugin: registers the adapter `sqlite`. Use: `PouchDB.plugin(sqlite)`, then `{adapter: 'sqlite'}`. */
export default function sqliteAdapter(pouch: unknown): void {
  (pouch as Registry).adapter('sqlite', Sqlite, true);
}
