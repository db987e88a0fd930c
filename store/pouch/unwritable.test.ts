import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import sqlite, { openStore } from './index.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

const isRoot = process.getuid?.() === 0;

/** Whether an ordinary user may go through all of it, down from the root. */
function isOpenToAll(place: string): boolean {
  if ((statSync(place, { throwIfNoEntry: false })?.mode ?? 0) % 2 === 0) return false;
  return dirname(place) === place || isOpenToAll(dirname(place));
}

/**
 * Run by an administrator, the tests do what is forbidden as the user `nobody`, which may not enter the administrator's own temporary folder: its
 * files lie in the first place that is open to all.
 */
const PLACE = isRoot ? [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'].find((place) => isOpenToAll(place)) : tmpdir();

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(PLACE ?? tmpdir(), 'pouch-unwritable-'));
  path = join(folder, 'a.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}

/** Runs a program in a process of its own, begun by `shell`; what it printed, a JSON text a line. */
function printedBy(program: string, shell = 'exec "$@"'): unknown[] {
  const whole = `
    import PouchDB from 'pouchdb-core';
    import Database from 'better-sqlite3';
    import sqlite from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
    PouchDB.plugin(sqlite);
    const say = (value) => console.log(JSON.stringify(value));
    const open = (name) => new PouchDB(name, { adapter: 'sqlite' });
    const codeOf = (work) => work.then(() => 'fine', ({ code, status, name }) => [code, status, name]);
    ${program}`;
  const node = [process.execPath, '--input-type=module', '-e', whole];
  const { stdout, stderr } = spawnSync('sh', ['-c', shell, 'sh', ...node], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  if (stdout === '') throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe('when the file cannot be written', () => {
  it('a full disk fails the write by name, loses nothing before it, and goes on when there is room', async () => {
    const connection = new Database(path);
    const store = openStore(connection);
    const pouch = new PouchDB('full', { adapter: 'sqlite', store } as PouchDB.Configuration.DatabaseConfiguration);
    await pouch.put({ _id: 'before' });
    connection.pragma(`max_page_count = ${String(connection.pragma('page_count', { simple: true }))}`);
    const big = Array.from({ length: 50 }, (_, i) => ({ _id: `big-${i}`, text: 'x'.repeat(5000) }));
    expect(await failure(pouch.bulkDocs(big))).toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching('磁盘已满'),
    });
    expect(await pouch.info()).toMatchObject({ doc_count: 1, update_seq: 1 });
    connection.pragma('max_page_count = 100000');
    await pouch.bulkDocs(big);
    expect(await pouch.info()).toMatchObject({ doc_count: 51, update_seq: 51 });
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    connection.close();
  });

  it('a read-only file can be read, and a write fails by name', async () => {
    const writer = new Database(path);
    openStore(writer).putFirst('ledger', [{ _id: 'a', _rev: '1-a' }]);
    writer.close();
    const connection = new Database(path, { readonly: true });
    const store = openStore(connection);
    const pouch = new PouchDB('ledger', { adapter: 'sqlite', store } as PouchDB.Configuration.DatabaseConfiguration);
    expect(await pouch.get('a')).toMatchObject({ _id: 'a' });
    expect(await failure(pouch.put({ _id: 'b' }))).toMatchObject({ code: 'read_only' });
    expect(store.info('ledger')).toEqual({ doc_count: 1, update_seq: 1 });
    connection.close();
  });
});

/**
 * Becomes the user `nobody`, as an administrator, which the tests run as in some places, may write everywhere. Files that `nobody` may not read are
 * loaded before.
 */
const AS_NOBODY =
  'new Database(":memory:").close(); if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }';

describe('what the system does not let it write', () => {
  it('is refused by name, changes nothing, and leaves the program at work', { timeout: 60_000 }, async ({ skip }) => {
    skip(PLACE === undefined, 'no folder of this machine is open to all');
    const closed = join(folder, 'closed');
    const open = join(folder, 'open');
    const kept = [join(closed, 'a.db'), join(open, 'a.db')];
    for (const each of kept) {
      const pouch = new PouchDB(each, { adapter: 'sqlite' });
      await pouch.put({ _id: 'a' });
      await pouch.close();
      chmodSync(each, 0o444);
    }
    chmodSync(folder, 0o755);
    chmodSync(open, 0o777);
    chmodSync(closed, 0o555);
    const before = kept.map((each) => readFileSync(each));
    const refused = [...kept, join(closed, 'new.db'), join(closed, 'sub', 'new.db')];
    const said = printedBy(`
      ${AS_NOBODY}
      for (const name of ${JSON.stringify(refused)}) say(await codeOf(open(name).put({ _id: 'b' })));
      const other = open(${JSON.stringify(join(open, 'other.db'))});
      say(await codeOf(other.put({ _id: 'b' })));
      await other.close();`);
    chmodSync(closed, 0o755);
    expect(said).toEqual([...refused.map(() => ['read_only', 500, 'read_only']), 'fine']);
    expect(kept.map((each) => readFileSync(each))).toEqual(before);
    expect(readdirSync(closed)).toEqual(['a.db']);
  });

  it(
    'is refused in the midst of writing as well, and every acknowledged document is there',
    { timeout: 60_000 },
    async () => {
      const said = printedBy(
        `
      const pouch = open(${JSON.stringify(path)});
      let written = 0;
      const fill = async () => { for (;;) await pouch.put({ _id: 'doc-' + written, text: 'x'.repeat(20_000) }).then(() => written++); };
      say(await codeOf(fill()));
      say(written);
      say((await pouch.info()).doc_count);
      say((await pouch.get('doc-0')).text.length);
      await pouch.close();`,
        'ulimit -f 600; exec "$@"',
      );
      const [error, written, counted, read] = said as [unknown, number, number, number];
      expect(error).toEqual(['storage_failed', 500, 'storage_failed']);
      expect(written).toBeGreaterThan(0);
      expect([counted, read]).toEqual([written, 20_000]);
      const pouch = new PouchDB(path, { adapter: 'sqlite' });
      await pouch.put({ _id: 'after' });
      expect(await pouch.info()).toMatchObject({ doc_count: written + 1, update_seq: written + 1 });
      await pouch.close();
      const connection = new Database(path);
      expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
      connection.close();
    },
  );

  it('is refused where a folder’s name is taken by a file', async () => {
    const pouch = new PouchDB(path, { adapter: 'sqlite' });
    await pouch.put({ _id: 'a' });
    await pouch.close();
    const below = new PouchDB(join(path, 'b.db'), { adapter: 'sqlite' });
    expect(await failure(below.info())).toMatchObject({ code: 'storage_failed' });
  });
});
