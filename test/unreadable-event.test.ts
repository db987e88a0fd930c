/** A hub's disk that is torn, and a newer program somewhere in the county: what a site can't read blocks nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerName } from '../shared/place/place.ts';
import { HubProcess } from './hub/hub-process.ts';
import { faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, Machine, VILLAGE } from './site/machine.ts';
import { countingWire, type Wire } from './site/wire.ts';
import { seededCases } from './site/work.ts';

type Doc = Record<string, unknown> & { readonly _id: string; readonly _rev: string };

/** First revisions that no hub takes in, and one that was damaged, or was written by another program, may hold all the same. */
function unreadable(sound: Doc): Doc[] {
  const contents: Record<string, unknown>[] = [
    {},
    // Another's content, a signature of something else, a writer that the county does not know.
    sound,
    { ...sound, sig: 'A'.repeat(86) },
    { ...sound, by: { ...(sound['by'] as object), device: 'zzzzzzzzzzzzzzzzzzzzzzzzzz' } },
    // Of a newer program, or of none.
    { ...sound, v: 99 },
    { ...sound, type: '不认识的' },
    { v: 1, type: 7, by: 'nobody', on: [], data: null },
    // More than a reader of events has patience for.
    { data: JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown },
    { data: Array.from({ length: 20_000 }, () => 0) },
    { data: '字'.repeat(500_000) },
    // A key that changes what a copy is.
    { ...sound, data: JSON.parse('{"__proto__":{"x":1}}') as unknown },
    JSON.parse('{"a":[{"__proto__":[]}]}') as Record<string, unknown>,
    // What no writer of events writes.
    { data: '\ud800', 'key\u0000': 1e308 },
  ];
  const named = contents.map((content, n) => ({
    ...content,
    _id: `20261120-${String.fromCodePoint(97 + n).repeat(26)}`,
    _rev: `1-${n}`,
  }));
  return [...named, { _id: '不是/记录 的?名字#', _rev: '1-x', a: 1 }, { _id: 'z'.repeat(300), _rev: '1-y' }];
}

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
      const planted = insideHub(hub, (file) => {
        const [sound] = file.store.changes(ledgerName(VILLAGE), 0, 1);
        const docs = unreadable(sound?.doc as Doc);
        for (const doc of docs) file.store.putFirst(ledgerName(VILLAGE), [doc]);
        return docs.map(({ _id }) => _id);
      });
      await hub.start();
      wire.to(hub.port);
      await work.handOver(village, 3);
      expect(await village.call('sync.now', {})).toMatchObject({ unsynced: 0 });

      const centre = await machines[1].open();
      expect(await centre.call('sync.now', {})).toMatchObject({ unsynced: 0 });
      expect((await centre.call('cases.counts', {}))['from-villages']).toBe(5);
      const listed = fileOf(centre).sql('SELECT id FROM unreadable ORDER BY id').pluck().all();
      expect(listed).toEqual(planted.toSorted());
      expect(await centre.call('site.status', {})).toMatchObject({ unreadable: planted.length });
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
