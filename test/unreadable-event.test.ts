/** A hub's disk that is torn, and a newer program somewhere in the county: what a site can't read blocks nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerName } from '../shared/place/place.ts';
import { HubProcess } from './hub/hub-process.ts';
import { faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, VILLAGE } from './site/machine.ts';
import { countingWire, type Wire } from './site/wire.ts';
import { seededCases } from './site/work.ts';

describe('a pulled event that a site cannot read', () => {
  const hub = new HubProcess();
  const machines = [new Machine(), new Machine()] as const;
  let wire: Wire;
  beforeAll(async () => {
    await hub.start();
    wire = await countingWire(hub.port);
    await machines[0].enrol(hub, VILLAGE, wire.address);
    await machines[1].enrol(hub, CENTRE, wire.address);
  }, 120_000);
  afterAll(async () => {
    await wire.close();
    await hub.remove();
    for (const machine of machines) machine.remove();
  });

  it(
    'goes to unreadable, is said, and everything around it arrives and is received',
    { timeout: 120_000 },
    async () => {
      const work = seededCases(12);
      const village = await machines[0].open();
      await work.handOver(village, 2);
      await village.call('sync.now', {});
      await hub.stop();
      const torn = '20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa';
      const altered = insideHub(hub, (file) => {
        const [sound] = file.store.changes(ledgerName(VILLAGE), 0, 1);
        const _id = '20261119-bbbbbbbbbbbbbbbbbbbbbbbbbb';
        file.store.putFirst(ledgerName(VILLAGE), [
          { _id: torn, _rev: '1-a' },
          { ...sound?.doc, _id, _rev: '1-b' },
        ]);
        return _id;
      });
      await hub.start();
      wire.to(hub.port);
      await work.handOver(village, 3);
      expect(await village.call('sync.now', {})).toMatchObject({ unsynced: 0 });

      const centre = await machines[1].open();
      expect(await centre.call('sync.now', {})).toMatchObject({ unsynced: 0 });
      expect((await centre.call('cases.counts', {}))['from-villages']).toBe(5);
      const listed = fileOf(centre).sql('SELECT id FROM unreadable ORDER BY id').pluck().all();
      expect(listed).toEqual([altered, torn]);
      expect(await centre.call('site.status', {})).toMatchObject({ unreadable: 2 });
      const { rows } = await centre.call('cases.list', { list: 'from-villages', limit: 10 });
      expect(await centre.call('cases.receiveMany', { cases: rows.map((row) => row.case) })).toMatchObject({
        received: 5,
      });
      expect(await centre.call('sync.now', {})).toMatchObject({ unsynced: 0, state: 'idle' });
      expect((await faultsOf('centre', centre)).filter((fault) => !fault.includes('unreadable'))).toEqual([]);
      await village.call('sync.now', {});
      expect(await village.call('cases.counts', {})).toMatchObject({ 'not-handed-over': 0, all: 5 });
      await village.close();
      await centre.close();
    },
  );
});
