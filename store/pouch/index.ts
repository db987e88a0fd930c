import { SqliteAdapter } from './adapter.ts';

export { openStore, type Store, type StoreOptions, type WrittenDoc } from './store.ts';
export { StorageError, type StorageErrorCode } from './errors.ts';

interface Registry {
  adapter(name: string, adapter: typeof SqliteAdapter, addToPreferred: boolean): void;
}

/** PouchDB plugin: registers the adapter `sqlite`. Use: `PouchDB.plugin(sqlite)`, then `{adapter: 'sqlite'}`. */
export default function sqliteAdapter(pouch: unknown): void {
  (pouch as Registry).adapter('sqlite', SqliteAdapter, true);
}
