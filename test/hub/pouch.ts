/** A plain PouchDB in memory with the parts that replicate: a client that knows nothing of this house. */
import { randomUUID } from 'node:crypto';
import http from 'pouchdb-adapter-http';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';

const Plain = PouchDB.plugin(memory as PouchDB.Plugin)
  .plugin(http)
  .plugin(replication);

export function memoryDatabase(name = 'test'): PouchDB.Database {
  return new Plain(`${name}-${randomUUID()}`, { adapter: 'memory' });
}

export function remoteDatabase(address: string): PouchDB.Database {
  return new Plain(address);
}

/** One that keeps its connections, as PouchDB in a browser and our own sites do; in Node its own way is one connection a request. */
export function steadyDatabase(address: string): PouchDB.Database {
  return new Plain(address, { fetch });
}

/** Puts events into a local database as they are. */
export async function keep(database: PouchDB.Database, docs: readonly object[]): Promise<void> {
  await database.bulkDocs(docs as PouchDB.Core.PutDocument<object>[], { new_edits: false });
}
