/** The hub's keys over a restore: what sites have seen since the backup is what it goes on with. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { CENTRE } from '../../test/fixtures/events.ts';
import { beginDataFile } from '../../store/file/data-folder.ts';
import { createCode, listCodes } from '../device-api/codes.ts';
import { readSettings } from '../environment.ts';
import { DATA_FILE, type HubFile, openHubFile } from '../admin/hub-file.ts';
import { backupHub, restoreHub } from '../admin/upkeep.ts';
import { announceKey, presentKey, takeNextKey } from './keys.ts';
import { pinOfTlsKey } from './tls-key.ts';

const NOW = Date.parse('2026-11-20T08:00:00.000Z');
let folder: string;
const settings = () => readSettings({ BIANMIN_HUB_DATA: folder });
const backup = () => path.join(folder, 'a.backup');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The folder's file, as a hub has it open between two commands. */
async function opened<T>(work: (hub: HubFile) => T | Promise<T>): Promise<T> {
  const hub = openHubFile({ folder, county: referencePlaces().county.code, now: NOW });
  try {
    return await work(hub);
  } finally {
    hub.file.close();
  }
}

const announce = ({ file, identity }: HubFile) =>
  announceKey({ file, hub: identity, present: presentKey(file, null), now: NOW }, null);

describe('a restore', () => {
  it('brings back no announced key that was used and left behind since', async () => {
    await opened(announce);
    await backupHub(settings(), backup(), NOW);
    const newest = await opened((hub) => {
      takeNextKey(hub.file, false);
      announce(hub);
      return pinOfTlsKey(takeNextKey(hub.file, false));
    });
    await restoreHub(settings(), backup(), NOW);
    await opened(({ file }) => {
      expect(() => takeNextKey(file, false)).toThrow(/还没有预告/);
      expect(pinOfTlsKey(presentKey(file, null))).toBe(newest);
    });
  });

  it('keeps a key announced since, for the sites that have heard of it', async () => {
    await opened(({ file }) => presentKey(file, null));
    await backupHub(settings(), backup(), NOW);
    const next = await opened((hub) => pinOfTlsKey(announce(hub)));
    await restoreHub(settings(), backup(), NOW);
    expect(await opened(({ file }) => pinOfTlsKey(takeNextKey(file, false)))).toBe(next);
  });

  it('takes nothing from a hub that was begun anew in the folder before its backup was put back', async () => {
    const known = await opened(({ file }) => pinOfTlsKey(presentKey(file, null)));
    await backupHub(settings(), backup(), NOW);
    // As earlier programs did by themselves where the file was gone.
    rmSync(path.join(folder, DATA_FILE));
    beginDataFile(path.join(folder, DATA_FILE));
    await opened(announce);
    await restoreHub(settings(), backup(), NOW);
    await opened(({ file }) => {
      expect(pinOfTlsKey(presentKey(file, null))).toBe(known);
      expect(() => takeNextKey(file, false)).toThrow(/还没有预告/);
    });
  });

  it('does not count announcements again from below: sites go by the highest', async () => {
    const versions = () =>
      opened(({ file }) => file.store.changes(COUNTY_DATABASE, 0, 10).map(({ doc }) => doc['version']));
    await opened(({ file }) => presentKey(file, null));
    await backupHub(settings(), backup(), NOW);
    await opened(announce);
    await restoreHub(settings(), backup(), NOW);
    expect(await versions()).toEqual([]);
    await opened(announce);
    expect(await versions()).toEqual([2]);
  });

  it('ends the codes of the backup that name a key left behind since, and no others', async () => {
    const states = () => opened(({ file }) => listCodes(file, NOW).map(({ state }) => state));
    await opened(({ file }) => createCode(file, CENTRE, pinOfTlsKey(presentKey(file, null)), NOW));
    await backupHub(settings(), backup(), NOW);
    await restoreHub(settings(), backup(), NOW);
    expect(await states()).toEqual(['open']);
    await opened((hub) => {
      announce(hub);
      takeNextKey(hub.file, false);
    });
    await restoreHub(settings(), backup(), NOW);
    expect(await states()).toEqual(['cancelled']);
  });
});
