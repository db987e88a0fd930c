import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { unwatchSyncs, watchSyncs } from '../../store/testing/watch-syncs.ts';
import { readStickFile, saveStickFile } from './stick-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-stick-file-'));
});
afterEach(() => {
  unwatchSyncs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a file from a stick', () => {
  const refusal = (file: string): Promise<unknown> =>
    readStickFile(file).then(
      () => 'read',
      (error: unknown) => error,
    );

  it('is read whole, and a larger one not at all', async () => {
    const file = path.join(folder, 'a.bmt');
    writeFileSync(file, 'abc');
    expect((await readStickFile(file)).toString()).toBe('abc');
    truncateSync(file, BUNDLE_LIMITS.packed + 1);
    expect(await refusal(file)).toMatchObject({ code: 'too-large' });
  });

  it.skipIf(process.platform === 'win32')('is no endless device and no pipe, wherever a link leads', async () => {
    const link = path.join(folder, 'link.bmt');
    symlinkSync('/dev/zero', link);
    expect(await refusal(link)).toMatchObject({ code: 'not-a-bundle' });
    const pipe = path.join(folder, 'pipe.bmt');
    execFileSync('mkfifo', [pipe]);
    expect(await refusal(pipe)).toMatchObject({ code: 'not-a-bundle' });
    expect(await refusal(folder)).toMatchObject({ code: 'EISDIR' });
  });
});

describe('a file for a stick', () => {
  it('is on the medium with its name when it is answered, as sticks are pulled out', async () => {
    const synced = await watchSyncs(folder);
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
