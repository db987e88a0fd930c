// The program that is killed: writes without end and says on standard output what has been acknowledged.
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import sqlite, { openStore } from '../../store/pouch/index.ts';
import { BATCH, CASE, KEY, LEDGER, prepareConnection, project, type Mode } from './adapter-file.ts';

const [path = '', mode = 'file', start = '0'] = process.argv.slice(2);
PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

/** One line a write that was acknowledged: its kind and number. Synchronous, so that a kill cannot lose it. */
function acknowledge(kind: string, number: number): void {
  writeSync(1, `${kind} ${number}\n`);
}

const text = 'x'.repeat(200);
let number = Number(start);

async function puts(pouch: PouchDB.Database): Promise<void> {
  const together = 1 + (number % 8);
  await Promise.all(
    Array.from({ length: together }, async () => {
      const mine = number++;
      await pouch.put({ _id: `put-${mine}`, text });
      acknowledge('put', mine);
    }),
  );
}

async function batch(pouch: PouchDB.Database): Promise<void> {
  const mine = number++;
  await pouch.bulkDocs(Array.from({ length: BATCH }, (_, i) => ({ _id: `batch-${mine}-${i}`, text })));
  acknowledge('batch', mine);
}

async function writeTo(pouch: PouchDB.Database, more: () => void): Promise<never> {
  for (;;) {
    await puts(pouch);
    await batch(pouch);
    more();
  }
}

function inStore(): Promise<never> {
  const connection = new Database(path);
  prepareConnection(connection);
  const store = openStore(connection, { onWrite: (database, docs) => project(connection, database, docs) });
  const pouch = new PouchDB(LEDGER, { adapter: 'sqlite', store } as PouchDB.Configuration.DatabaseConfiguration);
  const count = connection.prepare('UPDATE counter SET n = n + 1');
  return writeTo(pouch, () => {
    const mine = number++;
    store.transaction(() => {
      count.run();
      store.putFirst(
        LEDGER,
        Array.from({ length: CASE }, (_, i) => ({ _id: `case-${mine}-${i}`, _rev: '1-a', text })),
      );
    });
    acknowledge('case', mine);
  });
}

function inFile(): Promise<never> {
  const options = { adapter: 'sqlite', key: KEY };
  return writeTo(new PouchDB(path, options as PouchDB.Configuration.DatabaseConfiguration), () => undefined);
}

await ((mode as Mode) === 'store' ? inStore() : inFile());
