/** A hub comes back from a backup of before a machine was stopped, long after: real sites bring back what it lost, and the stop with it. */
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeviceRow } from '../shared/api/county.ts';
import type { DecidedOfDevice, HeldDevice } from '../shared/api/county-held.ts';
import type { DeviceId } from '../shared/base/brands.ts';
import { HubProcess } from './hub/hub-process.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { countingWire, type Wire } from './site/wire.ts';
import { seededCases } from './site/work.ts';

const hub = new HubProcess();
const machines = [new Machine(), new Machine(), new Machine()] as const;
let wire: Wire;
let stopped: OpenMachine;
let next: OpenMachine;
let centre: OpenMachine;
let device: DeviceId;

const deviceOf = (open: OpenMachine) => fileOf(open).sql('SELECT device FROM identity').pluck().get() as DeviceId;
const atHub = () => insideHub(hub, (file) => eventIds(file, VILLAGE));
const held = async () => (await hub.county<HeldDevice[]>('county.heldDevices')).find((each) => each.device === device);

beforeAll(async () => {
  await hub.start();
  wire = await countingWire(hub.port);
  await machines[0].enrol(hub, VILLAGE, wire.address);
  await machines[1].enrol(hub, VILLAGE, wire.address);
  await machines[2].enrol(hub, CENTRE, wire.address);
  stopped = await machines[0].open();
  next = await machines[1].open();
  centre = await machines[2].open();
  device = deviceOf(stopped);
}, 120_000);
afterAll(async () => {
  for (const open of [stopped, next, centre]) await open.close();
  await wire.close();
  await hub.remove();
  for (const machine of machines) machine.remove();
});

it(
  'loses nothing of what the machine had handed in, takes what others’ records prove, and asks the county about the rest',
  { timeout: 240_000 },
  async () => {
    const backup = path.join(machines[2].base, 'hub.backup');
    const work = seededCases(77);
    await work.handOver(stopped, 2);
    await stopped.call('sync.now', {});
    await centre.call('sync.now', {});
    expect((await hub.command('backup', backup)).code).toBe(0);

    // After the backup: cases on which the centre goes on, later ones that no other machine speaks of, and the stop.
    await work.handOver(stopped, 3);
    await stopped.call('sync.now', {});
    await centre.call('sync.now', {});
    const { rows } = await centre.call('cases.list', { list: 'from-villages', limit: 50 });
    await centre.call('cases.receiveMany', { cases: rows.map((row) => row.case) });
    await centre.call('sync.now', {});
    await work.handOver(stopped, 2);
    await stopped.call('sync.now', {});
    for (const open of [centre, next]) await open.call('sync.now', {});
    await hub.county('county.revoke', { device, reason: '电脑丢失' });
    for (const open of [centre, next]) await open.call('sync.now', {});
    // What the stopped machine still writes was nowhere before.
    await work.handOver(stopped, 1);
    await hub.stop();
    const before = atHub();

    expect((await hub.command('restore', backup)).code).toBe(0);
    expect(atHub().length).toBeLessThan(before.length);
    await hub.start();
    wire.to(hub.port);
    // The stop comes back with the machines that heard of it.
    for (const open of [centre, next, stopped, centre, next]) await open.call('sync.now', {});
    const devices = await hub.county<DeviceRow[]>('county.devices');
    expect(devices.find((each) => each.device === device)?.revokedAt).not.toBeNull();
    expect(await centre.call('sync.now', {})).toMatchObject({ unsynced: 0, state: 'idle' });
    const waiting = await held();
    await hub.stop();
    const [inLedger, aside] = [
      atHub(),
      insideHub(hub, (file) => file.sql("SELECT id FROM hub_held WHERE decision = ''").pluck().all() as string[]),
    ];
    expect(before.filter((id) => !inLedger.includes(id) && !aside.includes(id))).toEqual([]);
    // What the centre has received is in the ledger again, whichever machine wrote it.
    const received = fileOf(centre)
      .sql("SELECT case_id FROM event_row WHERE type = 'received' AND ledger = ?")
      .pluck()
      .all(VILLAGE) as string[];
    expect(received).toHaveLength(5);
    expect(received.filter((id) => !inLedger.includes(id))).toEqual([]);
    // Of its last cases, lost and spoken of by no machine, and of what it wrote after the stop, the county is asked.
    expect(waiting).toMatchObject({ groups: 3, revokedAt: expect.any(String) });
    await hub.start();
    wire.to(hub.port);

    const input = { device, seenTo: waiting?.seenTo, decision: 'admit', by: '李四', reason: '停用前已有' };
    expect(await hub.county<DecidedOfDevice>('county.decideDevice', input)).toMatchObject({ left: 0, nowhere: 0 });
    for (const open of [centre, next])
      expect(await open.call('sync.now', {})).toMatchObject({ unsynced: 0, state: 'idle' });
    for (const [name, open] of Object.entries({ centre, next })) expect(await faultsOf(name, open)).toEqual([]);
    await hub.stop();
    const after = atHub();
    expect(before.filter((id) => !after.includes(id))).toEqual([]);
    expect(differences('village', after, eventIds(fileOf(centre), VILLAGE))).toEqual([]);
  },
);
