import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, StorageError, type Store, type WrittenDoc } from './index.ts';

let folder: string;
let sqlite: Database.Database;

function connect(): Database.Database {
  const connection = new Database(join(folder, 'store.db'));
  connection.pragma('journal_mode = WAL');
  return connection;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-store-'));
  sqlite = connect();
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const first = (id: string, extra: object = {}) => ({ _id: id, _rev: '1-a', ...extra });

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof StorageError ? error.code : String(error);
  }
  return 'no error';
}

describe('the store', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(sqlite);
  });

  it('answers nothing for a database that does not exist, and does not make it', () => {
    expect(store.get('a', 'x')).toBeUndefined();
    expect(store.has('a', ['x'])).toEqual(new Set());
    expect(store.purge('a', 'x')).toBe(false);
    expect(store.changes('a', 0, 10)).toEqual([]);
    expect(store.info('a')).toEqual({ doc_count: 0, update_seq: 0 });
    expect(store.databases()).toEqual([]);
  });

  it('writes first revisions and skips known ids, whatever their revision', () => {
    expect([store.putFirst('a', []), store.databases()]).toEqual([0, []]);
    expect(store.putFirst('a', [first('x', { n: 1 }), first('y')])).toBe(2);
    expect(store.putFirst('a', [{ _id: 'x', _rev: '1-b' }, first('z'), first('z')])).toBe(1);
    expect(store.get('a', 'x')).toEqual({ n: 1, _id: 'x', _rev: '1-a' });
    expect(store.has('a', ['x', 'z', 'q'])).toEqual(new Set(['x', 'z']));
    expect(store.getMany('a', ['z', 'q', 'x', 'x'])).toEqual(new Map(['z', 'x'].map((id) => [id, store.get('a', id)])));
    expect(store.getMany('none', ['x'])).toEqual(new Map());
    expect(store.info('a')).toEqual({ doc_count: 3, update_seq: 3 });
    expect(store.databases()).toEqual(['a']);
  });

  it('takes the history that a replicator sends along with a first revision', () => {
    expect(
      store.putFirst('a', [{ ...first('x'), _revisions: { start: 1, ids: ['a'] } } as { _id: string; _rev: string }]),
    ).toBe(1);
    expect(store.get('a', 'x')).toEqual(first('x'));
  });

  it.each([
    ['a second generation', { _id: 'x', _rev: '2-a' }],
    ['no revision', { _id: 'x' }],
    ['an empty id', { _id: '', _rev: '1-a' }],
    ['a reserved id', { _id: '_x', _rev: '1-a' }],
    ['an id with a lone surrogate', { _id: 'x\ud800', _rev: '1-a' }],
    ['attachments', { _id: 'x', _rev: '1-a', _attachments: {} }],
    ['a deletion', { _id: 'x', _rev: '1-a', _deleted: true }],
  ])('refuses a batch with %s and writes nothing of it', (_what, bad) => {
    expect(codeOf(() => store.putFirst('a', [first('ok'), bad as { _id: string; _rev: string }]))).toBe('bad_document');
    expect(store.databases()).toEqual([]);
  });

  it('pages through the changes in order of sequence', () => {
    store.putFirst(
      'a',
      ['x', 'y', 'z'].map((id) => first(id)),
    );
    const page = store.changes('a', 0, 2);
    expect(page.map(({ id, seq }) => [id, seq])).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
    expect(store.changes('a', page.at(-1)!.seq, 2)).toEqual([
      { id: 'z', rev: '1-a', deleted: false, seq: 3, doc: first('z') },
    ]);
    const heads = store.changedHeads('a', 1, 2);
    expect(heads).toEqual(store.changes('a', 1, 2).map(({ id, rev, deleted, seq }) => ({ id, rev, deleted, seq })));
    expect([store.changedHeads('a', 3, 9), store.changedHeads('none', 0, 9)]).toEqual([[], []]);
  });

  it('purges a document without a trace and never gives its sequence out again', () => {
    store.putFirst('a', [first('x'), first('y')]);
    expect(store.purge('a', 'y')).toBe(true);
    expect(store.has('a', ['y'])).toEqual(new Set());
    expect(store.info('a')).toEqual({ doc_count: 1, update_seq: 2 });
    store.putFirst('a', [first('y')]);
    expect(store.changes('a', 0, 9).map(({ id, seq }) => [id, seq])).toEqual([
      ['x', 1],
      ['y', 3],
    ]);
  });

  it('keeps databases apart and finds them again after reopening', () => {
    store.putFirst('a', [first('x', { of: 'a' })]);
    store.putFirst('b', [first('x', { of: 'b' })]);
    store.close();
    sqlite.close();
    sqlite = connect();
    store = openStore(sqlite);
    expect(store.get('a', 'x')?.['of']).toBe('a');
    expect(store.get('b', 'x')?.['of']).toBe('b');
    expect(store.info('b')).toEqual({ doc_count: 1, update_seq: 1 });
    store.putFirst('b', [first('y')]);
    expect(store.changes('b', 1, 9).map(({ id, seq }) => [id, seq])).toEqual([['y', 2]]);
  });

  it('refuses all use after it is closed, and leaves the connection to its owner', () => {
    store.putFirst('a', [first('x')]);
    store.close();
    store.close();
    expect(codeOf(() => store.get('a', 'x'))).toBe('closed');
    expect(codeOf(() => store.putFirst('a', [first('y')]))).toBe('closed');
    expect(sqlite.open).toBe(true);
  });

  it('sees what another connection has written instead of its own stale counters', () => {
    store.putFirst('a', [first('x')]);
    const second = connect();
    const other = openStore(second);
    other.putFirst('a', [first('y')]);
    expect(store.info('a')).toEqual({ doc_count: 2, update_seq: 2 });
    expect(store.putFirst('a', [first('z')])).toBe(1);
    expect(other.changes('a', 0, 9).map(({ id, seq }) => [id, seq])).toEqual([
      ['x', 1],
      ['y', 2],
      ['z', 3],
    ]);
    second.close();
  });
});

describe('the write hook', () => {
  it('sees the documents inside the transaction of their write', () => {
    sqlite.exec('CREATE TABLE seen (id TEXT NOT NULL)');
    const calls: [string, WrittenDoc[]][] = [];
    const store = openStore(sqlite, {
      onWrite: (database, docs) => {
        expect(sqlite.inTransaction).toBe(true);
        calls.push([database, docs]);
        for (const { id } of docs) sqlite.prepare('INSERT INTO seen VALUES (?)').run(id);
      },
    });
    store.putFirst('a', [first('x', { n: 1 }), first('y')]);
    store.putFirst('a', [first('x')]);
    expect(calls).toEqual([
      [
        'a',
        [
          { id: 'x', rev: '1-a', deleted: false, seq: 1, doc: first('x', { n: 1 }) },
          { id: 'y', rev: '1-a', deleted: false, seq: 2, doc: first('y') },
        ],
      ],
    ]);
    expect(sqlite.prepare('SELECT id FROM seen').pluck().all()).toEqual(['x', 'y']);
  });

  it('undoes the documents, the counters and its own rows when it throws', () => {
    sqlite.exec('CREATE TABLE seen (id TEXT NOT NULL)');
    let fail = false;
    const store = openStore(sqlite, {
      onWrite: (_database, docs) => {
        sqlite.prepare('INSERT INTO seen VALUES (?)').run(docs[0]!.id);
        if (fail) throw new RangeError('no');
      },
    });
    store.putFirst('a', [first('x')]);
    fail = true;
    expect(() => store.putFirst('a', [first('y')])).toThrow(RangeError);
    expect(() => store.putFirst('b', [first('y')])).toThrow(RangeError);
    fail = false;
    expect(store.info('a')).toEqual({ doc_count: 1, update_seq: 1 });
    expect(store.databases()).toEqual(['a']);
    expect(sqlite.prepare('SELECT id FROM seen').pluck().all()).toEqual(['x']);
    store.putFirst('a', [first('z')]);
    expect(store.changes('a', 1, 9).map(({ seq }) => seq)).toEqual([2]);
  });
});

describe('a transaction', () => {
  it('commits the rows of its caller together with the documents, or neither', () => {
    sqlite.exec('CREATE TABLE counter (n INTEGER NOT NULL)');
    const store = openStore(sqlite);
    const step = (id: string, fail: boolean) =>
      store.transaction(() => {
        sqlite.prepare('INSERT INTO counter VALUES (1)').run();
        store.putFirst('a', [first(id)]);
        if (fail) throw new Error('no');
        return id;
      });
    expect(step('x', false)).toBe('x');
    expect(() => step('y', true)).toThrow('no');
    expect(sqlite.prepare('SELECT count(*) FROM counter').pluck().get()).toBe(1);
    expect(store.info('a')).toEqual({ doc_count: 1, update_seq: 1 });
  });

  it('lets an inner failure be caught without tearing the outer batch', () => {
    const store = openStore(sqlite);
    store.transaction(() => {
      store.putFirst('a', [first('x')]);
      expect(() =>
        store.transaction(() => {
          store.putFirst('a', [first('y')]);
          store.putFirst('b', [first('y')]);
          throw new Error('inner');
        }),
      ).toThrow('inner');
      store.putFirst('a', [first('z')]);
    });
    expect(store.databases()).toEqual(['a']);
    expect(store.changes('a', 0, 9).map(({ id, seq }) => [id, seq])).toEqual([
      ['x', 1],
      ['z', 2],
    ]);
    expect(store.info('a')).toEqual({ doc_count: 2, update_seq: 2 });
  });

  it('refuses a promise and a transaction that somebody else has begun', () => {
    const store = openStore(sqlite);
    expect(codeOf(() => store.transaction(() => Promise.resolve(store.putFirst('a', [first('x')]))))).toBe(
      'bad_transaction',
    );
    sqlite.exec('BEGIN');
    expect(codeOf(() => store.putFirst('a', [first('x')]))).toBe('bad_transaction');
    sqlite.exec('ROLLBACK');
    expect(store.databases()).toEqual([]);
  });
});
