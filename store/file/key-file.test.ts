import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from './errors.ts';
import { makeKeyFile, placeKey, readKeyFile } from './key-file.ts';
import { tempFolder } from '../testing/temp-site.ts';

describe('the key file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = tempFolder();
    file = path.join(folder, '新建', 'key');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once, with 32 bytes for the user alone, and read afterwards', () => {
    const first = makeKeyFile(file);
    expect(first).toMatchObject({ made: true, repaired: false });
    expect(first.key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readKeyFile(file)).toEqual({ key: first.key, made: false, repaired: false });
    expect(makeKeyFile(file)).toEqual({ key: first.key, made: false, repaired: false });
    expect(readdirSync(path.dirname(file))).toEqual(['key']);
  });

  it('is never made by reading', () => {
    expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ kind: 'WrongKey' }));
    expect(existsSync(path.dirname(file))).toBe(false);
  });

  it('that lies there is never replaced by another', () => {
    expect(placeKey(file, Buffer.alloc(32, 1))).toBe(true);
    expect(placeKey(file, Buffer.alloc(32, 2))).toBe(false);
    expect(readKeyFile(file).key).toEqual(Buffer.alloc(32, 1));
  });

  it('that others can read is closed to them, and said so', () => {
    const { key } = makeKeyFile(file);
    chmodSync(file, 0o644);
    expect(readKeyFile(file)).toEqual({ key, made: false, repaired: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('of another length is refused and left as it is', () => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, 'short', { mode: 0o600 });
    for (const open of [readKeyFile, makeKeyFile]) expect(() => open(file)).toThrow(StoreError);
    expect(readFileSync(file, 'utf8')).toBe('short');
  });

  it('differs from folder to folder', () => {
    const other = path.join(folder, 'other');
    expect(makeKeyFile(file).key.equals(makeKeyFile(other).key)).toBe(false);
    expect(existsSync(other)).toBe(true);
  });
});
