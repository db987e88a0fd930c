import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { keep, memoryDatabase, remoteDatabase } from '../../test/hub/pouch.ts';

const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
});
afterAll(() => hub.remove());

const ids = async (database: PouchDB.Database) => (await database.allDocs()).rows.map((row) => row.id);

describe('a plain PouchDB with a device’s credentials', () => {
  it('pushes a ledger and another device pulls it, question of the hub included', async () => {
    const events = centre.caseOfFive('2026-11-20');
    const extra = centre.step('accepted', '2026-11-20', events.at(-1) as LedgerEvent);
    const here = memoryDatabase();
    await keep(here, [...events, extra]);
    const pushed = await here.replicate.to(remoteDatabase(hub.database(centre, `ledger-${CENTRE}`)), { batch_size: 3 });
    expect(pushed.docs_written).toBe(6);
    expect(pushed.doc_write_failures).toBe(0);

    const other = await hub.enrol(CENTRE);
    const there = memoryDatabase();
    await there.replicate.from(remoteDatabase(hub.database(other, `ledger-${CENTRE}`)));
    const arrived = await there.allDocs<LedgerEvent>({ include_docs: true });
    expect(arrived.rows.map((row) => row.id)).toEqual(
      expect.arrayContaining([...events, extra].map((each) => each._id)),
    );
    const questions = arrived.rows.filter((row) => row.doc?.type === 'questioned');
    expect(questions.map((row) => [row.doc?.about, row.doc?.data['rule']])).toEqual([[extra._id, 'state']]);
  });

  it('replicates both ways in one sync and asks for nothing the second time', async () => {
    const local = memoryDatabase();
    const mine = village.proxyReceived('2026-11-19');
    await keep(local, [mine]);
    const remote = remoteDatabase(hub.database(village, `ledger-${VILLAGE}`));
    await local.sync(remote);
    const handedOver = village.step('handed-over', '2026-11-19', mine);
    await keep(local, [handedOver]);
    const received = centre.step('received', '2026-11-20', handedOver);
    const fromCentre = memoryDatabase();
    await keep(fromCentre, [mine, handedOver, received]);
    await fromCentre.replicate.to(remoteDatabase(hub.database(centre, `ledger-${VILLAGE}`)));
    await local.sync(remote);
    expect(await ids(local)).toEqual([mine, handedOver, received].map((each) => each._id).sort());
    const again = await local.sync(remote);
    expect([again.push?.docs_written, again.pull?.docs_written]).toEqual([0, 0]);
  });

  it('pulls the county’s documents and cannot push its own', async () => {
    const local = memoryDatabase();
    const remote = remoteDatabase(hub.database(village, 'county'));
    await local.replicate.from(remote);
    const kinds = (await ids(local)).map((id) => id.split(':')[0]);
    expect(kinds).toEqual(expect.arrayContaining(['catalogue', 'device', 'holidays', 'places']));
    await local.put({ _id: 'notice:x:1:aaaaaaaaaaaaaaaaaaaaaaaaaa', kind: 'notice' });
    await expect(local.replicate.to(remote)).rejects.toMatchObject({ status: 403 });
  });

  it('keeps its checkpoint when the hub has moved to another address', async () => {
    const { uuid } = (await (await hub.request(null, 'GET', '/')).json()) as { uuid: string };
    await hub.stop();
    await hub.start();
    expect(await (await hub.request(null, 'GET', '/')).json()).toMatchObject({ uuid });
  });
});
