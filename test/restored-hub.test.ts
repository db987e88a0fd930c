/** A hub that comes back from an earlier backup, with real sites as its clients. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountyStatus, DeviceRow } from '../shared/api/county.ts';
import { PULSE_PATH } from '../shared/api/device-api.ts';
import { HubProcess } from './hub/hub-process.ts';
import { tlsFiles, tlsFixture } from './hub/tls-fixtures.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, VILLAGE } from './site/machine.ts';
import { type TwoSites, twoSites } from './site/two-sites.ts';
import { type Gate, openGate } from './site/gate.ts';
import { seededCases } from './site/work.ts';

describe('a hub restored from an earlier backup', () => {
  const hub = new HubProcess();
  const late = new Machine();
  let gate: Gate;
  let sites: TwoSites;

  beforeAll(async () => {
    const { certificate, key } = tlsFiles('ed25519');
    hub.settings = { BIANMIN_HUB_TLS_CERT: certificate, BIANMIN_HUB_TLS_KEY: key };
    await hub.start();
    gate = await openGate(tlsFixture('ed25519'), hub.port);
    sites = await twoSites(hub, gate.address);
  }, 120_000);
  afterAll(async () => {
    await sites.remove();
    late.remove();
    await gate.close();
    await hub.remove();
  });

  it('voids receipts until it confirms them, and ends with everything again', { timeout: 120_000 }, async () => {
    const { village, centre, unsynced, received } = sites;
    const work = seededCases(11);
    await work.handOver(village, 3);
    expect(await unsynced(village)).toBe(0);
    expect(await unsynced(centre)).toBe(0);
    const backup = path.join(late.base, 'hub.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);

    // After the backup: more slips, the centre at work on all of them, and a machine that the restored hub will not know.
    await work.handOver(village, 4);
    expect(await unsynced(village)).toBe(0);
    await centre.call('sync.now', {});
    expect(await received()).toBe(7);
    await late.enrol(hub, CENTRE, gate.address);
    expect(await unsynced(centre)).toBe(0);
    expect(await unsynced(village)).toBe(0);
    await hub.stop();
    const before = insideHub(hub, (file) => ({ village: eventIds(file, VILLAGE), centre: eventIds(file, CENTRE) }));

    expect((await hub.command('restore', backup)).code).toBe(0);
    const lost = insideHub(hub, (file) => eventIds(file, VILLAGE));
    expect(lost.length).toBeLessThan(before.village.length);
    await hub.start();
    gate.to(hub.port);

    // The line breaks right after the new epoch is heard of: what was green by the old one is so no longer.
    const green = async () =>
      (await centre.call('cases.list', { list: 'all', limit: 200 })).rows.filter(({ synced }) => synced).length;
    expect(await green()).toBe(7);
    gate.only(PULSE_PATH);
    expect(await unsynced(centre)).toBeGreaterThan(0);
    expect(await green()).toBe(0);
    gate.only(null);

    for (const open of [centre, village, centre, village]) expect(await unsynced(open)).toBe(0);
    for (const [name, open] of Object.entries({ village, centre })) expect(await faultsOf(name, open)).toEqual([]);
    const lateOpen = await late.open();
    expect(await unsynced(lateOpen)).toBe(0);
    expect(await faultsOf('late', lateOpen)).toEqual([]);
    await lateOpen.close();
    // The machine that the backup did not know is known again by its certificate, and nothing of it had to wait for a person.
    const devices = await hub.county<DeviceRow[]>('county.devices');
    expect(devices.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(3);
    expect((await hub.county<CountyStatus>('county.status')).heldWaiting).toBe(0);

    await hub.stop();
    const after = insideHub(hub, (file) => ({ village: eventIds(file, VILLAGE), centre: eventIds(file, CENTRE) }));
    expect(before.village.filter((id) => !after.village.includes(id))).toEqual([]);
    expect(before.centre.filter((id) => !after.centre.includes(id))).toEqual([]);
    expect(differences('village', after.village, eventIds(fileOf(centre), VILLAGE))).toEqual([]);
  });
});
