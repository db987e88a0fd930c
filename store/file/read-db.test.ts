/** What a reader of the data file cannot compile. `npm run types` fails where an error is expected below and there is none. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFile, readAside } from './data-file.ts';
import { getSetting, setSetting } from './settings.ts';
import type { DataFile, ReadDb, WriteDb } from '../types.ts';

const KEY = randomBytes(32);
let folder: string;
let file: string;
let data: DataFile;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-read-'));
  file = path.join(folder, 'a.db');
  data = openDataFile({ path: file, key: KEY });
  setSetting(data, 'kept', 'yes');
});
afterAll(() => {
  data.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a reader of the data file', () => {
  const DELETE = 'DELETE FROM setting';

  it('has statements that give rows and write none', () => {
    const reader: ReadDb = data;
    expect(reader.sql('SELECT value FROM setting WHERE name = ?').pluck().all('kept')).toEqual(['yes']);
    // What writes gives no rows, so `get` and `all` refuse it: `run` is the way, and a reader has none.
    expect(() => reader.sql(DELETE).get()).toThrow('does not return data');
    expect(() => reader.sql(DELETE).all()).toThrow('does not return data');
    // @ts-expect-error A reader's statement has no `run`.
    const run = () => reader.sql(DELETE).run();
    // @ts-expect-error Nor has it one as single values.
    const runPlucked = () => reader.sql(DELETE).pluck().run();
    // @ts-expect-error What writes and gives rows as well is no text for a reader.
    const returning = () => reader.sql('DELETE FROM setting RETURNING name').all();
    expect([run, runPlucked, returning]).toHaveLength(3);
    expect(getSetting(reader, 'kept')).toBe('yes');
  });

  it('has no transaction, no tables to make and no documents to write', () => {
    const reader: ReadDb = data;
    expect(reader.store.info('ledger-433022100000')).toEqual({ doc_count: 0, update_seq: 0 });
    // @ts-expect-error
    const transaction = () => reader.transaction(() => undefined);
    // @ts-expect-error
    const exec = () => reader.exec('CREATE TABLE a (b)');
    // @ts-expect-error
    const put = () => reader.store.putFirst('ledger-433022100000', []);
    // @ts-expect-error
    const purge = () => reader.store.purge('ledger-433022100000', 'id');
    // @ts-expect-error
    const connection = () => reader.store.sqlite;
    expect([transaction, exec, put, purge, connection]).toHaveLength(5);
  });

  it('cannot hand the file to what writes', () => {
    const reader: ReadDb = data;
    const writer: WriteDb = data;
    const withWriter = () => setSetting(writer, 'kept', 'yes');
    // @ts-expect-error
    const withReader = () => setSetting(reader, 'kept', 'no');
    withWriter();
    expect([getSetting(writer, 'kept'), withReader]).toEqual(['yes', expect.any(Function)]);
  });

  it('is all that there is of a file opened aside, where the file itself refuses a write too', () => {
    const other = path.join(folder, 'b.db');
    openDataFile({ path: other, key: KEY }).close();
    const read = () =>
      readAside(other, KEY, (db) => {
        expect(db.sql('SELECT count(*) FROM setting').pluck().get()).toBe(1);
        // @ts-expect-error
        db.sql(DELETE).run();
      });
    expect(read).toThrow('readonly');
  });
});
