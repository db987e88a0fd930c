/** Sticks lose their order: bundles arrive late, twice, or after newer ones. What comes of it equals plain sync. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../shared/base/seeded-random.ts';
import type { StickFile } from '../shared/api/stick.ts';
import { HubProcess } from './hub/hub-process.ts';
import { eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

const SLOW = { timeout: 180_000 };

/** Every item at least once, some twice, in any order. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return [...items, ...items.filter(() => random() < 0.5)]
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What a machine shows of the village, in whatever order it came. */
function content(open: OpenMachine) {
  const file = fileOf(open);
  const events = eventIds(file, VILLAGE);
  return {
    events,
    revs: events.map((id) => String(file.store.get(`ledger-${VILLAGE}`, id)?.['_rev'])),
    rows: file
      .sql('SELECT case_id, number, state, name, open, waiting, disputed, unsynced FROM case_row ORDER BY case_id')
      .all(),
    receipted: file.sql('SELECT count(*) FROM event_row WHERE receipted = 1').pluck().get(),
  };
}

describe.each([7, 4711])('bundles in the order of the seed %i', SLOW, (seed) => {
  const hub = new HubProcess();
  const machines = [new Machine(), new Machine(), new Machine()] as const;
  const opened: OpenMachine[] = [];
  let [carried, plain, centre] = [] as unknown as [OpenMachine, OpenMachine, OpenMachine];

  beforeAll(async () => {
    await hub.start();
    plain = await (await machines[1].enrol(hub, VILLAGE)).open();
    centre = await (await machines[2].enrol(hub, CENTRE)).open();
    // Enrolled last: it seals to the machines that it has heard of.
    carried = await machines[0].open();
    const { base64 } = await carried.call('stick.request', { machine: '不联网' });
    const answer = await hub.county<StickFile>('county.stickAnswer', { base64, place: VILLAGE });
    await carried.call('stick.enrol', { base64: answer.base64 });
    await carried.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
    await carried.call('staff.choose', { id: 'A01' as never });
    opened.push(carried, plain, centre);
  }, SLOW.timeout);
  afterAll(async () => {
    for (const each of opened) await each.close();
    await hub.remove();
    for (const machine of machines) machine.remove();
  });

  it('end with the same events, rows and receipts as plain sync', async () => {
    const random = seededRandom(seed);
    const work = seededCases(seed);
    const [up, down]: [StickFile[], StickFile[]] = [[], []];
    for (let week = 0; week < 4; week += 1) {
      await work.handOver(carried, 1 + Math.floor(random() * 3));
      const file = await carried.call('stick.write', { everything: random() < 0.4 });
      await carried.call('stick.saved', { id: file.id });
      up.push(file);
      await work.handOver(plain, 1);
      await plain.call('sync.now', {});
      await centre.call('sync.now', {});
      const { rows } = await centre.call('cases.list', { list: 'from-villages', limit: 200 });
      if (rows.length > 0) await centre.call('cases.receiveMany', { cases: rows.map((row) => row.case) });
      await centre.call('sync.now', {});
      down.push(
        await hub.county<StickFile>('county.stickWrite', { place: VILLAGE, everything: random() < 0.5 }),
        await centre.call('stick.write', { for: VILLAGE, everything: random() < 0.5 }),
      );
      // Some reach the county at once, some the centre, most much later.
      const chance = random();
      if (chance < 0.5) await hub.county('county.stickTake', { base64: file.base64 });
      else if (chance < 0.75) await centre.call('stick.take', { base64: file.base64 });
    }
    for (const { base64 } of shuffled(up, random)) {
      if (random() < 0.5) await hub.county('county.stickTake', { base64 });
      else await centre.call('stick.take', { base64 });
      const back = shuffled(down, random)[0] as StickFile;
      await carried.call('stick.take', { base64: back.base64 });
    }
    for (const each of [centre, plain]) await each.call('sync.now', {});
    const last = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE, everything: true });
    for (const { base64 } of shuffled([...down, last], random)) await carried.call('stick.take', { base64 });
    await carried.call('stick.take', { base64: last.base64 });

    expect(content(carried)).toEqual(content(plain));
    expect(content(plain).events).toEqual(content(centre).events);
    for (const [name, open] of Object.entries({ carried, plain, centre }))
      expect(await faultsOf(name, open)).toEqual([]);
    await hub.stop();
    expect(insideHub(hub, (file) => eventIds(file, VILLAGE))).toEqual(content(plain).events);
  });
});
