import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import sqlite, { openStore, type Store, type WrittenDoc } from './index.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

type Doc = Record<string, unknown>;
type Pouch = PouchDB.Database<Doc> & {
  purge(id: string, rev: string): Promise<{ deletedRevs: string[]; documentWasRemovedCompletely: boolean }>;
};

let folder: string;
let connection: Database.Database;
let statements: string[];
let store: Store;
let hook: (database: string, docs: WrittenDoc[]) => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-'));
  statements = [];
  connection = new Database(join(folder, 'a.db'), { verbose: (text) => statements.push(String(text)) });
  connection.pragma('journal_mode = WAL');
  hook = () => undefined;
  store = openStore(connection, { onWrite: (database, docs) => hook(database, docs) });
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(name: string, options: object = {}): Pouch {
  return new PouchDB(name, {
    adapter: 'sqlite',
    store,
    ...options,
  } as PouchDB.Configuration.DatabaseConfiguration) as Pouch;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const commits = () => statements.filter((text) => text === 'COMMIT').length;

/** Changes as [id, seq] of a database. */
const order = (name: string) => store.changes(name, 0, 1000).map(({ id, seq }) => [id, seq]);

describe('concurrent puts', () => {
  it('share one commit and still get their own answers', async () => {
    const pouch = open('a');
    await pouch.put({ _id: 'taken' });
    const before = commits();
    const ids = ['x', 'taken', 'y'];
    const answers = await Promise.allSettled(ids.map((_id) => pouch.put({ _id })));
    expect(commits() - before).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await pouch.info()).toMatchObject({ doc_count: 3, update_seq: 3 });
  });

  it('fail alone when the hook refuses one of them', async () => {
    const pouch = open('a');
    await pouch.info();
    hook = (_database, docs) => {
      if (docs.some(({ id }) => id === 'bad')) throw new RangeError('refused');
    };
    const answers = await Promise.allSettled(['x', 'bad', 'y'].map((_id) => pouch.put({ _id })));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order('a')).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
  });

  it('of one document: one wins, the others are in conflict', async () => {
    const pouch = open('a');
    const answers = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => pouch.put({ _id: 'x', n })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await pouch.get('x')).toMatchObject({ n: 0 });
  });

  it('are read by the program that asked for them, even before they are answered', async () => {
    const pouch = open('a');
    await pouch.info();
    const put = pouch.put({ _id: 'x' });
    expect(await pouch.get('x')).toMatchObject({ _id: 'x' });
    await put;
  });
});

describe('a batch', () => {
  it('does not leave a refused edit in the tree of its document', async () => {
    const pouch = open('a');
    const { rev } = await pouch.put({ _id: 'x' });
    const results = await pouch.bulkDocs([
      { _id: 'x', _rev: rev, n: 1 },
      { _id: 'x', _rev: rev, n: 2 },
    ]);
    const next = (results[0] as { rev: string }).rev;
    await pouch.put({ _id: 'x', _rev: next, n: 3 });
    expect(results[1]).toMatchObject({ status: 409 });
    expect(await pouch.get('x', { open_revs: 'all' })).toHaveLength(1);
  });

  it('may hold hundreds of revisions of one document', async () => {
    const pouch = open('a');
    const docs = Array.from({ length: 450 }, (_, n) => ({
      _id: 'x',
      _rev: `${n + 1}-h${n}`,
      _revisions: { start: n + 1, ids: n === 0 ? ['h0'] : [`h${n}`, `h${n - 1}`] },
    }));
    await pouch.bulkDocs(docs, { new_edits: false });
    expect(await pouch.get('x')).toMatchObject({ _rev: '450-h449' });
  });

  it('that fails half-way leaves documents, counters and live feeds as they were', async () => {
    const pouch = open('a');
    await pouch.put({ _id: 'x' });
    const heard: string[] = [];
    const feed = pouch.changes({ live: true, since: 'now' }).on('change', ({ id }) => heard.push(id));
    await nextTurn();
    hook = () => {
      throw new RangeError('refused');
    };
    await expect(pouch.bulkDocs([{ _id: 'y' }, { _id: 'z' }])).rejects.toThrow('refused');
    hook = () => undefined;
    await pouch.put({ _id: 'w' });
    while (heard.length === 0) await nextTurn();
    feed.cancel();
    expect(heard).toEqual(['w']);
    expect(order('a')).toEqual([
      ['x', 1],
      ['w', 2],
    ]);
  });
});

describe('the hook', () => {
  it('sees the winning document after each of PouchDB’s own writes', async () => {
    const seen: WrittenDoc[] = [];
    hook = (_database, docs) => seen.push(...docs);
    const pouch = open('a');
    const { rev } = await pouch.put({ _id: 'x', n: 1 });
    await pouch.bulkDocs([{ _id: 'x', _rev: '1-0', n: 0, _revisions: { start: 1, ids: ['0'] } }], { new_edits: false });
    await pouch.remove('x', rev);
    expect(seen.map(({ rev: each, deleted, seq, doc }) => [each, deleted, seq, doc['n']])).toEqual([
      [rev, false, 1, 1],
      [rev, false, 2, 1],
      ['1-0', false, 3, 0],
    ]);
  });

  it('sees a deletion as such', async () => {
    const seen: WrittenDoc[] = [];
    const pouch = open('a');
    const { rev } = await pouch.put({ _id: 'x', n: 1 });
    hook = (_database, docs) => seen.push(...docs);
    const removed = await pouch.remove('x', rev);
    expect(seen).toEqual([
      { id: 'x', rev: removed.rev, deleted: true, seq: 2, doc: { _id: 'x', _rev: removed.rev, _deleted: true } },
    ]);
  });
});

describe('databases in one store', () => {
  it('are destroyed one by one', async () => {
    const [a, b] = [open('a'), open('b')];
    await a.put({ _id: 'x', _attachments: { f: { content_type: 't', data: 'aGFsbG8=' } } });
    await a.put({ _id: '_local/l' });
    await b.put({ _id: 'x', _attachments: { f: { content_type: 't', data: 'aGFsbG8=' } } });
    await a.destroy();
    expect(store.databases()).toEqual(['b']);
    expect(await b.get('x', { attachments: true })).toMatchObject({ _attachments: { f: { data: 'aGFsbG8=' } } });
    for (const table of ['doc', 'rev', 'local', 'attachment', 'attachment_ref']) {
      const count = connection.prepare(
        `SELECT count(*) FROM pouch_${table} WHERE db <> (SELECT no FROM pouch_database)`,
      );
      expect(count.pluck().get(), table).toBe(0);
    }
  });

  it('stay when an instance closes', async () => {
    await open('a').close();
    const again = open('a');
    await again.put({ _id: 'x' });
    await again.close();
    expect(store.info('a').doc_count).toBe(1);
  });

  it('tell live feeds of writes through the store', async () => {
    const pouch = open('a');
    const heard: string[] = [];
    const feed = pouch.changes({ live: true, include_docs: true }).on('change', ({ id }) => heard.push(id));
    await pouch.info();
    store.transaction(() => {
      store.putFirst('a', [{ _id: 'x', _rev: '1-a' }]);
      store.putFirst('a', [{ _id: 'y', _rev: '1-a' }]);
    });
    while (heard.length < 2) await nextTurn();
    feed.cancel();
    expect(heard).toEqual(['x', 'y']);
  });
});

describe('attachments', () => {
  const file = { content_type: 'text/plain', data: 'aGFsbG8=' };
  const stored = () => connection.prepare('SELECT count(*) FROM pouch_attachment').pluck().get();

  it('are stored once for each content and removed with the last revision that has them', async () => {
    const pouch = open('a', { auto_compaction: true });
    const one = await pouch.put({ _id: 'x', _attachments: { f: file } });
    const two = await pouch.put({ _id: 'y', _attachments: { g: file } });
    expect(stored()).toBe(1);
    await pouch.remove('x', one.rev);
    expect(stored()).toBe(1);
    await pouch.remove('y', two.rev);
    expect(stored()).toBe(0);
  });

  it('are removed by purge, when nobody else has them', async () => {
    const pouch = open('a');
    const { rev } = await pouch.put({ _id: 'x', _attachments: { f: file } });
    await pouch.purge('x', rev);
    expect(stored()).toBe(0);
  });
});

describe('purge', () => {
  it('makes the document what it would be without the purged branch', async () => {
    const pouch = open('a');
    await pouch.bulkDocs(
      [
        { _id: 'x', _rev: '2-b', _revisions: { start: 2, ids: ['b', 'a'] }, n: 'b' },
        { _id: 'x', _rev: '2-c', _revisions: { start: 2, ids: ['c', 'a'] }, n: 'c' },
        { _id: 'x', _rev: '3-d', _revisions: { start: 3, ids: ['d', 'b', 'a'] }, _deleted: true },
      ],
      { new_edits: false },
    );
    expect(await pouch.get('x')).toMatchObject({ _rev: '2-c' });
    expect(await pouch.purge('x', '2-c')).toMatchObject({ documentWasRemovedCompletely: false });
    expect(await pouch.info()).toMatchObject({ doc_count: 0, update_seq: 3 });
    await expect(pouch.get('x')).rejects.toMatchObject({ status: 404, reason: 'deleted' });
    expect(await pouch.purge('x', '3-d')).toMatchObject({ documentWasRemovedCompletely: true });
    await expect(pouch.get('x')).rejects.toMatchObject({ status: 404, reason: 'missing' });
    expect(await pouch.get('_local/purges')).toMatchObject({
      purgeSeq: 1,
      purges: [
        { docId: 'x', rev: '2-c', purgeSeq: 0 },
        { docId: 'x', rev: '3-d', purgeSeq: 1 },
      ],
    });
    await pouch.put({ _id: 'x' });
    expect(order('a')).toEqual([['x', 4]]);
  });

  it('refuses what is not a leaf, and what is not there', async () => {
    const pouch = open('a');
    const { rev } = await pouch.put({ _id: 'x' });
    await pouch.put({ _id: 'x', _rev: rev, n: 2 });
    await expect(pouch.purge('x', rev)).rejects.toMatchObject({
      status: 400,
      reason: 'The requested revision is not a leaf',
    });
    await expect(pouch.purge('y', rev)).rejects.toMatchObject({ status: 404 });
    expect(await pouch.info()).toMatchObject({ doc_count: 1 });
  });

  it('works before the database is ready', async () => {
    const { rev } = await open('a').put({ _id: 'x' });
    await open('a').purge('x', rev);
    expect(store.info('a')).toEqual({ doc_count: 0, update_seq: 1 });
  });
});

describe('a changes feed', () => {
  it('reads in pages and lets the program run between them', async () => {
    const pouch = open('a');
    store.putFirst(
      'a',
      Array.from({ length: 1800 }, (_, i) => ({ _id: `d${String(i).padStart(5, '0')}`, _rev: '1-a' })),
    );
    await pouch.info();
    const order: string[] = [];
    const reading = pouch.changes().then(({ results, last_seq: last }) => {
      order.push('read');
      return { rows: results.length, last };
    });
    await nextTurn();
    await nextTurn();
    order.push('program');
    expect(await reading).toEqual({ rows: 1800, last: 1800 });
    expect(order).toEqual(['program', 'read']);
  });

  it('ends although its listener writes on every change', async () => {
    const pouch = open('a');
    await pouch.bulkDocs([{ _id: 'x' }, { _id: 'y' }]);
    let written = 0;
    const feed = pouch.changes().on('change', ({ id }) => {
      written++;
      store.putFirst('a', [{ _id: `${id}+`, _rev: '1-a' }]);
    });
    expect((await feed).last_seq).toBe(2);
    expect(written).toBe(2);
  });

  it('stops when it is cancelled', async () => {
    const pouch = open('a');
    store.putFirst(
      'a',
      Array.from({ length: 1800 }, (_, i) => ({ _id: `d${i}`, _rev: '1-a' })),
    );
    let seen = 0;
    const feed = pouch.changes().on('change', () => {
      if (++seen === 3) feed.cancel();
    });
    expect(await feed).toMatchObject({ status: 'cancelled' });
    await nextTurn();
    expect(seen).toBe(3);
  });
});
