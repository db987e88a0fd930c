/** A device is revoked while it holds what no other has: a real hub, a real village that is offline, a real centre. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeldGroup } from '../shared/api/county-held.ts';
import type { Page } from '../shared/api/rows.ts';
import { HubProcess } from './hub/hub-process.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

describe('a device that is revoked with unsent events', () => {
  const hub = new HubProcess();
  const machines = [new Machine(), new Machine()] as const;
  let village: OpenMachine;
  let centre: OpenMachine;

  beforeAll(async () => {
    await hub.start();
    await machines[0].enrol(hub, VILLAGE);
    await machines[1].enrol(hub, CENTRE);
    village = await machines[0].open();
    centre = await machines[1].open();
    // The runs that begin by themselves at a start are over; from here on each is asked for.
    for (const each of [village, centre]) await each.call('sync.now', {});
  }, 120_000);
  afterAll(async () => {
    await village.close();
    await centre.close();
    await hub.remove();
    for (const machine of machines) machine.remove();
  });

  const fromVillages = async () =>
    (await centre.call('cases.list', { list: 'from-villages', limit: 200 })).rows.map(({ case: id }) => id);

  it(
    'loses none of them: what the county had is with the centre, the rest waits for the county, all has its receipt',
    { timeout: 120_000 },
    async () => {
      const work = seededCases(23);
      await work.handOver(village, 2);
      expect((await village.call('sync.now', {})).unsynced).toBe(0);
      // Without a line: three slips before the county stops the machine, two after.
      await work.handOver(village, 3);
      const device = fileOf(village).sql('SELECT device FROM identity').pluck().get() as string;
      await hub.county('county.revoke', { device, reason: '电脑丢失' });
      await work.handOver(village, 2);
      const written = eventIds(fileOf(village), VILLAGE);

      const status = await village.call('sync.now', {});
      expect(status).toMatchObject({ state: 'attention', unsynced: 0, text: expect.stringContaining('停用') });
      expect(
        (await village.call('cases.list', { list: 'all', limit: 200 })).rows.filter(({ synced }) => !synced),
      ).toEqual([]);
      await centre.call('sync.now', {});
      expect(await fromVillages()).toHaveLength(2);

      const waiting = await hub.county<Page<HeldGroup>>('county.held', { list: 'waiting' });
      expect(waiting.rows.map(({ why, events }) => [why, events])).toEqual(
        Array.from({ length: 5 }, () => [['revoked'], 2]),
      );
      await hub.county('county.decideHeld', {
        keys: waiting.rows.map(({ key }) => key),
        decision: 'admit',
        by: '李四',
        reason: '村里有纸质登记',
      });
      await centre.call('sync.now', {});
      expect(await fromVillages()).toHaveLength(7);
      const held = eventIds(fileOf(centre), VILLAGE);
      expect(written.filter((id) => !held.includes(id))).toEqual([]);
      expect(await faultsOf('centre', centre)).toEqual([]);
      expect(await faultsOf('village', village)).toEqual([]);

      // Reading has ended: what the centre does from now on does not come down.
      await centre.call('cases.receiveMany', { cases: (await fromVillages()) as never });
      await centre.call('sync.now', {});
      await village.call('sync.now', {});
      expect(differences('village', eventIds(fileOf(village), VILLAGE), written)).toEqual([]);
      await hub.stop();
      expect(
        insideHub(hub, (file) => differences('hub', eventIds(file, VILLAGE), eventIds(fileOf(centre), VILLAGE))),
      ).toEqual([]);
    },
  );
});
