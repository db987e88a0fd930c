/** `node test/bench/pull-source.ts FOLDER`: the databases of a hub, behind open doors in a process of its own, from which others pull. */
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import { EmbeddedDatabase } from '../../hub/engine/embedded.ts';
import sqlite, { openStore } from '../../store/pouch/index.ts';
import { startOpenHub } from '../open-hub/open-hub.ts';

PouchDB.plugin(sqlite);
const connection = new Sqlite(path.join(process.argv[2] ?? '.', 'source.db'));
connection.pragma('journal_mode = WAL');
const store = openStore(connection);
const hub = await startOpenHub(0, (failure) => console.error(failure), {
  make: (name) => new PouchDB(name, { adapter: 'sqlite', store }),
  wrap: (pouch, name) => new EmbeddedDatabase(pouch, store, name),
  close: () => store.close(),
});
console.log(`listening ${hub.url}`);
