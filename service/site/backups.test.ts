import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listBackups } from '../../store/file/backup.ts';
import { type TempSite, tempSite } from '../../store/testing/temp-site.ts';
import { type Backups, createBackups } from './backups.ts';

const HOUR = 3_600_000;
const NEXT_YEAR = Date.parse('2027-11-24T04:00:00.000Z');
const TODAY = Date.parse('2026-11-24T04:00:00.000Z');

let site: TempSite;
let folder: string;
let time: number;
let backups: Backups;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
  site = tempSite();
  folder = path.join(site.folder, 'backups');
  time = TODAY;
  backups = createBackups({ file: site.file, key: site.key, folder, now: () => time });
});
afterEach(() => {
  backups.stop();
  vi.useRealTimers();
  site.remove();
});

const made = async () => (await listBackups(folder)).map((backup) => path.basename(backup)).toReversed();
const looksAt = (at: number) => {
  time = at;
  vi.advanceTimersByTime(HOUR);
};

describe('the backup of a day', () => {
  it('is made an hour or less after the start, and the next one a day later', async () => {
    looksAt(TODAY);
    await expect.poll(made).toEqual(['bianmin-20261124T040000.backup']);
    looksAt(TODAY + 24 * HOUR);
    await expect.poll(made).toEqual(['bianmin-20261124T040000.backup', 'bianmin-20261125T040000.backup']);
  });

  it('is made also where one lies that a clock which ran ahead has named', async () => {
    time = NEXT_YEAR;
    await backups.now();
    looksAt(TODAY);
    await expect.poll(made).toEqual(['bianmin-20261124T040000.backup', 'bianmin-20271124T040000.backup']);
  });
});

it('clears what a killed program left of one, at the start and with the next one, and nothing that people put there', async () => {
  const left = 'bianmin-20261101T010203.backup.0123abcd.part';
  const others = ['bianmin-20261101T010203.backup.part', '我的备份.part', 'bianmin-20261101T010203.backup.copy'];
  const lie = () => {
    mkdirSync(folder, { recursive: true });
    for (const name of [left, ...others]) writeFileSync(path.join(folder, name), 'half');
  };
  const names = () => readdirSync(folder).toSorted();
  lie();
  const again = createBackups({ file: site.file, key: site.key, folder, now: () => time });
  await expect.poll(names).toEqual(others.toSorted());
  again.stop();
  lie();
  await backups.now();
  expect(names()).toEqual([...others, 'bianmin-20261124T040000.backup'].toSorted());
});
