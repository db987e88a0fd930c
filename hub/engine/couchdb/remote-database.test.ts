/** The same questions to a database of ours and to one at a CouchDB have the same answers, seqs apart. */
import { randomUUID } from 'node:crypto';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Couchdb } from '../../../test/couchdb/couchdb.ts';
import type { Database, Doc } from '../../couch/database.ts';
import { CouchError } from '../../http/errors.ts';
import { type Pouch, PouchDatabase } from '../../couch/pouch-database.ts';
import { CouchdbEngine } from './engine.ts';
import { CouchdbClient } from './couchdb-client.ts';
import type { RemoteDatabase } from './remote-database.ts';

PouchDB.plugin(memory as PouchDB.Plugin);

const NAME = 'ledger-1';
const couchdb = new Couchdb();
let line: CouchdbClient;
let engine: CouchdbEngine;
let ours: Database;
let theirs: RemoteDatabase;

beforeAll(async () => {
  await couchdb.start();
  const { user, password, port } = couchdb;
  line = new CouchdbClient({ url: `http://127.0.0.1:${port}`, user, password });
  line.open();
  engine = new CouchdbEngine(line);
  await engine.create(NAME);
  await engine.create(NAME);
  theirs = engine.remote(NAME);
  ours = new PouchDatabase(new PouchDB(randomUUID(), { adapter: 'memory' }) as unknown as Pouch);
});
afterAll(async () => {
  line.close();
  await couchdb.remove();
});

/** What both answer; an error by its status and word. */
async function both(question: (database: Database) => Promise<unknown>): Promise<readonly [unknown, unknown]> {
  const answer = (database: Database) =>
    question(database).catch((error: unknown) => {
      const { status, error: word, name } = error as CouchError;
      return { status, word: typeof word === 'string' ? word : name };
    });
  return Promise.all([answer(ours), answer(theirs)]);
}

async function same(question: (database: Database) => Promise<unknown>): Promise<unknown> {
  const [mine, its] = await both(question);
  expect(its).toEqual(mine);
  return its;
}

const hash = (digit: string) => digit.repeat(32);
const first = (id: string, digit: string, more: Doc = {}): Doc => ({ _id: id, _rev: `1-${hash(digit)}`, ...more });

describe('a database at a CouchDB answers as one of ours', () => {
  it('to writes with their own revisions, conflicts and deletions among them', async () => {
    await same(
      async (database) =>
        (await database.bulkDocs([first('a', 'a', { n: 1 }), first('b', 'b'), first('a', 'c', { n: 2 })], false))
          .length,
    );
    await same(async (database) => {
      const gone = {
        _id: 'gone',
        _rev: `2-${hash('e')}`,
        _deleted: true,
        _revisions: { start: 2, ids: [hash('e'), hash('d')] },
      };
      return (await database.bulkDocs([gone], false)).length;
    });
    await same((database) => database.revsDiff({ a: [`1-${hash('a')}`], x: [`1-${hash('a')}`] }));
    const { doc_count } = await theirs.info();
    expect(doc_count).toBe((await ours.info()).doc_count);
  });

  it('to reads of single documents', async () => {
    expect(await same((database) => database.get('a', { conflicts: true, revs: true }))).toMatchObject({ n: 2 });
    await same((database) => database.get('a', { rev: `1-${hash('a')}` }));
    await same((database) => database.get('none', {}));
    await same((database) => database.get('gone', {}));
    await same(async (database) => {
      const leaves = (await database.openRevisions('a', 'all', {})) as readonly { ok: Doc }[];
      return leaves.map(({ ok }) => ok['_rev']).sort();
    });
    await same((database) => database.openRevisions('a', [`1-${hash('a')}`], { revs: true }));
    await same((database) => database.bulkGet([{ id: 'a', rev: `1-${hash('a')}` }, { id: 'b' }], { revs: true }));
  });

  it('to documents by id, those that are gone or were never there among them', async () => {
    const asked = ['b', 'none', 'a', 'gone'];
    const one = (id: string) => ours.get(id, {}).catch(() => null);
    expect(await theirs.documents(asked)).toEqual(await Promise.all(asked.map(one)));
  });

  it('to changes, from anywhere and page by page', async () => {
    const ids = async (database: Database, options: Omit<Parameters<Database['changes']>[0], 'since'> = {}) =>
      (await database.changes({ since: 0, ...options })).results
        .map(({ id, changes, deleted }) => `${id} ${changes.length} ${deleted === true}`)
        .sort();
    expect(await same((database) => ids(database))).toEqual(['a 1 false', 'b 1 false', 'gone 1 true']);
    await same((database) => ids(database, { style: 'all_docs', include_docs: true }));
    await same((database) => ids(database, { doc_ids: ['b'] }));
    await same(async (database) => {
      const one = await database.changes({ since: 0, limit: 2 });
      const rest = await database.changes({ since: one.last_seq });
      const none = await database.changes({ since: 'now' });
      return [one.results.length, one.pending, rest.results.map(({ id }) => id), rest.pending, none.results];
    });
    // A seq of another engine means the beginning, at both.
    await same(async (database) => (await database.changes({ since: '7-abc' })).results.length);
  });

  it('to checkpoints', async () => {
    await same((database) => database.getLocal('c'));
    const written = (await same((database) => database.putLocal({ _id: '_local/c', at: 1 }))) as { rev: string };
    await same((database) => database.putLocal({ _id: '_local/c', _rev: written.rev, at: 2 }));
    expect(await same(async (database) => (await database.getLocal('c'))['at'])).toBe(2);
    await same(async (database) => (await database.removeLocal('c', '0-2')).ok);
    await same((database) => database.getLocal('c'));
  });

  it('to edits and purge', async () => {
    await same(async (database) => (await database.put({ _id: 'edited', n: 1 })).ok);
    await same((database) => database.put({ _id: 'edited', n: 2 }).then(({ ok }) => ok));
    const last = String((await theirs.get('edited', {}))['_rev']);
    expect(await theirs.purge('edited', last)).toContain(last);
    await expect(theirs.get('edited', {})).rejects.toMatchObject({ status: 404 });
  });

  it('to who waits for changes', async () => {
    for (const database of [ours, theirs]) {
      let told = 0;
      const stop = await database.watch(() => (told += 1));
      await database.bulkDocs([first(randomUUID(), '1')], false);
      await expect.poll(() => told, { timeout: 20_000 }).toBeGreaterThan(0);
      stop();
    }
  });
});

describe('an id', () => {
  it.each(['.', '..', ''])('%j leads to no other address', async (id) => {
    for (const work of [
      () => theirs.get(id, {}),
      () => theirs.openRevisions(id, 'all', {}),
      () => theirs.getLocal(id),
      () => theirs.removeLocal(id, '0-1'),
      () => theirs.putLocal({ _id: `_local/${id}` }),
      () => theirs.put({ _id: id }),
      () => engine.create(id),
    ])
      await expect(work()).rejects.toMatchObject({ status: 400 });
    expect(await couchdb.databases()).toContain(NAME);
  });

  it.each(['a/b', 'a?b=c', 'a#b', 'ä ö', '%2e%2e', '../county', '+', 'a&b'])('%j is one document', async (id) => {
    const doc = first(id, '7', { here: true });
    await theirs.bulkDocs([doc], false);
    expect(await theirs.get(id, {})).toEqual(doc);
  });
});
