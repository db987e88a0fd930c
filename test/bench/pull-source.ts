/** `node test/bench/pull-source.ts FOLDER`: a hub over the SQLite adapter in a process of its own, from which others pull. */
import path from 'node:path';
import PouchDB from 'pouchdb-core';
import sqlite from '../../store/pouch/index.ts';
import { startOpenHub } from '../open-hub/open-hub.ts';

PouchDB.plugin(sqlite);
const folder = process.argv[2] ?? '.';
const make = (name: string) =>
  new PouchDB(path.join(folder, `${name}.db`), { adapter: 'sqlite', synchronous: 'NORMAL' });
const hub = await startOpenHub(0, (failure) => console.error(failure), { make, close: () => undefined });
console.log(`listening ${hub.url}`);
