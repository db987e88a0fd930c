import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referencePlaces } from '../../shared/reference/load.ts';
import { openEncrypted } from '../../store/file/data-file.ts';
import { makeKeyFile, readKeyFile } from '../../store/file/key-file.ts';
import { KEY_FILE, openHubFile } from './hub-file.ts';
import { type FolderLock, type OwnerRequest, lockFolder } from './lock.ts';
import { readSettings } from '../environment.ts';
import { presentBoot } from '../events/boot-log.ts';
import { stickCommand } from '../stick/command.ts';
import { nextKey, useNextKey } from '../tls/command.ts';
import { backupHub, restoreHub } from './upkeep.ts';
import { now } from '../../test/clock.ts';

let folder: string;
let owner: FolderLock | null = null;
const settings = () => readSettings({ BIANMIN_HUB_DATA: folder });
const target = () => path.join(folder, 'a.backup');
const backups = () => readdirSync(folder).filter((name) => name.startsWith('a.backup'));

/** A running hub, as far as the folder's socket shows one. */
const owned = async (answer: OwnerRequest) => {
  owner = await lockFolder(folder, answer);
};

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-upkeep-'));
  makeKeyFile(path.join(folder, KEY_FILE));
});
afterEach(async () => {
  await owner?.release();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('that can’t be read through is none: it is taken away, said, and not counted', async () => {
    const asked: string[] = [];
    await owned((line) => {
      asked.push(line.split(' ')[0] ?? '');
      writeFileSync(line.slice('backup '.length), 'what a broken disk gives back');
      return Promise.resolve(JSON.stringify({ at: new Date(now()).toISOString(), bytes: 29 }));
    });
    await expect(backupHub(settings(), target(), now())).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('读不通'),
    });
    expect([backups(), asked]).toEqual([[], ['backup']]);
  });

  it('is asked for again later while the hub starts, and so is all that a running hub does', async () => {
    await owned(() => Promise.resolve(''));
    for (const asked of [
      () => backupHub(settings(), target(), now()),
      () => nextKey(settings(), []),
      () => useNextKey(settings(), []),
      () => stickCommand(folder, ['in', target()]),
    ])
      await expect(asked()).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('稍后再试') });
  });

  it('that the hub could not make is refused with the hub’s own words', async () => {
    await owned(() => Promise.resolve(JSON.stringify({ error: '磁盘已满' })));
    await expect(backupHub(settings(), target(), now())).rejects.toThrow('磁盘已满');
  });
});

describe('a copy that nobody read through', () => {
  it('bears no backup’s name, does not stand in the way of the next one, and goes with a later one', async () => {
    rmSync(path.join(folder, KEY_FILE));
    openHubFile({ folder, county: referencePlaces().county.code, now: now() }).file.close();
    const left = ['a.backup.unchecked', 'b.backup.unchecked', 'b.backup.unchecked.0123abcd.part'];
    for (const name of left) writeFileSync(path.join(folder, name), 'half');
    const others = ['notes.part', 'unchecked', 'c.backup.unchecked'];
    for (const name of others) writeFileSync(path.join(folder, name), 'another’s, or being made now');
    const long = new Date(now() - 86_400_000 * 400);
    for (const name of left) utimesSync(path.join(folder, name), long, long);
    expect(await backupHub(settings(), target(), now())).toContain('通读核对无误');
    expect(
      readdirSync(folder)
        .filter((name) => [...left, ...others].includes(name))
        .toSorted(),
    ).toEqual(others.toSorted());
    await expect(backupHub(settings(), target(), now())).rejects.toMatchObject({ code: 'duplicate' });
    expect(backups()).toEqual(['a.backup']);
  });
});

describe('a restore', () => {
  it('of a backup of an earlier program brings it up to date, and leaves no further copy of it', async () => {
    // A key without a file would be a loss; this hub is new.
    rmSync(path.join(folder, KEY_FILE));
    const open = () => openHubFile({ folder, county: referencePlaces().county.code, now: now() });
    const { file, identity } = open();
    file.close();
    await backupHub(settings(), target(), now());
    const earlier = openEncrypted(target(), readKeyFile(path.join(folder, KEY_FILE)).key);
    // Back from migration 8 to 5.
    earlier.exec(`ALTER TABLE hub_held RENAME TO hub_intake;
      DROP INDEX hub_held_id; DROP INDEX hub_held_group; DROP INDEX hub_held_owner;
      CREATE INDEX hub_intake_id ON hub_intake (id);
      CREATE INDEX hub_intake_group ON hub_intake (decision, ledger, device, case_id, decided_at);
      ALTER TABLE hub_stick RENAME COLUMN held TO intake;
      ALTER TABLE hub_change RENAME COLUMN change TO move; ALTER TABLE hub_change RENAME TO hub_move;
      DROP INDEX hub_change_order; CREATE INDEX hub_move_order ON hub_move (move)`);
    earlier.exec(
      `DROP TABLE hub_local; ALTER TABLE hub_intake DROP COLUMN owner; ALTER TABLE hub_intake DROP COLUMN bytes`,
    );
    earlier.exec("DROP TABLE hub_boot; UPDATE schema_list SET version = 5 WHERE list = 'hub'");
    earlier.close();
    await restoreHub(settings(), target(), now());
    expect(readdirSync(folder).filter((name) => name.includes('.before-'))).toEqual([]);
    const restored = open();
    expect([restored.identity.uuid, presentBoot(restored.file).length]).toEqual([identity.uuid, 8]);
    restored.file.close();
  });
});
