import type { Feedable } from 'pouchdb-utils';
import type { AdapterMethods, AdapterOptions } from './adapter-interface.ts';
import { attachAdapter } from './adapter.ts';

export type { FirstRevision } from './first-revisions.ts';
export { openStore, type Store, type StoreOptions, type WrittenDoc } from './store.ts';
export { StorageError, type StorageErrorCode } from './errors.ts';

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
