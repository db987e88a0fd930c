import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import memory from 'pouchdb-adapter-memory';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import sqlite from './index.ts';
import type { Pouch } from './testing/documents.ts';
import { outcomeOf, portrait } from './testing/portrait.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
let ours: Pouch;
let oracle: Pouch;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-shortcuts-'));
  ours = new PouchDB(join(folder, 'a.db'), { adapter: 'sqlite' });
  oracle = new PouchDB(join(folder, 'a'), { adapter: 'memory' });
  for (const pouch of [ours, oracle]) await pouch.put({ _id: 'known', n: 1 });
});
afterEach(async () => {
  for (const pouch of [ours, oracle]) await pouch.destroy();
  rmSync(folder, { recursive: true, force: true });
});

type Call = (pouch: Pouch) => Promise<unknown>;
/** The methods as a program without types may call them. */
type Loose = Record<'put' | 'bulkDocs' | 'changes', (...parameters: unknown[]) => Promise<unknown>>;
const loose = (pouch: Pouch) => pouch as unknown as Loose;

class Note {
  readonly _id = 'note';
  readonly text = 'x';
  get loud(): string {
    return this.text.toUpperCase();
  }
}
const circular: Record<string, unknown> = { _id: 'circular' };
circular['self'] = circular;
const REPLICATED = [
  { _id: 'b', _rev: '1-b', n: 1 },
  { _id: 'a', _rev: '1-a', _revisions: { start: 1, ids: ['a'] }, n: 2 },
  { _id: 'c', _rev: '3-c', _deleted: true },
];

/** Calls that the adapter answers itself and calls that look like those. */
const CALLS: Record<string, Call> = {
  'a new document': (pouch) => pouch.put({ _id: 'x', n: 1 }),
  'its id not in the first place': (pouch) => pouch.put({ n: 1, _id: 'x' }),
  'a known document': (pouch) => pouch.put({ _id: 'known' }),
  'a local document': (pouch) => pouch.put({ _id: '_local/x' }),
  'an object of a class': (pouch) => loose(pouch).put(new Note()),
  'a field that makes its JSON itself': (pouch) => pouch.put({ _id: 'x', price: { toJSON: () => 5 } }),
  'undefined, dates and odd numbers': (pouch) =>
    pouch.put({
      _id: 'x',
      gone: undefined,
      at: new Date(0),
      bad: new Date(Number.NaN),
      n: [Number.NaN, undefined, -0],
    }),
  'an object in a circle': (pouch) =>
    loose(pouch)
      .put(circular)
      .catch(() => 'refused'),
  'no document': (pouch) => loose(pouch).put(null),
  'a list for a document': (pouch) => loose(pouch).put([{ _id: 'x' }]),
  'an empty batch': (pouch) => pouch.bulkDocs([]),
  'a batch': (pouch) => pouch.bulkDocs([{ _id: 'x' }, { _id: 'known' }, { _id: 'y' }]),
  'one id twice': (pouch) => pouch.bulkDocs([{ _id: 'x' }, { _id: 'x', n: 2 }]),
  'a batch with a text in it': (pouch) => loose(pouch).bulkDocs([{ _id: 'x' }, 'y']),
  'no batch': (pouch) => loose(pouch).bulkDocs({}),
  replicated: (pouch) => pouch.bulkDocs(REPLICATED, { new_edits: false }),
  'replicated, said in the request': (pouch) => loose(pouch).bulkDocs({ docs: REPLICATED, new_edits: false }),
  'replicated, said against the request': (pouch) =>
    loose(pouch).bulkDocs({ docs: [{ _id: 'x' }], new_edits: false }, { new_edits: true }),
  'replicated, with new_edits undefined': (pouch) => loose(pouch).bulkDocs(REPLICATED, { new_edits: undefined }),
  'replicated, one id twice': (pouch) =>
    pouch.bulkDocs([...REPLICATED, { _id: 'a', _rev: '1-aa', n: 3 }], { new_edits: false }),
  'replicated over a known document': (pouch) =>
    pouch.bulkDocs([{ _id: 'known', _rev: '1-other' }], { new_edits: false }),
  'a key that is the end left out': (pouch) => pouch.allDocs({ key: 'known', endkey: 'known', inclusive_end: false }),
  'the changes, no option': (pouch) => loose(pouch).changes(),
  'one change, asked for with 0': (pouch) => pouch.bulkDocs(REPLICATED).then(() => loose(pouch).changes({ limit: 0 })),
  'the changes from now': (pouch) => loose(pouch).changes({ since: 'now' }),
  'the changes, not kept': (pouch) => loose(pouch).changes({ return_docs: false }),
};

describe('what the adapter answers by itself', () => {
  it.each(Object.entries(CALLS))('%s: as core answers it', async (_what, call) => {
    expect(await outcomeOf(() => call(ours))).toEqual(await outcomeOf(() => call(oracle)));
    expect(await portrait(ours)).toEqual(await portrait(oracle));
  });

  it('is told to a callback alone, if there is one', async () => {
    const unheard: unknown[] = [];
    const note = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const told: unknown[] = [];
    const tell = (error: unknown) => told.push(Reflect.get(error as object, 'status'));
    loose(ours).put({ _id: '_bad' }, tell);
    loose(ours).bulkDocs([null], tell);
    await expect.poll(() => told).toEqual([400, 400]);
    expect(unheard).toEqual([]);
  });

  it('is not changed by what the caller does with the document afterwards', async () => {
    const doc = { _id: 'x', tags: ['a'] };
    const put = ours.put(doc);
    doc.tags.push('b');
    await put;
    expect(await ours.get('x')).toMatchObject({ tags: ['a'] });
    expect(doc).toEqual({ _id: 'x', tags: ['a', 'b'] });
  });
});

/** What a feed says, in order, until it ends. */
async function heardOf(pouch: Pouch, use: (feed: PouchDB.Core.Changes<object>) => void): Promise<unknown[]> {
  const heard: unknown[] = [];
  const feed = pouch.changes({ since: 0 });
  feed.on('change', ({ id }) => heard.push(id)).on('complete', (end) => heard.push(end));
  use(feed);
  heard.push(await feed);
  return heard;
}

describe('a feed that is read once', () => {
  it.each([
    ['is heard to its end', () => undefined],
    ['says that it was cancelled', (feed: { cancel(): void }) => feed.cancel()],
    [
      'goes on when a listener throws',
      (feed: PouchDB.Core.Changes<object>) => {
        feed.on('change', () => {
          throw new RangeError('a listener’s own mistake');
        });
      },
    ],
  ])('%s, as core’s', async (_what, use) => {
    for (const pouch of [ours, oracle]) await pouch.bulkDocs([{ _id: 'x' }, { _id: 'y' }]);
    expect(await heardOf(ours, use)).toEqual(await heardOf(oracle, use));
  });

  it('ends when its database is destroyed', async () => {
    const feed = ours.changes({ since: 0 });
    await ours.destroy();
    expect(await feed).toEqual({ status: 'cancelled' });
    ours = new PouchDB(join(folder, 'a.db'), { adapter: 'sqlite' });
  });
});
