/** A village and its centre at work through a hub whose CouchDB comes and goes, and which is killed itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Couchdb } from './couchdb/couchdb.ts';
import { PATIENCE, differing, engineOf, untilLevel } from './couchdb/compare.ts';
import { HubProcess } from './hub/hub-process.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from './site/compare.ts';
import { CENTRE, VILLAGE } from './site/machine.ts';
import { type TwoSites, twoSites } from './site/two-sites.ts';
import { seededCases } from './site/work.ts';

describe('two sites and a hub over a CouchDB', () => {
  const couchdb = new Couchdb();
  const hub = new HubProcess();
  let sites: TwoSites;

  beforeAll(async () => {
    await couchdb.start();
    hub.settings = { HUB_COUCHDB_URL: couchdb.url };
    await hub.start();
    sites = await twoSites(hub);
    // The same address after every start, as a county's hub has it.
    hub.settings = { ...hub.settings, BIANMIN_HUB_PORT: String(hub.port) };
  }, 120_000);
  afterAll(async () => {
    await sites.remove();
    await hub.remove();
    await couchdb.remove();
  });

  it('end with the same events everywhere, whatever happened in between', { timeout: 300_000 }, async () => {
    const { village, centre, unsynced, received } = sites;
    const work = seededCases(23);
    await work.handOver(village, 3);
    expect(await unsynced(village)).toBe(0);
    expect(await unsynced(centre)).toBe(0);
    expect(await received()).toBe(3);

    // Without CouchDB the hub takes everything and confirms it, and parcels go on: the file answers them.
    await couchdb.stop();
    await expect.poll(async () => (await engineOf(hub)).connected, PATIENCE).toBe(false);
    await work.handOver(village, 4);
    expect(await unsynced(village)).toBe(0);
    expect(await unsynced(centre)).toBe(0);
    expect(await received()).toBe(4);
    await couchdb.start();
    await untilLevel(hub);

    // The hub dies while CouchDB is away, and starts before it is back.
    await couchdb.stop();
    await work.handOver(village, 2);
    await work.register(centre);
    expect(await unsynced(village)).toBe(0);
    expect(await unsynced(centre)).toBe(0);
    await hub.stop('SIGKILL');
    await hub.start();
    expect(await unsynced(village)).toBe(0);
    await couchdb.start();
    await untilLevel(hub);

    for (const open of [centre, village]) expect(await unsynced(open)).toBe(0);
    expect(await received()).toBe(2);
    for (const open of [centre, village, centre]) expect(await unsynced(open)).toBe(0);
    for (const [name, open] of Object.entries({ village, centre })) expect(await faultsOf(name, open)).toEqual([]);
    await untilLevel(hub);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
    const held = insideHub(hub, (file) => ({ village: eventIds(file, VILLAGE), centre: eventIds(file, CENTRE) }));
    expect(held.village.length).toBeGreaterThan(9 * 2);
    expect(differences('village', held.village, eventIds(fileOf(village), VILLAGE))).toEqual([]);
    expect(differences('village at the centre', held.village, eventIds(fileOf(centre), VILLAGE))).toEqual([]);
    expect(differences('centre', held.centre, eventIds(fileOf(centre), CENTRE))).toEqual([]);
  });
});
