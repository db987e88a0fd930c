import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFile, openEncrypted } from './data-file.ts';
import { StoreError } from './errors.ts';
import { getSetting, setSetting } from './settings.ts';
import { tempFolder } from '../testing/temp-site.ts';
import { unwatchSyncs, watchSyncs } from '../testing/watch-syncs.ts';
import type { Migration } from '../types.ts';

const key = randomBytes(32);
let folder: string;
let file: string;
beforeEach(() => {
  folder = tempFolder();
  file = path.join(folder, '便民 数据', '数据.db');
});
afterEach(() => {
  unwatchSyncs();
  rmSync(folder, { recursive: true, force: true });
});

const kindOf = (fn: () => unknown): string => {
  try {
    fn();
    return 'none';
  } catch (error) {
    return error instanceof StoreError ? error.kind : String(error);
  }
};
const open = (options: Partial<Parameters<typeof openDataFile>[0]> = {}) =>
  openDataFile({ path: file, key, ...options });

describe('the data file', () => {
  it('is made in a folder with a Chinese name and keeps what was written', () => {
    const first = open();
    expect(first.created).toBe(true);
    setSetting(first, 'a', '值');
    first.close();
    const again = open();
    expect(again.created).toBe(false);
    expect(getSetting(again, 'a')).toBe('值');
    again.close();
  });

  it('is durable: WAL, synchronous FULL, foreign keys, temporary data in memory', () => {
    const data = open();
    const pragma = (name: string): unknown => data.store.sqlite.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('temp_store')).toBe(2);
    data.close();
  });

  it('shows nothing in clear, neither itself nor its WAL', () => {
    const data = open();
    setSetting(data, 'secret', '向小明 433022197001010014');
    const clear = () =>
      readdirSync(path.dirname(file)).filter((name) => {
        const bytes = readFileSync(path.join(path.dirname(file), name));
        return bytes.includes('向小明') || bytes.includes('433022197001010014') || bytes.includes('CREATE TABLE');
      });
    expect(clear()).toEqual([]);
    data.close();
    expect(clear()).toEqual([]);
  });

  it('does not open with another key, and is unchanged', () => {
    open().close();
    const before = readFileSync(file);
    expect(kindOf(() => open({ key: randomBytes(32) }))).toBe('WrongKey');
    expect(kindOf(() => open({ key: randomBytes(16) }))).toBe('WrongKey');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a plain SQLite file and an encrypted one of another program', () => {
    mkdirSync(path.dirname(file));
    const plain = new Sqlite(file);
    plain.exec('CREATE TABLE theirs (a)');
    plain.close();
    expect(kindOf(() => open())).toBe('NotOurs');
    rmSync(file);
    const other = openEncrypted(file, key);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    expect(kindOf(() => open())).toBe('NotOurs');
  });

  it('says Corrupt of a damaged page, after a crash or when the file is small', () => {
    const data = open();
    data.transaction(() => {
      for (let i = 0; i < 500; i += 1) setSetting(data, `name ${i}`, 'x'.repeat(400));
    });
    data.close();
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 4096 / 2) * 4096;
    for (let i = 0; i < 64; i += 1) bytes[middle + i] = (bytes[middle + i] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
    expect(kindOf(() => open())).toBe('Corrupt');
  });

  it('rolls a transaction back as a whole and runs its hooks only at the outer end', () => {
    const data = open();
    const seen: string[] = [];
    data.beforeCommit(() => seen.push('before'));
    data.afterCommit(() => seen.push('after'));
    data.transaction(() => data.transaction(() => setSetting(data, 'a', '1')));
    expect(seen).toEqual(['before', 'after']);
    expect(() =>
      data.transaction(() => {
        setSetting(data, 'a', '2');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(getSetting(data, 'a')).toBe('1');
    expect(seen).toEqual(['before', 'after']);
    data.close();
  });

  it('stays busy to a second writer with an error of its kind', () => {
    const data = open();
    const second = openEncrypted(file, key, { timeout: 10 });
    second.exec('BEGIN IMMEDIATE');
    data.store.sqlite.pragma('busy_timeout = 10');
    expect(kindOf(() => data.transaction(() => setSetting(data, 'a', '1')))).toBe('Busy');
    second.exec('ROLLBACK');
    second.close();
    data.close();
  });
});

describe('migrations', () => {
  const table = (name: string): string => `CREATE TABLE ${name} (a INTEGER NOT NULL) STRICT`;
  const one: Migration = { number: 1, name: 'one', up: (sqlite) => sqlite.exec(table('hub_one')) };
  const two: Migration = { number: 2, name: 'two', up: (sqlite) => sqlite.exec(table('hub_two')) };
  const bad: Migration = {
    number: 3,
    name: 'bad',
    up: (sqlite) => {
      sqlite.exec(table('hub_three'));
      throw new Error('half way');
    },
  };
  const tables = () => {
    const sqlite = openEncrypted(file, key);
    const names = sqlite.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'hub_%' ORDER BY name").pluck().all();
    sqlite.close();
    return names;
  };

  it('of another room are taken with a version of their own, after a copy of the file', () => {
    open({ migrations: [{ list: 'hub', migrations: [one] }] }).close();
    expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith('.bak'))).toEqual([]);
    open({ migrations: [{ list: 'hub', migrations: [one, two] }] }).close();
    expect(tables()).toEqual(['hub_one', 'hub_two']);
    expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith('.bak'))).toEqual([
      '数据.db.before-hub-2.bak',
    ]);
  });

  it('leave a copy that is on the medium with its name', async () => {
    open().close();
    const synced = await watchSyncs(folder);
    open({ migrations: [{ list: 'hub', migrations: [one] }] }).close();
    unwatchSyncs();
    const copy = statSync(`${file}.before-hub-1.bak`).ino;
    expect(synced.slice(synced.indexOf(copy)).slice(0, 2)).toEqual([copy, statSync(path.dirname(file)).ino]);
  });

  it('leave a copy that opens with the same key and holds the rows from before', () => {
    const data = open();
    setSetting(data, 'a', 'before');
    data.close();
    open({ migrations: [{ list: 'hub', migrations: [one] }] }).close();
    const copy = path.join(folder, 'copy.db');
    copyFileSync(`${file}.before-hub-1.bak`, copy);
    const old = openDataFile({ path: copy, key });
    expect(getSetting(old, 'a')).toBe('before');
    old.close();
  });

  it('that fail change nothing, not even those before them', () => {
    open().close();
    expect(() => open({ migrations: [{ list: 'hub', migrations: [one, two, bad] }] })).toThrow('half way');
    expect(tables()).toEqual([]);
    open().close();
  });

  it('refuse a file that is newer than the program', () => {
    open({ migrations: [{ list: 'hub', migrations: [one, two] }] }).close();
    expect(kindOf(() => open({ migrations: [{ list: 'hub', migrations: [one] }] }))).toBe('NewerVersion');
    expect(existsSync(file)).toBe(true);
  });

  it('must be numbered without a gap', () => {
    expect(() => open({ migrations: [{ list: 'hub', migrations: [two] }] })).toThrow(RangeError);
  });
});
