import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sqlite, { openStore } from './index.ts';
import type { Pouch } from './testing/documents.ts';
import { outcomeOf, plain } from './testing/portrait.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
let sides: { ours: Pouch; leveldb: Pouch; memory: Pouch };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-options-'));
  mkdirSync(join(folder, 'level'));
  const open = (adapter: string, place: string) =>
    new PouchDB<Record<string, unknown>>(join(folder, place), { adapter, synchronous: 'NORMAL' } as object);
  sides = { ours: open('sqlite', 'ours.db'), leveldb: open('leveldb', 'level/db'), memory: open('memory', 'memory') };
  for (const pouch of Object.values(sides)) {
    for (let n = 0; n < 5; n++) await pouch.put({ _id: `d${n}`, n });
    await pouch.bulkDocs([{ _id: 'd3', _rev: '1-other', n: 9 }], { new_edits: false });
    await pouch.putAttachment('d4', 'f', (await pouch.get('d4'))._rev, Buffer.from('hello'), 'text/plain');
  }
});
afterAll(async () => {
  for (const pouch of Object.values(sides)) await pouch.close();
  rmSync(folder, { recursive: true, force: true });
});

type Loose = Record<'changes' | 'allDocs' | 'get' | 'bulkGet', (...parameters: unknown[]) => Promise<unknown>>;
const METHODS = {
  changes: (pouch: Loose, options: object) => pouch.changes(options),
  'changes, filtered': (pouch: Loose, options: object) =>
    pouch.changes({ ...options, filter: (doc: { n?: number }) => doc.n !== 2 }),
  'changes of some': (pouch: Loose, options: object) => pouch.changes({ doc_ids: ['d1', 'd3', 'd4'], ...options }),
  allDocs: (pouch: Loose, options: object) => pouch.allDocs(options),
  'allDocs by keys': (pouch: Loose, options: object) => pouch.allDocs({ keys: ['d4', 'x', 'd1', 'd2'], ...options }),
  get: (pouch: Loose, options: object) => pouch.get('d3', options),
  bulkGet: (pouch: Loose, options: object) => pouch.bulkGet({ docs: [{ id: 'd3' }, { id: 'd4' }], ...options }),
};
type Method = keyof typeof METHODS;

const answer = (pouch: Pouch, method: Method, options: object) =>
  outcomeOf(() => METHODS[method](pouch as unknown as Loose, options));

/** A value as a program has it, and as JSON and a query string give it. */
const forms = (value: unknown): unknown[] => [value, JSON.parse(JSON.stringify(value) ?? 'null'), String(value)];
const NOTHING = [undefined, null, Number.NaN, '', false];
const FLAGS: unknown[] = [...NOTHING, ...[true, false, 0, 1].flatMap(forms)];
const COUNTS: unknown[] = [...NOTHING, true, ...[1, 2, 3, 20].flatMap(forms), Infinity];

/** Options that count as in the other adapters whatever form they have. */
const SAME: Record<string, { methods: readonly Method[]; options: Record<string, readonly unknown[]>; with?: object }> =
  {
    feeds: {
      methods: ['changes', 'changes, filtered', 'changes of some'],
      options: {
        since: [...NOTHING, ...[0, -1].flatMap(forms), 20, -5e9, '00', ' ', [], -Infinity, Infinity],
        limit: [...COUNTS, 0, 'x', {}],
        descending: FLAGS,
        include_docs: FLAGS,
        return_docs: FLAGS,
        conflicts: FLAGS,
      },
    },
    'feeds with documents': {
      methods: ['changes'],
      options: { conflicts: FLAGS, attachments: FLAGS },
      with: { include_docs: true },
    },
    'feeds of some': { methods: ['changes of some'], options: { doc_ids: [undefined, null, [], ['d1']] } },
    lists: {
      methods: ['allDocs', 'allDocs by keys'],
      options: {
        limit: [...COUNTS, 0, 2.5, -1],
        skip: [...COUNTS, 0, 1.5, '1.5', -1, '-1', 'x', {}, 1e20],
        descending: FLAGS,
        include_docs: FLAGS,
        update_seq: FLAGS,
      },
    },
    'lists with documents': {
      methods: ['allDocs', 'allDocs by keys'],
      options: { conflicts: FLAGS, attachments: FLAGS },
      with: { include_docs: true },
    },
    ranges: { methods: ['allDocs'], options: { inclusive_end: FLAGS }, with: { endkey: 'd2' } },
    documents: {
      methods: ['get', 'bulkGet'],
      options: { revs: FLAGS, conflicts: FLAGS, attachments: FLAGS, revs_info: FLAGS },
    },
  };

describe('an option in any form counts as in leveldb and memory', () => {
  const rows = Object.entries(SAME).flatMap(([what, { methods, options, with: others }]) =>
    methods.flatMap((method) =>
      Object.entries(options).map(
        ([option, values]) => [`${what}: ${method}`, option, method, values, others] as const,
      ),
    ),
  );
  it.each(rows)('%s, %s', async (_what, option, method, values, others) => {
    for (const value of values) {
      const options = { ...others, [option]: value };
      const [ours, level, inMemory] = await Promise.all(
        Object.values(sides).map((pouch) => answer(pouch, method, options)),
      );
      const form = `${typeof value} ${String(value)}`;
      expect(ours, `${form}, leveldb`).toEqual(level);
      expect(ours, `${form}, memory`).toEqual(inMemory);
    }
  });
});

/** Forms that leveldb and memory answer wrongly or not at all, and what the same means in a form that they know. */
const BETTER: readonly (readonly [option: string, given: unknown, means: unknown, why: string])[] = [
  ['since', '3', 3, 'the change of that sequence is not shown again'],
  ['since', ' 3 ', 3, 'so is it here'],
  ['since', 3n, 3, 'so is it here'],
  ['since', '20', 20, 'and the last sequence is a number'],
  ['since', 2.5, 2, 'what came after is heard'],
  ['since', '2.5', 2, 'what came after is heard'],
  ['since', true, 1, 'a number all the same'],
  ['since', 1e20, 20, 'nothing is as new as that'],
  ['limit', '0', 0, '0 is 1, as a number'],
  ['limit', -1, undefined, 'no limit, and an end'],
  ['limit', '-1', undefined, 'no limit, and an end'],
  ['limit', -Infinity, undefined, 'no limit, and an end'],
  ['limit', ' ', undefined, 'no limit'],
  ['limit', [], undefined, 'no limit'],
  ['limit', 1.5, 2, 'a started change is a change'],
  ['limit', '1.5', 2, 'a started change is a change'],
];

describe('an option that the other adapters do not understand', () => {
  it.each(BETTER)('%s %s means %s: %s', async (option, given, means) => {
    for (const method of ['changes', 'changes, filtered', 'changes of some'] as const) {
      const { results } = (await answer(sides.ours, method, { [option]: given })) as { results: unknown };
      const oracle = (await answer(sides.leveldb, method, { [option]: means })) as { results: unknown };
      expect(results, method).toEqual(oracle.results);
    }
  });

  it.each(['abc', '3x', 'NaN', '12-g1AAAA', 'true', {}, [1, 2], new Date(Number.NaN)])(
    'a since that is no number is refused, and a live feed with it ends: %j',
    async (since) => {
      const refused = { failed: { status: 400, name: 'bad_request' } };
      expect(await answer(sides.ours, 'changes', { since })).toMatchObject(refused);
      expect(await answer(sides.ours, 'changes', { since, live: true })).toMatchObject(refused);
      expect(await answer(sides.ours, 'changes', { since, descending: true })).toEqual(
        await answer(sides.leveldb, 'changes', { descending: true }),
      );
    },
  );

  it.each(['["d1"]', 'd1', 3, {}, true])('doc_ids that are no list are refused: %j', async (ids) => {
    const refused = { failed: { status: 400, name: 'bad_request' } };
    expect(await answer(sides.ours, 'changes', { doc_ids: ids })).toMatchObject(refused);
  });
});

/** What a live feed shows up to the change of the document that is written while it runs. */
async function heardLive(pouch: Pouch, since: unknown, mark: string): Promise<unknown[]> {
  const heard: { id: string; seq: number }[] = [];
  const feed = pouch.changes({ live: true, since });
  try {
    await new Promise<void>((resolve, reject) => {
      feed.on('change', (change) => {
        heard.push(plain(change) as (typeof heard)[number]);
        if (change.id === mark) resolve();
      });
      feed.on('error', reject);
      pouch.put({ _id: mark }).catch(reject);
    });
  } finally {
    feed.cancel();
  }
  return heard.map(({ id }) => id);
}

describe('a live feed', () => {
  it.each(['3', 3, '0', 0, 'now', 'latest', Number.NaN, null, undefined, '', -5, '-5', ' 3 ', 2.5, 3n])(
    'since %s hears what comes after it, the change that is made meanwhile too',
    async (since) => {
      const mark = `live ${typeof since} ${String(since)}`;
      const number = typeof since === 'bigint' ? Number(since) : since;
      const means = typeof number === 'number' ? Math.floor(number) : number;
      const oracle = await heardLive(sides.memory, means, mark);
      expect(await heardLive(sides.ours, since, mark)).toEqual(oracle);
      expect(oracle).toContain(mark);
    },
  );
});

describe('a database in a shared store', () => {
  it('shows no other one’s changes, however far below zero it is asked from', async () => {
    const connection = new Database(join(folder, 'shared.db'));
    const store = openStore(connection);
    for (const name of ['one', 'two', 'three']) store.putFirst(name, [{ _id: `of ${name}`, _rev: '1-a' }]);
    const two = new PouchDB('two', { adapter: 'sqlite', store });
    for (const since of [-1, -(2 ** 32), -(2 ** 33), -Infinity, '-4294967296', Number.NaN]) {
      const { results } = (await answer(two, 'changes', { since })) as { results: unknown[] };
      expect(results, String(since)).toMatchObject([{ id: 'of two' }]);
      expect(store.changes('two', Number(since), 10), String(since)).toMatchObject([{ id: 'of two' }]);
      expect(store.changedHeads('two', Number(since), 10), String(since)).toMatchObject([{ id: 'of two' }]);
    }
    store.close();
    connection.close();
  });

  it('keeps its name whole, and refuses one that the file cannot hold', async () => {
    const connection = new Database(join(folder, 'names.db'));
    const store = openStore(connection);
    const names = ['a', 'a\0', 'a\0b', 'a ', ' a', 'ä', '😀', ''];
    for (const [n, name] of names.entries()) {
      const pouch = new PouchDB(name, { adapter: 'sqlite', store });
      await pouch.put({ _id: `only ${n}` });
    }
    for (const [n, name] of names.entries()) {
      expect(store.changedHeads(name, 0, 10), JSON.stringify(name)).toMatchObject([{ id: `only ${n}` }]);
    }
    expect(store.databases().toSorted()).toEqual(names.toSorted());
    const halves = new PouchDB('a\ud800', { adapter: 'sqlite', store });
    expect(await outcomeOf(() => halves.info())).toMatchObject({ failed: { status: 400, name: 'bad_name' } });
    expect(() => store.putFirst('a\udfff', [{ _id: 'x', _rev: '1-a' }])).toThrow(/名称不能用/);
    expect(store.databases()).toHaveLength(names.length);
    store.close();
    connection.close();
  });
});

describe('a file of its own', () => {
  it.each(['cut\0short', '\0', 'blank ', 'line\n', 'half\ud800'])(
    'is not made or opened under a name that the file system would not keep whole: %j',
    async (name) => {
      const place = mkdtempSync(join(folder, 'file-'));
      const pouch = new PouchDB(join(place, name), { adapter: 'sqlite' });
      expect(await outcomeOf(() => pouch.info())).toMatchObject({ failed: { status: 400, name: 'bad_name' } });
      expect(readdirSync(place)).toEqual([]);
    },
  );
});

describe('an option of the database', () => {
  it.each(['true', 'false', 1, true, false, 0, '', null, undefined])('auto_compaction %j', async (given) => {
    const kept = [];
    for (const adapter of ['sqlite', 'memory']) {
      const place = join(mkdtempSync(join(folder, 'compaction-')), adapter);
      const pouch = new PouchDB(place, { adapter, auto_compaction: given } as object);
      const { rev } = await pouch.put({ _id: 'x' });
      await pouch.put({ _id: 'x', _rev: rev, n: 2 });
      kept.push(await outcomeOf(() => pouch.get('x', { rev })));
      await pouch.destroy();
    }
    expect(kept[0]).toEqual(kept[1]);
  });
});
