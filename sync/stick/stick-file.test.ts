import fs, { fstatSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveStickFile } from './stick-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-stick-file-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

/** Inodes in the order in which their syncs to the medium ended; the calls are the real ones. */
async function watchSyncs(): Promise<number[]> {
  const synced: number[] = [];
  const handle = await open(folder, 'r');
  const handles = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
  await handle.close();
  const [syncOfHandle, fsyncSync] = [handles.sync, fs.fsyncSync];
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: { readonly fd: number }) {
    await syncOfHandle.call(this);
    synced.push(fstatSync(this.fd).ino);
  });
  vi.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
    fsyncSync(fd);
    synced.push(fstatSync(fd).ino);
  });
  syncBuiltinESMExports();
  return synced;
}

describe('a file for a stick', () => {
  it('is on the medium with its name when it is answered, as sticks are pulled out', async () => {
    const synced = await watchSyncs();
    const target = await saveStickFile(folder, '便民通.bmt', Buffer.from('sealed'));
    expect(synced).toEqual([statSync(target).ino, statSync(folder).ino]);
  });

  it('never takes the place of one that is there', async () => {
    const names: string[] = [];
    for (const text of ['one', 'two', 'three']) names.push(await saveStickFile(folder, 'a.bmt', Buffer.from(text)));
    expect(names.map((name) => path.basename(name))).toEqual(['a.bmt', 'a (2).bmt', 'a (3).bmt']);
    expect(names.map((name) => readFileSync(name, 'utf8'))).toEqual(['one', 'two', 'three']);
  });
});
