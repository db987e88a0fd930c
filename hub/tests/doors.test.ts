import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { now } from '../../test/clock.ts';

const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;
let event: LedgerEvent;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
  event = village.proxyReceived('2026-11-20');
  await hub.handIn(village, VILLAGE, [event]);
});
afterAll(() => hub.remove());

describe('reading and writing by place', () => {
  it('a village and the centre that serves it read its ledger; the village does not read the centre’s', async () => {
    for (const device of [village, centre])
      expect((await hub.request(device, 'GET', `/ledger-${VILLAGE}/${event._id}`)).status).toBe(200);
    expect((await hub.request(village, 'GET', `/ledger-${CENTRE}/_changes`)).status).toBe(403);
  });

  it('a checkpoint may be written wherever one may read, and nowhere else', async () => {
    const put = (device: FakeDevice, ledger: PlaceCode) =>
      hub.request(device, 'PUT', `/ledger-${ledger}/_local/check`, { last_seq: 1 });
    expect((await put(centre, VILLAGE)).status).toBe(201);
    expect((await put(village, CENTRE)).status).toBe(403);
    expect((await hub.request(centre, 'PUT', '/county/_local/check', { last_seq: 1 })).status).toBe(201);
    const huge = { last_seq: 1, history: 'x'.repeat(70_000) };
    expect((await hub.request(centre, 'PUT', '/county/_local/huge', huge)).status).toBe(413);
  });

  it('no client makes the hub run a filter, a view or a design document', async () => {
    for (const filter of ['a/b', '_view&view=a/b', '_selector'])
      expect((await hub.request(village, 'GET', `/ledger-${VILLAGE}/_changes?filter=${filter}`)).status).toBe(403);
    expect((await hub.request(village, 'PUT', `/ledger-${VILLAGE}/_design/x`, {})).status).toBe(403);
    expect((await hub.request(village, 'GET', `/ledger-${VILLAGE}/_design/x/_view/y`)).status).toBe(403);
  });

  it('what is no ledger is not there, and one of a place that the county does not know shows and tells nothing', async () => {
    for (const name of ['ledger-431222', 'other', 'ledger-43122211501x'])
      expect((await hub.request(village, 'GET', `/${name}`)).status).toBe(404);
    const info = await hub.request(village, 'GET', '/ledger-999999999999');
    expect([info.status, await info.json()]).toMatchObject([200, { doc_count: 0, update_seq: 0 }]);
    expect((await hub.request(village, 'GET', '/ledger-999999999999/_changes')).status).toBe(403);
  });
});

describe('a stopped device', () => {
  it('reads nothing any more and is told so, and still hands in', async () => {
    const gone = await hub.enrol(VILLAGE);
    await hub.county('county.revoke', { device: gone.device, reason: '电脑丢失' });
    const read = await hub.request(gone, 'GET', `/ledger-${VILLAGE}/_changes?include_docs=true`);
    expect([read.status, await read.json()]).toEqual([
      403,
      { error: 'revoked', reason: expect.stringContaining('停用') },
    ]);
    expect((await hub.request(gone, 'GET', '/county/_changes')).status).toBe(403);
    const late = gone.proxyReceived('2026-11-21');
    expect((await hub.handIn(gone, VILLAGE, [late])).status).toBe(201);
    // Its receipt is below; the county decides whether it goes into the ledger (LEDGER §6).
    expect((await hub.request(centre, 'GET', `/ledger-${VILLAGE}/${late._id}`)).status).toBe(404);
    const pulse = await hub.pulse(gone);
    expect([pulse.revoked, pulse.ledgers, pulse.receipts.map((each) => each.device)]).toEqual([
      true,
      [],
      [gone.device],
    ]);
    const again = await hub.county<{ revokedAt: string }>('county.revoke', { device: gone.device, reason: '再停一次' });
    expect(Date.parse(again.revokedAt)).toBeLessThanOrEqual(now());
  });
});

describe('the request log', () => {
  it('names method, route, device, status, bytes and time, and no document', () => {
    const lines = hub.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find((line) => line['route'] === '/:db/:doc' && line['caller'] === village.device)).toMatchObject({
      method: expect.any(String),
      status: expect.any(Number),
      bytes: expect.any(Number),
      ms: expect.any(Number),
    });
    expect(hub.log.join('\n')).not.toMatch(new RegExp(`测试甲|${event._id}|${village.secret}`));
  });
});
