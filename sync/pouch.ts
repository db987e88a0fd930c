/** PouchDB as sync uses it: the local databases of an open store, and the hub's over our own fetch. */
import { createRequire } from 'node:module';
import sqlite from '../store/pouch/index.ts';
import type { Store } from '../store/pouch/index.ts';
import type { HubLine } from './hub-fetch.ts';

interface ReplicationResult {
  readonly docs_written: number;
}

/** A running replication: a promise that can be watched and cancelled. */
interface Replication extends PromiseLike<ReplicationResult> {
  on(event: 'change' | 'denied', listener: (row: unknown) => void): unknown;
  cancel(): void;
}

/** The part of a PouchDB instance that sync uses. */
export interface PouchDatabase {
  readonly name: string;
  readonly replicate: {
    to(other: PouchDatabase, options: object): Replication;
    from(other: PouchDatabase, options: object): Replication;
  };
  id(): Promise<string>;
  get(id: string): Promise<Record<string, unknown>>;
  remove(doc: Record<string, unknown>): Promise<unknown>;
  close(): Promise<void>;
}

interface PouchConstructor {
  new (name: string, options: object): PouchDatabase;
  plugin(plugin: unknown): PouchConstructor;
}

// Required, not imported: the published types of pouchdb-core replace Node's own Buffer type in the whole program.
const require = createRequire(import.meta.url);
const SyncPouch = (require('pouchdb-core') as PouchConstructor)
  .plugin(require('pouchdb-adapter-http'))
  .plugin(require('pouchdb-replication'))
  .plugin(sqlite);

type BulkDocs = (request: { readonly docs: readonly unknown[] }, options?: object) => Promise<unknown>;

/**
 * A database of the open store. `ahead` is given what a pull is about to write and may check it on other threads meanwhile, so
 * that the transaction itself stays short.
 */
export function localDatabase(
  store: Store,
  name: string,
  ahead?: (docs: readonly unknown[]) => Promise<void>,
): PouchDatabase {
  const database = new SyncPouch(name, { adapter: 'sqlite', store });
  if (ahead === undefined) return database;
  const { bulkDocs } = database as unknown as { bulkDocs: BulkDocs };
  const checked: BulkDocs = async (request, options) => {
    await ahead(request.docs);
    return bulkDocs.call(database, request, options);
  };
  return Object.assign(database, { bulkDocs: checked });
}

export interface RemoteOptions {
  readonly address: string;
  /** The hub's stable uuid. */
  readonly hub: string;
  readonly name: string;
  readonly line: HubLine;
}

/**
 * A database of the hub. Its id is made from the hub's uuid as enrolment told it: PouchDB itself would ask `GET /` each time
 * and fall back to the address when that one request fails, which would name another checkpoint and start from zero.
 */
export function remoteDatabase(options: RemoteOptions): PouchDatabase {
  const database = new SyncPouch(`${options.address}/${options.name}`, {
    adapter: 'http',
    // The hub makes the ledgers; asking whether each is there would cost a request a run.
    skip_setup: true,
    fetch: options.line.fetch,
  });
  const id = `${options.hub}${options.name}`;
  return Object.assign(database, {
    id: () => Promise.resolve(id),
    // Replication asks for it after every batch, for a progress bar that no page shows, and leaves a failure of that request unhandled:
    // a line cut at that moment would end the whole program.
    info: () => Promise.resolve({ db_name: options.name, update_seq: 0 }),
  });
}
