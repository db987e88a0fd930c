/** PouchDB as sync uses it: the local databases of an open store, and the hub's over our own fetch. */
import httpAdapter from 'pouchdb-adapter-http';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import sqlite from '../store/pouch/index.ts';
import type { Store } from '../store/pouch/index.ts';
import type { HubFetch } from './hub-fetch.ts';

const SyncPouch = PouchDB.plugin(httpAdapter)
  .plugin(replication)
  .plugin(sqlite as unknown as PouchDB.Plugin);

export type PouchDatabase = PouchDB.Database;

/** A database of the open store. */
export function localDatabase(store: Store, name: string): PouchDatabase {
  return new SyncPouch(name, { adapter: 'sqlite', store } as unknown as PouchDB.Configuration.DatabaseConfiguration);
}

export interface RemoteOptions {
  readonly address: string;
  /** The hub's stable uuid. */
  readonly hub: string;
  readonly name: string;
  readonly fetch: HubFetch;
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
    fetch: options.fetch.fetch,
  } as unknown as PouchDB.Configuration.DatabaseConfiguration);
  const id = `${options.hub}${options.name}`;
  return Object.assign(database, { id: () => Promise.resolve(id) });
}
