/** A disk is copied, and both machines go on under one name: a real hub, real programs on both copies, a real centre. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceRow } from '../shared/api/county.ts';
import { HubProcess } from './hub/hub-process.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

describe('a device that was cloned', () => {
  const hub = new HubProcess();
  const original = new Machine();
  const desk = new Machine();
  let clone: Machine;
  const open: OpenMachine[] = [];

  beforeAll(async () => {
    await hub.start();
    await original.enrol(hub, VILLAGE);
    await desk.enrol(hub, CENTRE);
  }, 120_000);
  afterAll(async () => {
    for (const each of open) await each.close();
    await hub.remove();
    for (const machine of [original, desk, clone]) machine.remove();
  });

  const numbersOf = async (machine: OpenMachine) =>
    (await machine.call('cases.list', { list: 'all', limit: 200 })).rows.map(({ number }) => number).sort();

  it('keeps the work of both, gives no number twice, and the county is told', { timeout: 120_000 }, async () => {
    const before = await original.open();
    await seededCases(31).handOver(before, 2);
    expect((await before.call('sync.now', {})).unsynced).toBe(0);
    await before.close();
    clone = new Machine(mkdtempSync(path.join(tmpdir(), '便民-clone-')));
    cpSync(original.base, clone.base, { recursive: true });

    // The same hardware to the program, so that nothing but the events themselves can tell.
    const [one, two, centre] = [await original.open(), await clone.open(), await desk.open()] as const;
    open.push(one, two, centre);
    // The runs that begin by themselves at a start are over; from here on each is asked for.
    for (const each of open) await each.call('sync.now', {});
    await seededCases(32).handOver(one, 3);
    await seededCases(33).handOver(two, 4);
    const device = fileOf(one).sql('SELECT device FROM identity').pluck().get() as string;
    const suspected = async () =>
      (await hub.county<DeviceRow[]>('county.devices')).find((each) => each.device === device)?.cloneSuspected;
    await one.call('sync.now', {});
    expect(await suspected()).toBe(false);
    await two.call('sync.now', {});
    expect(await suspected()).toBe(true);

    for (const each of [one, two, centre, one, two, centre]) await each.call('sync.now', {});
    for (const each of [one, two]) expect((await each.call('sync.now', {})).unsynced).toBe(0);
    const ids = eventIds(fileOf(centre), VILLAGE);
    for (const each of [one, two]) expect(differences('copy', eventIds(fileOf(each), VILLAGE), ids)).toEqual([]);
    const numbers = await numbersOf(centre);
    expect([numbers.length, new Set(numbers).size]).toEqual([9, 9]);
    for (const each of [one, two]) expect(await numbersOf(each)).toEqual(numbers);
    // Three of the clone's numbers were out already: they end in a suffix, at both sites, as the paper is out.
    expect(numbers.filter((number) => number.endsWith('-2'))).toHaveLength(3);
    // Everything else holds; that two events claim one place of the chain is what every holder can see, and the copy that wrote less sees that its
    // series went further than its own counter.
    for (const each of [one, two, centre]) {
      const faults = await faultsOf('site', each);
      expect(faults).toEqual([
        expect.stringMatching(/^site: 事件链：有 [67] 处问题(,? \S+ \S+ \d+ clone){6}(, \S+ \S+ counter)?$/),
      ]);
    }

    // At their next start both leave the series that they share: what they write from now on claims no place twice.
    for (const each of open.splice(0)) await each.close();
    const again = [await original.open(), await clone.open()] as const;
    open.push(...again);
    for (const each of again) await each.call('sync.now', {});
    const seriesOf = (each: OpenMachine) => fileOf(each).sql('SELECT series FROM identity').pluck().get();
    expect(seriesOf(again[0])).not.toBe(seriesOf(again[1]));
    await seededCases(34).handOver(again[0], 2);
    await seededCases(35).handOver(again[1], 2);
    for (const each of [...again, ...again, ...again]) await each.call('sync.now', {});
    const all = eventIds(fileOf(again[0]), VILLAGE);
    for (const each of again) {
      expect(await numbersOf(each)).toHaveLength(13);
      const faults = await faultsOf('site', each);
      expect(faults).toEqual([expect.stringMatching(/^site: 事件链：有 6 处问题(,? \S+ \S+ \d+ clone){6}$/)]);
    }
    await hub.stop();
    expect(insideHub(hub, (file) => differences('hub', eventIds(file, VILLAGE), all))).toEqual([]);
  });
});
