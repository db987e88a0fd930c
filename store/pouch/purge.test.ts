import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sqlite from './index.ts';
import type { Pouch } from './testing/documents.ts';
import { Opened } from './testing/opened.ts';
import { orderless, portrait } from './testing/portrait.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-purge-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(adapter: string, options: object = {}): Promise<Opened> {
  const database = new Opened(adapter, join(folder, String(made++)), options);
  await database.open();
  return database;
}

/** A revision is named by the turns that lead to it: '010' comes after '01', which comes after '0', the only root. */
const revision = fc.array(fc.constantFrom('0', '1'), { maxLength: 3 }).map((turns) => `0${turns.join('')}`);
const written = fc.uniqueArray(
  fc.record({ name: revision, deleted: fc.boolean(), file: fc.constantFrom('', 'aGFsbG8=', 'AAECAwQ=') }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
);
type Written = { name: string; deleted: boolean; file: string };

const revOf = (name: string) => `${name.length}-h${name}`;

function makeDoc({ name, deleted, file }: Written, leaf: boolean) {
  const ids = Array.from(name, (_, i) => `h${name.slice(0, name.length - i)}`);
  const attachments = { f: { content_type: 'text/plain', data: file } };
  return {
    _id: 'a',
    _rev: revOf(name),
    _revisions: { start: name.length, ids },
    name,
    ...(deleted && leaf ? { _deleted: true } : file === '' ? {} : { _attachments: attachments }),
  };
}

// Ancestors first: a revision that is known as an ancestor only stays without its body.
async function write(pouch: Pouch, revisions: readonly Written[], isLeaf: (name: string) => boolean): Promise<void> {
  for (const each of revisions) await pouch.bulkDocs([makeDoc(each, isLeaf(each.name))], { new_edits: false });
}

/** As `portrait`, without what a purge does not take back: the sequences given out, and its own note. */
async function seen(pouch: Pouch): Promise<unknown> {
  const { seq: _seq, locals: _locals, changes, ...others } = await portrait(pouch);
  return orderless({ seq: 0, locals: [], changes: { ...changes, last_seq: 0 }, ...others });
}

/** What the random programs take for right is held to the same: `purgeInLevel` on memory. */
it('a database after a purge is as if the purged branch had never been written', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.nat(), async (all, choice) => {
      const revisions = all.toSorted((one, two) => one.name.length - two.name.length);
      const names = revisions.map(({ name }) => name);
      const isLeaf = (name: string) => !names.some((other) => other !== name && other.startsWith(name));
      const leaves = names.filter(isLeaf);
      const purged = leaves[choice % leaves.length]!;
      const kept = revisions.filter(({ name }) => leaves.some((leaf) => leaf !== purged && leaf.startsWith(name)));
      const oracle = await open('memory');
      await write(oracle.pouch, kept, isLeaf);
      for (const adapter of ['sqlite', 'memory']) {
        const database = await open(adapter);
        await write(database.pouch, revisions, isLeaf);
        await database.purge('a', revOf(purged));
        expect(await seen(database.pouch), adapter).toEqual(await seen(oracle.pouch));
        await database.pouch.destroy();
      }
      await oracle.pouch.destroy();
    }),
    { numRuns: Number(process.env['DIFFERENTIAL_RUNS'] ?? 60) },
  );
});

describe('of a stemmed tree that names a revision in two branches, a purge', () => {
  /** 2-b stands in the branch of 3-x, which begins with 1-a, and begins that of 4-z. */
  async function stemmed(): Promise<Pouch> {
    const { pouch } = await open('sqlite', { revs_limit: 3 });
    await put(pouch, 2, ['b', 'a'], 'aGFsbG8=');
    await put(pouch, 3, ['x', 'b', 'a']);
    await put(pouch, 4, ['z', 'y', 'b', 'a']);
    return pouch;
  }
  async function put(pouch: Pouch, start: number, ids: string[], data?: string): Promise<void> {
    const files = data === undefined ? {} : { _attachments: { f: { content_type: 'text/plain', data } } };
    await pouch.bulkDocs([{ _id: 'a', _rev: `${start}-${ids[0]}`, _revisions: { start, ids }, ...files }], {
      new_edits: false,
    });
  }

  it('keeps it with its attachments while it leads to another leaf', async () => {
    const pouch = await stemmed();
    expect(await pouch.purge('a', '4-z')).toMatchObject({ deletedRevs: ['4-z', '3-y'] });
    const file = { digest: 'md5-WY1MIARhuBUiozKFZcJffA==', data: 'aGFsbG8=' };
    expect(await pouch.get('a', { rev: '2-b', attachments: true })).toMatchObject({ _attachments: { f: file } });
    await pouch.destroy();
  });

  it('takes it from both when it leads to none', async () => {
    const pouch = await stemmed();
    await put(pouch, 3, ['w', 'b']);
    await pouch.purge('a', '3-x');
    await pouch.purge('a', '4-z');
    expect(await pouch.purge('a', '3-w')).toMatchObject({ documentWasRemovedCompletely: true });
    expect(await pouch.allDocs()).toMatchObject({ total_rows: 0, rows: [] });
    await pouch.destroy();
  });
});
