import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { afterAll, beforeAll, expect, it } from 'vitest';
import sqlite from './index.ts';
import { orderless, portrait, type Pouch } from './test-operations.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-purge-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

/** As `portrait`, without the sequences: purging does not take back those that were given out. */
async function seen(pouch: Pouch): Promise<unknown> {
  const { seq: _seq, changes, ...others } = await portrait(pouch);
  return orderless({ seq: 0, changes: { ...changes, last_seq: 0 }, ...others });
}

it('a database after a purge is as if the purged branch had never been written', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(written, fc.nat(), async (all, choice) => {
      const revisions = all.toSorted((one, two) => one.name.length - two.name.length);
      const names = revisions.map(({ name }) => name);
      const isLeaf = (name: string) => !names.some((other) => other !== name && other.startsWith(name));
      const leaves = names.filter(isLeaf);
      const purged = leaves[choice % leaves.length]!;
      const kept = revisions.filter(({ name }) => leaves.some((leaf) => leaf !== purged && leaf.startsWith(name)));
      const ours: Pouch = new PouchDB(join(folder, String(made++)), { adapter: 'sqlite' });
      const oracle: Pouch = new PouchDB(`purge-${made++}`, { adapter: 'memory' });
      await oracle.info();
      await write(ours, revisions, isLeaf);
      const purge = Reflect.get(ours, 'purge') as (id: string, rev: string) => Promise<unknown>;
      await purge('a', revOf(purged));
      await write(oracle, kept, isLeaf);
      expect(await seen(ours)).toEqual(await seen(oracle));
      await ours.destroy();
      await oracle.destroy();
    }),
    { numRuns: Number(process.env['DIFFERENTIAL_RUNS'] ?? 60) },
  );
});
