import Sqlite from 'better-sqlite3';
import * as fc from 'fast-check';
import PouchDB from 'pouchdb-core';
import { expect, it } from 'vitest';
import sqlite, { openStore } from '../../store/pouch/index.ts';
import { type Pouch, PouchDatabase } from '../couch/pouch-database.ts';
import { EmbeddedDatabase } from './embedded.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

const REV = '1-0123456789abcdef0123456789abcdef';
const name = fc
  .oneof(fc.constantFrom('a', '编号 "1"', '\\'), fc.string({ unit: 'grapheme', minLength: 1 }))
  .filter((id) => !id.startsWith('_'));
const content = fc.dictionary(
  name.filter((key) => key !== '__proto__'),
  fc.jsonValue(),
  { maxKeys: 4 },
);

it('answers many documents from their stored text as PouchDB does from the documents', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(name, content), { selector: ([id]) => id, maxLength: 6 }),
      fc.array(fc.record({ id: name, rev: fc.option(fc.constantFrom(REV, '1-other'), { nil: undefined }) }), {
        maxLength: 6,
      }),
      fc.boolean(),
      async (docs, others, revs) => {
        const connection = new Sqlite(':memory:');
        const store = openStore(connection);
        const pouch = new PouchDB('ledger', { adapter: 'sqlite', store } as object) as unknown as Pouch;
        store.putFirst(
          'ledger',
          docs.map(([id, each]) => ({ ...each, _id: id, _rev: REV })),
        );
        const asked = [...docs.map(([id], at) => (at % 2 === 0 ? { id } : { id, rev: REV })), ...others].map(
          ({ id, rev }) => (rev === undefined ? { id } : { id, rev }),
        );
        const ours = await new EmbeddedDatabase(pouch, store, 'ledger').bulkGet(asked, { revs });
        const theirs = await new PouchDatabase(pouch).bulkGet(asked, { revs });
        const found = (rows: typeof ours) =>
          rows.map((row) => [row.id, row.docs.map((each) => (each as { ok?: unknown }).ok ?? 'missing')]);
        expect(found(ours)).toEqual(found(theirs));
        store.close();
        connection.close();
      },
    ),
    { numRuns: 100 },
  );
});
