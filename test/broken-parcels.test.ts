/** Something between a site and its hub breaks every parcel at the same place, and lets all else through. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PARCEL_PATH } from '../shared/api/parcel.ts';
import { HubProcess } from './hub/hub-process.ts';
import { tlsFiles, tlsFixture } from './hub/tls-fixtures.ts';
import { eventIds, faultsOf, fileOf } from './site/compare.ts';
import { type Gate, openGate } from './site/gate.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

const SLOW = { timeout: 120_000 };
/** Runs after which a county would call: the kind words of the first ones are no help any more. */
const MOST_RUNS = 8;

describe('parcels that always break at the same place', () => {
  let hub: HubProcess;
  let gate: Gate;
  let machines: Machine[];
  let village: OpenMachine;
  let centre: OpenMachine;

  beforeEach(async () => {
    hub = new HubProcess();
    const { certificate, key } = tlsFiles('ed25519');
    hub.settings = { BIANMIN_HUB_TLS_CERT: certificate, BIANMIN_HUB_TLS_KEY: key };
    await hub.start();
    gate = await openGate(tlsFixture('ed25519'), hub.port);
    const [first, second] = (machines = [new Machine(), new Machine()]);
    village = await (await first!.enrol(hub, VILLAGE)).open();
    centre = await (await second!.enrol(hub, CENTRE, gate.address)).open();
  }, 60_000);
  afterEach(async () => {
    await village.close();
    await centre.close();
    await gate.close();
    await hub.remove();
    for (const machine of machines) machine.remove();
  });

  /** Runs until one is complete; answers the lights of all of them. */
  async function lights(open: OpenMachine): Promise<string[]> {
    const seen: string[] = [];
    while (seen.at(-1) !== 'idle' && seen.length < MOST_RUNS) seen.push((await open.call('sync.now', {})).state);
    return seen;
  }
  const plain = () => gate.requests.filter((each) => /_bulk_get|_bulk_docs/.test(each) && each.includes('ledger-'));

  it('are given up for plain replication after some runs, and come back with the line', SLOW, async () => {
    expect(await lights(centre)).toEqual(['idle']);
    const work = seededCases(21);
    await work.handOver(village, 60);
    expect(await lights(village)).toEqual(['idle']);
    gate.breakAnswers(PARCEL_PATH, 100);
    const seen = await lights(centre);
    expect([seen[0], seen.at(-1)]).toEqual(['offline', 'idle']);
    expect(plain()).not.toEqual([]);
    expect(eventIds(fileOf(centre), VILLAGE)).toEqual(eventIds(fileOf(village), VILLAGE));

    // What is handed in is at the hub when the answer breaks, and only its receipt is to come.
    await work.register(centre);
    expect((await lights(centre)).at(-1)).toBe('idle');
    expect(await faultsOf('centre', centre)).toEqual([]);

    gate.breakAnswers(null, 0);
    gate.requests.length = 0;
    await seededCases(23).handOver(village, 1);
    await lights(village);
    expect(await lights(centre)).toEqual(['idle']);
    expect([plain(), gate.requests.filter((each) => each.includes(PARCEL_PATH)).length]).toEqual([[], 1]);
    expect(await faultsOf('centre', centre)).toEqual([]);
  });
});
