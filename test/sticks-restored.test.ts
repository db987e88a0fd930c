/** A hub that was restored to a day before a village was enrolled, and the village has no line to hear of it. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceRow } from '../shared/api/county.ts';
import type { StickFile, StickTaken } from '../shared/api/stick.ts';
import { HubProcess } from './hub/hub-process.ts';
import { dateAhead } from './date-ahead.ts';
import { eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

describe('a village without a line, and a hub restored to before it was enrolled', { timeout: 120_000 }, () => {
  const hub = new HubProcess();
  const machine = new Machine();
  const centre = new Machine();
  const work = seededCases(77);
  let village: OpenMachine;

  beforeAll(async () => {
    await hub.start();
    await centre.enrol(hub, CENTRE);
    village = await machine.open();
  }, 120_000);
  afterAll(async () => {
    await village.close();
    await hub.remove();
    for (const each of [machine, centre]) each.remove();
  });

  const bringUp = async (): Promise<StickTaken> => {
    const file = await village.call('stick.write', {});
    await village.call('stick.saved', { id: file.id });
    return hub.county<StickTaken>('county.stickTake', { base64: file.base64 });
  };
  const bringHome = async () => {
    const { base64 } = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE });
    const { receipts } = await village.call('stick.preview', { base64 });
    return { receipts, base64, taken: await village.call('stick.take', { base64 }) };
  };
  const stopped = async () =>
    (await hub.county<DeviceRow[]>('county.devices')).flatMap(({ device, revokedAt }) =>
      revokedAt === null ? [] : [device as string],
    );
  const unsynced = async () => (await village.call('stick.status', {})).unsynced;

  it('loses its receipts by the next stick, brings everything again, and has them by the one after', async () => {
    const backup = path.join(machine.base, 'hub.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);
    const { base64 } = await village.call('stick.request', { machine: '不联网' });
    const answer = await hub.county<StickFile>('county.stickAnswer', { base64, place: VILLAGE });
    await village.call('stick.enrol', { base64: answer.base64 });
    await village.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
    await village.call('staff.choose', { id: 'A01' as never });
    await work.handOver(village, 3);
    await bringUp();
    const lost = await hub.enrol(CENTRE);
    await hub.county('county.revoke', { device: lost.device, reason: '遗失' });
    const { base64: before } = await bringHome();
    expect(await unsynced()).toBe(0);

    await hub.stop();
    expect((await hub.command('restore', backup)).code).toBe(0);
    await hub.start();
    await expect(hub.county('county.stickWrite', { place: VILLAGE })).rejects.toMatchObject({ code: 'not-found' });

    // Its next bundle makes the hub know it again.
    await work.handOver(village, 1);
    const first = await bringUp();
    expect(first).toMatchObject({ held: 0 });
    expect(first.events).toBeGreaterThan(0);
    const home = await bringHome();
    expect(home.receipts).toBe('new-epoch');
    expect(await unsynced()).toBeGreaterThan(0);
    // A stick of the former epoch turns up late, and does not count.
    expect((await village.call('stick.preview', { base64: before })).receipts).toBe('past');
    await village.call('stick.take', { base64: before });
    expect(await unsynced()).toBeGreaterThan(0);

    expect(await stopped()).not.toContain(lost.device);
    expect(await bringUp()).toMatchObject({ held: 0 });
    // What the hub published after its backup it has from the village.
    expect(await stopped()).toContain(lost.device);
    await bringHome();
    expect(await unsynced()).toBe(0);
    expect(await faultsOf('village', village)).toEqual([]);
    await hub.stop();
    expect(insideHub(hub, (file) => eventIds(file, VILLAGE))).toEqual(eventIds(fileOf(village), VILLAGE));
  });
});

describe(
  'a village without a line, and a hub whose clock was far ahead before it was restored',
  { timeout: 120_000 },
  () => {
    const hub = new HubProcess();
    const machine = new Machine();
    let village: OpenMachine;

    beforeAll(async () => {
      await hub.start();
      village = await machine.open();
    }, 120_000);
    afterAll(async () => {
      await village.close();
      await hub.remove();
      machine.remove();
    });

    const bringUp = async () => {
      const { base64, id } = await village.call('stick.write', {});
      await village.call('stick.saved', { id });
      await hub.county<StickTaken>('county.stickTake', { base64 });
    };
    const bringHome = async () => {
      const { base64 } = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE });
      const { receipts } = await village.call('stick.preview', { base64 });
      await village.call('stick.take', { base64 });
      return { receipts, base64 };
    };
    const stateOf = async (base64: string) => (await village.call('stick.preview', { base64 })).receipts;

    it('takes the restored hub at its word at once, and no stick of the former epoch, whatever the clock said', async () => {
      const { base64 } = await village.call('stick.request', { machine: '不联网' });
      const answer = await hub.county<StickFile>('county.stickAnswer', { base64, place: VILLAGE });
      await village.call('stick.enrol', { base64: answer.base64 });
      await village.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
      await village.call('staff.choose', { id: 'A01' as never });
      await seededCases(78).handOver(village, 2);
      await bringUp();
      const backup = path.join(machine.base, 'hub.backup');
      expect((await hub.command('backup', backup)).code).toBe(0);

      await hub.stop();
      const yearsMs = 3 * 365 * 24 * 3_600_000;
      hub.settings = dateAhead(yearsMs);
      await hub.start();
      const ahead = await bringHome();
      expect(ahead.receipts).toBe('newer');
      expect(await stateOf(ahead.base64)).toBe('known');
      expect((await village.call('stick.status', {})).unsynced).toBe(0);

      await hub.stop();
      hub.settings = {};
      expect((await hub.command('restore', backup)).code).toBe(0);
      await hub.start();
      expect((await bringHome()).receipts).toBe('new-epoch');
      expect(await stateOf(ahead.base64)).toBe('past');
      await bringUp();
      expect((await bringHome()).receipts).toBe('newer');
      expect((await village.call('stick.status', {})).unsynced).toBe(0);
      expect(await faultsOf('village', village)).toEqual([]);
    });
  },
);
