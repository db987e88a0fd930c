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
