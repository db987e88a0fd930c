import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import sqlite from './index.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

const KEY = '01234567'.repeat(8);
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-file-'));
  path = join(folder, '数据 %20.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string, options: object = {}): PouchDB.Database {
  return new PouchDB(name, { adapter: 'sqlite', ...options } as PouchDB.Configuration.DatabaseConfiguration);
}

async function failure(
  work: Promise<unknown>,
): Promise<{ code?: string; status?: number; name?: string; message: string }> {
  try {
    await work;
  } catch (error) {
    return error as { message: string };
  }
  throw new Error('it did not fail');
}

const hashOf = (file: string) =>
  createHash('sha256')
    .update(new Uint8Array(readFileSync(file)))
    .digest('hex');

async function fill(options: object = {}): Promise<void> {
  const pouch = open(path, options);
  await pouch.put({ _id: 'a', secret: 'plain words' });
  await pouch.close();
}

describe('a file of its own', () => {
  it('is kept under its name, folders made, and gone without a trace after destroy', async () => {
    const deep = join(folder, 'x', 'y', 'z.db');
    const pouch = open(deep);
    await pouch.put({ _id: 'a' });
    expect(readdirSync(join(folder, 'x', 'y'))).toContain('z.db');
    await pouch.destroy();
    expect(readdirSync(join(folder, 'x', 'y'))).toEqual([]);
  });

  it('keeps documents, sequence and uuid over a close', async () => {
    await fill();
    const first = open(path);
    const uuid = await (first as unknown as { id(): Promise<string> }).id();
    expect(await first.info()).toMatchObject({ doc_count: 1, update_seq: 1 });
    await first.close();
    const second = open(path);
    expect(await (second as unknown as { id(): Promise<string> }).id()).toBe(uuid);
    expect(await second.get('a')).toMatchObject({ secret: 'plain words' });
    await second.close();
    expect(readdirSync(folder)).toEqual(['数据 %20.db']);
  });

  it('keeps its documents when the file is moved', async () => {
    await fill();
    const moved = join(folder, 'moved.db');
    renameSync(path, moved);
    const pouch = open(moved);
    expect(await pouch.get('a')).toMatchObject({ secret: 'plain words' });
    await pouch.close();
  });

  it('is one database, however its path is written', async () => {
    const [one, two] = [open(path), open(join(folder, 'x', '..', '数据 %20.db'))];
    await one.put({ _id: 'a' });
    expect(await two.get('a')).toMatchObject({ _id: 'a' });
    await one.close();
    await two.close();
  });

  it('serves all instances of a name, and stays open until the last one closes', async () => {
    const [one, two] = [open(path), open(path)];
    await one.put({ _id: 'a' });
    expect(await two.get('a')).toMatchObject({ _id: 'a' });
    await one.close();
    expect(await two.get('a')).toMatchObject({ _id: 'a' });
    await two.close();
  });

  it('tells the other instances when one destroys it', async () => {
    const [one, two] = [open(path), open(path)];
    await two.put({ _id: 'a' });
    await one.destroy();
    expect(await failure(two.allDocs())).toMatchObject({ status: 412 });
    const again = open(path);
    expect(await again.info()).toMatchObject({ doc_count: 0, update_seq: 0 });
    await again.destroy();
  });

  it('is encrypted with a key: no word of it can be read from the disk', async () => {
    await fill({ key: KEY });
    const bytes = readFileSync(path);
    expect(bytes.includes('plain words')).toBe(false);
    expect(bytes.includes('SQLite format 3')).toBe(false);
  });

  it.each([
    ['another key', { key: 'f'.repeat(64) }],
    ['no key', {}],
  ])('refuses %s and leaves the file as it is', async (_what, options) => {
    await fill({ key: KEY });
    const before = hashOf(path);
    const error = await failure(open(path, options).info());
    expect(error).toMatchObject({ code: 'wrong_key', name: 'wrong_key', message: expect.stringMatching('密钥') });
    expect(hashOf(path)).toBe(before);
  });

  it.each([
    ['a key that is not 64 hexadecimal digits', { key: 'secret' }],
    ['an unknown synchronous', { synchronous: 'OFF' }],
    ['a store that is none', { store: { sqlite: 1 } }],
  ])('refuses %s', async (_what, options) => {
    expect(await failure(open(path, options).info())).toMatchObject({ code: 'bad_option', status: 400 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a file with other tables and leaves it as it is', async () => {
    const other = new Database(path);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = hashOf(path);
    expect(await failure(open(path).info())).toMatchObject({ code: 'foreign_file' });
    expect(hashOf(path)).toBe(before);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('refuses a file that is no database', async () => {
    writeFileSync(path, 'something else entirely, and long enough to have a header of a hundred bytes '.repeat(20));
    const before = hashOf(path);
    expect(await failure(open(path).info())).toMatchObject({ code: 'wrong_key' });
    expect(hashOf(path)).toBe(before);
  });

  it('refuses a file of a newer version and leaves it as it is', async () => {
    await fill();
    const connection = new Database(path);
    connection.exec('UPDATE pouch_format SET version = 99');
    connection.pragma('journal_mode = DELETE');
    connection.close();
    const before = hashOf(path);
    expect(await failure(open(path).info())).toMatchObject({
      code: 'newer_file',
      message: expect.stringMatching('升级'),
    });
    expect(hashOf(path)).toBe(before);
  });

  it('refuses a folder in place of a file', async () => {
    mkdirSync(path);
    expect(await failure(open(path).info())).toMatchObject({ code: 'storage_failed' });
  });

  it('turns a second process away while it is open, and lets it in afterwards', async () => {
    const pouch = open(path);
    await pouch.put({ _id: 'a' });
    const program = `
      import PouchDB from 'pouchdb-core';
      import sqlite from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
      PouchDB.plugin(sqlite);
      const pouch = new PouchDB(${JSON.stringify(path)}, { adapter: 'sqlite' });
      await pouch.info().then(
        ({ doc_count }) => console.log('read ' + doc_count),
        ({ code, message }) => console.log(code + ' ' + message),
      );`;
    const run = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        cwd: import.meta.dirname,
      });
    expect(run().stdout).toMatch(/^busy 数据文件正被另一个程序使用/);
    await pouch.put({ _id: 'b' });
    await pouch.close();
    expect(run().stdout).toBe('read 2\n');
  });

  it('names a damaged file, and does not keep it locked', async () => {
    const pouch = open(path);
    await pouch.bulkDocs(Array.from({ length: 500 }, (_, i) => ({ _id: `doc-${i}`, text: 'x'.repeat(200) })));
    await pouch.close();
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 4096 * 3, 4096 * 20);
    writeFileSync(path, bytes as unknown as Uint8Array);
    const damaged = open(path);
    expect(await failure(damaged.allDocs({ include_docs: true }))).toMatchObject({ code: 'corrupt' });
    const other = new Database(path, { timeout: 0 });
    other.exec('BEGIN EXCLUSIVE');
    other.close();
  });
});

describe('bad documents', () => {
  it.each([
    ['an id that is not text', { _id: 5 }, 400, 'bad_request'],
    ['a reserved id', { _id: '_x' }, 400, 'bad_request'],
    ['an id with a lone surrogate', { _id: 'a\udc00' }, 400, 'bad_request'],
    ['a malformed revision', { _id: 'a', _rev: 'nonsense' }, 400, 'bad_request'],
    ['an unknown underscore field', { _id: 'a', _foo: 1 }, 500, 'doc_validation'],
    [
      'an unknown attachment stub',
      { _id: 'a', _attachments: { f: { stub: true, digest: 'md5-x' } } },
      412,
      'missing_stub',
    ],
    [
      'an attachment that is not base64, before one that is',
      {
        _id: 'a',
        _attachments: { f: { content_type: 't', data: '\u4e00' }, g: { content_type: 't', data: 'aGFsbG8=' } },
      },
      500,
      'badarg',
    ],
  ])('%s: the whole batch is refused with PouchDB’s error', async (_what, bad, status, name) => {
    const pouch = open(path);
    const docs = [{ _id: 'ok' }, bad] as PouchDB.Core.PutDocument<object>[];
    expect(await failure(pouch.bulkDocs(docs))).toMatchObject({ status, name });
    expect(await pouch.info()).toMatchObject({ doc_count: 0, update_seq: 0 });
    await pouch.destroy();
  });
});
