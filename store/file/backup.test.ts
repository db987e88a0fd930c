import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupsAsWritten, backupTo, checkBackup, listBackups, restoreBackup, rollingBackup } from './backup.ts';
import { getCase } from '../projection/cases.ts';
import { openDataFile } from './data-file.ts';
import { StoreError } from './errors.ts';
import { checkSeries, readIdentity } from '../trust/identity.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { unwatchSyncs, watchSyncs } from '../testing/watch-syncs.ts';
import { CENTRE, day, person, received, STAFF } from '../testing/writer.ts';
import { verifyFile } from '../ledger/verify.ts';

let site: TempSite;
let target: string;
beforeEach(() => {
  site = tempSite();
  target = path.join(site.folder, '备份', 'one.backup');
  mkdirSync(path.dirname(target));
});
afterEach(() => {
  unwatchSyncs();
  site.remove();
});

const on = day('2017-11-09');
let n = 0;
const begin = () => {
  n += 1;
  return site.ledger.append({
    ledger: CENTRE,
    staff: STAFF,
    ...received({ number: `${CENTRE}-20171109-a7${String(n).padStart(4, '0')}`, on, person: person('向小明') }),
  }).id;
};
const kindOf = (fn: () => unknown): string => {
  try {
    fn();
    return 'none';
  } catch (error) {
    return error instanceof StoreError ? error.kind : String(error);
  }
};

describe('a backup', () => {
  it('is the state at the call, whole and encrypted, while others go on writing', async () => {
    const before = Array.from({ length: 50 }, begin);
    const copying = backupTo(site.file, site.key, target);
    const during = Array.from({ length: 50 }, begin);
    const backup = await copying;
    expect(backup.bytes).toBeGreaterThan(4096);
    checkBackup(target, site.key);
    expect(readFileSync(target).includes('向小明')).toBe(false);
    const copy = openDataFile({ path: target, key: site.key });
    expect(before.map((id) => getCase(copy, id)?.name)).toEqual(before.map(() => '向小明'));
    expect(during.map((id) => getCase(copy, id))).toEqual(during.map(() => null));
    expect(verifyFile(copy, reference()).filter((line) => !line.ok)).toEqual([]);
    copy.close();
    expect(during.map((id) => getCase(site.file, id)?.name)).toEqual(during.map(() => '向小明'));
  });

  it('is on the medium with its name when it is answered', async () => {
    begin();
    const synced = await watchSyncs(site.folder);
    await backupTo(site.file, site.key, target);
    const [copy, folder] = [statSync(target).ino, statSync(path.dirname(target)).ino];
    expect(synced.filter((inode) => inode === copy || inode === folder)).toEqual([copy, folder]);
  });

  it('makes no folder for a name that was misspelt', async () => {
    const nowhere = path.join(site.folder, '没有这一层', '没有');
    await expect(backupTo(site.file, site.key, path.join(nowhere, 'one.backup'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(existsSync(path.dirname(nowhere))).toBe(false);
  });

  it('replaces an older one of that name only when it is whole, and leaves no parts', async () => {
    begin();
    await backupTo(site.file, site.key, target);
    const old = readFileSync(target);
    begin();
    await backupTo(site.file, site.key, target);
    expect(readFileSync(target).equals(old)).toBe(false);
    expect(readdirSync(path.dirname(target))).toEqual(['one.backup']);
  });

  it('is kept in a rolling row of the newest', async () => {
    const folder = path.join(site.folder, '滚动');
    for (let minute = 0; minute < 4; minute += 1)
      await rollingBackup(site.file, site.key, {
        folder,
        keep: 2,
        now: Date.parse('2017-11-09T02:00:00Z') + minute * 60_000,
      });
    expect((await listBackups(folder)).map((file) => path.basename(file))).toEqual([
      'bianmin-20171109T020300.backup',
      'bianmin-20171109T020200.backup',
    ]);
    expect(await listBackups(path.join(site.folder, 'none'))).toEqual([]);
  });

  it('outlives those that a clock which ran ahead has named', async () => {
    const folder = path.join(site.folder, '滚动');
    const roll = async (now: string) =>
      path.basename((await rollingBackup(site.file, site.key, { folder, keep: 2, now: Date.parse(now) })).path);
    for (const ahead of ['2027-01-08T02:00:00Z', '2027-01-09T02:00:00Z']) await roll(ahead);
    const right = [await roll('2017-11-09T02:00:00Z'), await roll('2017-11-10T02:00:00Z')];
    expect((await listBackups(folder)).map((file) => path.basename(file))).toEqual(right.toReversed());
  });

  it('is kept whatever the clock says, as the one that was written last, with nothing beside it', async () => {
    const folder = path.join(site.folder, '滚动');
    const roll = async (now: string) =>
      (await rollingBackup(site.file, site.key, { folder, keep: 3, now: Date.parse(now) })).path;
    const days = ['2017-11-08', '2031-01-01', '2017-11-09', '2009-01-01', '2017-11-10', '2009-01-02', '2009-01-01'];
    const written: string[] = [];
    for (const each of days) {
      const made = await roll(`${each}T02:00:00Z`);
      writeFileSync(`${made}-shm`, '');
      written.unshift(made);
      expect(existsSync(made)).toBe(true);
      const left = [...new Set(written)].slice(0, 3);
      expect(await backupsAsWritten(folder)).toEqual(left);
      expect(readdirSync(folder).toSorted()).toEqual(
        left.flatMap((file) => [path.basename(file), `${path.basename(file)}-shm`]).toSorted(),
      );
    }
  });

  it('that is damaged, another program’s or of another key is not restored, and nothing changes', async () => {
    const id = begin();
    await backupTo(site.file, site.key, target);
    site.file.close();
    const before = readFileSync(site.path);
    const restore = (backup: string, key = site.key) => {
      const work = () => restoreBackup({ backup, path: site.path, key, now: 1 });
      // It is the backup that is wrong: the data file may be sound.
      expect(work).toThrow(/备份.*没有改动任何文件/u);
      return kindOf(work);
    };
    expect(restore(target, randomBytes(32))).toBe('WrongKey');
    expect(restore(path.join(site.folder, 'none'))).toBe('NotOurs');
    const bytes = readFileSync(target);
    const middle = Math.floor(bytes.length / 8192) * 4096;
    for (let i = 0; i < 64; i += 1) bytes[middle + i] = (bytes[middle + i] ?? 0) ^ 0xff;
    writeFileSync(target, bytes);
    expect(restore(target)).toBe('Corrupt');
    writeFileSync(target, '');
    expect(restore(target)).toBe('NotOurs');
    writeFileSync(target, 'SQLite format 3\0'.padEnd(8192));
    expect(restore(target)).toBe('WrongKey');
    expect(readFileSync(site.path).equals(before)).toBe(true);
    site.reopen();
    expect(getCase(site.file, id)?.name).toBe('向小明');
  });
});

describe('a restore', () => {
  it('is on the medium before it is in place, and its name after', async () => {
    begin();
    await backupTo(site.file, site.key, target);
    site.file.close();
    const synced = await watchSyncs(site.folder);
    restoreBackup({ backup: target, path: site.path, key: site.key, now: 42 });
    const [copy, folder] = [statSync(site.path).ino, statSync(path.dirname(site.path)).ino];
    expect(synced.filter((inode) => inode === copy || inode === folder)).toEqual([copy, folder]);
  });

  it('puts the backup in place, sets the old file aside and makes the next start begin a new series', async () => {
    const kept = begin();
    await backupTo(site.file, site.key, target);
    const lost = begin();
    const { series } = readIdentity(site.file) ?? {};
    site.file.close();
    const { setAside } = restoreBackup({ backup: target, path: site.path, key: site.key, now: 42 });
    expect(setAside).toBe(`${site.path}.replaced-42`);
    expect(existsSync(setAside ?? '')).toBe(true);
    site.reopen();
    expect(getCase(site.file, kept)?.name).toBe('向小明');
    expect(getCase(site.file, lost)).toBeNull();
    const check = { facts: 'this machine', highWater: null, now: site.clock.now() };
    expect(checkSeries(site.file, check)).toBe('restored');
    expect(checkSeries(site.file, check)).toBeNull();
    expect(readIdentity(site.file)?.series).not.toBe(series);
    const next = site.ledger.append({
      ledger: CENTRE,
      staff: STAFF,
      type: 'noted',
      case: kept,
      about: kept,
      on,
      data: { text: '恢复后' },
    });
    expect(next.event.by).toMatchObject({ seq: 1, prev: null });
    const old = openDataFile({ path: setAside ?? '', key: site.key });
    expect(getCase(old, lost)?.name).toBe('向小明');
    old.close();
    rmSync(setAside ?? '');
  });
});
