import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const ROOT = resolve(HERE, '../..');
const COMPILER = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-types-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // The declarations that a package of this folder would ship, apart from its sources: those are written for Node's own Buffer.
  const errors = await compile('declarations', {
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: HERE,
      outDir: join(folder, 'adapter'),
      types: ['node'],
      paths: { 'pouchdb-core': [join(HERE, 'types/pouchdb-core.d.ts')] },
    },
    files: [join(HERE, 'index.ts'), ...['better-sqlite3', 'pouchdb-core', 'pouchdb-parts'].map(ambient)],
  });
  expect(errors).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ambient = (name: string) => join(HERE, `types/${name}.d.ts`);

/** What the compiler says of a program of its own; nothing if all is well. */
function compile(name: string, program: { compilerOptions: object; files: string[] }): Promise<string> {
  const config = join(folder, `${name}.json`);
  writeFileSync(config, JSON.stringify({ extends: join(ROOT, 'tsconfig.base.json'), ...program }));
  return new Promise((done) => {
    execFile(process.execPath, [COMPILER, '-p', config, '--pretty', 'false'], (error, out, trouble) =>
      done(error === null ? '' : out + trouble),
    );
  });
}

const HEAD = `
  import Database from 'better-sqlite3';
  import PouchDB from 'pouchdb-core';
  import replication from 'pouchdb-replication';
  import sqlite, { openStore } from '../adapter/index.ts';
  interface Note { text: string }
  const Pouch = PouchDB.plugin(sqlite).plugin(replication);
`;
let programs = 0;

/** Compiles lines of a user's program against the published types. */
function using(lines: string): Promise<string> {
  const name = `use-${programs++}`;
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'main.ts'), `${HEAD}${lines}`);
  return compile(name, {
    compilerOptions: { types: [] },
    files: [join(folder, name, 'main.ts'), ambient('better-sqlite3'), ambient('pouchdb-parts')],
  });
}

describe('under the published types of PouchDB', { timeout: 120_000 }, () => {
  it('the adapter is a plugin, takes its options and gives typed documents', async () => {
    const errors = await using(`
      const key = '00'.repeat(32);
      const notes = new Pouch<Note>('notes.db', { adapter: 'sqlite', key, synchronous: 'NORMAL', auto_compaction: true });
      const store = openStore(new Database('office.db'), { onWrite: (name, docs) => console.log(name, docs.length) });
      const shared = new Pouch<Note>('ledger-1', { adapter: 'sqlite', store, revs_limit: 10, purged_infos_limit: 5 });
      const { rev }: { rev: string } = await notes.put({ _id: 'a', text: 'x' });
      const text: string = (await notes.get('a')).text;
      await notes.bulkDocs([{ _id: 'b', text }], { new_edits: true });
      const seqs: (string | number)[] = (await notes.changes({ since: 0, include_docs: true })).results.map((each) => each.seq);
      const written: number = (await notes.replicate.to(shared, { batch_size: 10 })).docs_written;
      const gone: boolean = (await notes.purge('a', rev)).documentWasRemovedCompletely;
      console.log(seqs, written, gone);
      const remote = new Pouch<Note>('https://example.org/notes', { skip_setup: true });
      await remote.close();
    `);
    expect(errors).toBe('');
  });

  it.each([
    [
      'another word for synchronous',
      `new Pouch('a.db', { adapter: 'sqlite', synchronous: 'SOMETIMES' });`,
      'synchronous',
    ],
    ['a key that is no text', `new Pouch('a.db', { adapter: 'sqlite', key: 1 });`, 'key'],
    [
      'a connection in place of a store',
      `new Pouch('a', { adapter: 'sqlite', store: new Database('a.db') });`,
      'store',
    ],
    ['an option that there is not', `new Pouch('a.db', { adapter: 'sqlite', sync: true });`, 'sync'],
    ['a plugin that is none', `PouchDB.plugin('sqlite');`, 'string'],
    [
      'a field that a document has not',
      `(await new Pouch<Note>('a.db', { adapter: 'sqlite' }).get('a')).title;`,
      'title',
    ],
    ['a purge without a revision', `await new Pouch('a.db', { adapter: 'sqlite' }).purge('a');`, 'arguments'],
  ])('%s is an error', async (_what, lines, named) => {
    const errors = await using(lines);
    expect(errors).toContain(named);
    expect(errors.match(/error TS/gu)).toHaveLength(1);
  });
});
