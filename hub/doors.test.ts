import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../shared/domain/event.ts';
import type { PlaceCode } from '../shared/domain/brands.ts';
import { CENTRE, VILLAGE } from '../test/fixtures/events.ts';
import { COUCH_ROUTES } from './couch/handler.ts';
import type { FakeDevice } from '../test/hub/fake-device.ts';
import { HubProcess } from '../test/hub/hub-process.ts';

const OTHER_CENTRE = '43122210201' as PlaceCode;
const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;
let foreign: FakeDevice;
let event: LedgerEvent;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
  foreign = await hub.enrol(OTHER_CENTRE);
  event = village.proxyReceived('2026-11-20');
  await hub.handIn(village, VILLAGE, [event]);
});
afterAll(() => hub.remove());

const PUBLIC = ['/', '/_up', '/_session', '/_uuids'];
const withDatabase = COUCH_ROUTES.filter((route) => !PUBLIC.includes(route.path));

/** A route's path on the village's ledger, about the event that lies there. */
const targetOf = (path: string) =>
  path
    .replace(':db', `ledger-${VILLAGE}`)
    .replace(':doc', event._id)
    .replace(':local', 'x')
    .replace(':ddoc', 'd')
    .replace('*attachment', 'a.txt');
const bodyOf = (method: string, path: string): unknown => {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  if (path.endsWith('_bulk_get')) return { docs: [{ id: event._id }] };
  if (path.endsWith('_all_docs')) return { keys: [event._id] };
  if (path.endsWith('/queries')) return { queries: [{ keys: [event._id], include_docs: true }] };
  if (path.endsWith('_bulk_docs')) return { docs: [] };
  if (path.endsWith('_diff') || path.endsWith('_revs')) return { [event._id]: [event._rev] };
  return {};
};
const ask = (device: FakeDevice | null, { method, path }: { method: string; path: string }) =>
  hub.request(device, method, targetOf(path), bodyOf(method, path));

describe('every route that is about a database', () => {
  it.each(withDatabase.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s asks who it is',
    async (_, route) => {
      const response = await ask(null, route);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: 'unauthorized', reason: expect.stringMatching(/设备/) });
      const wrong = await fetch(hub.address + targetOf(route.path), {
        method: route.method,
        headers: { authorization: `Basic ${Buffer.from(`${village.device}:${'A'.repeat(43)}`).toString('base64')}` },
      });
      expect(wrong.status).toBe(401);
    },
  );

  it.each(withDatabase.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s tells a device of another township nothing of what lies there',
    async (_, route) => {
      const response = await ask(foreign, route);
      const text = await response.text();
      expect(text).not.toContain('测试甲');
      if (route.need !== 'hand-in') expect([route.path, response.status]).toEqual([route.path, 403]);
      else expect(text).not.toContain(`"doc_count":1`);
    },
  );

  it.each(
    withDatabase
      .filter(({ need }) => need === 'manage')
      .map((route) => [`${route.method} ${route.path}`, route] as const),
  )('%s is not for devices, not even of the place itself', async (_, route) => {
    expect((await ask(village, route)).status).toBe(403);
  });
});

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
    expect((await hub.request(village, 'GET', `/ledger-${VILLAGE}/_design/x/_view/y`)).status).toBe(404);
  });

  it('there is no ledger of a place that does not exist', async () => {
    for (const name of ['ledger-999999999999', 'ledger-431222', 'other', 'ledger-43122211501x'])
      expect((await hub.request(village, 'GET', `/${name}`)).status).toBe(404);
  });
});

describe('any request whatever', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      `ledger-${VILLAGE}`,
      `ledger-${CENTRE}`,
      'county',
      '_all_docs',
      '_changes',
      '_bulk_docs',
      '_bulk_get',
    ),
    fc.constantFrom('_local', '_revs_diff', '_design', '_security', '_bianmin', 'pulse', 'rpc', '%2e%2e', 'assets'),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
  );
  const query = fc.constantFrom(
    '',
    '?include_docs=true',
    '?open_revs=all',
    '?since=-1',
    '?keys=[',
    '?attachments=true',
    '?feed=normal',
  );
  const verb = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'COPY', 'OPTIONS', 'PATCH');

  it('neither crashes the hub nor changes a ledger nor shows another place’s people', async () => {
    const before = await hub.county('county.status');
    const asked = fc.tuple(
      verb,
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      query,
      fc.jsonValue(),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(asked, async ([method, path, rest, body, known]) => {
        const given = method === 'GET' || method === 'HEAD' ? undefined : body;
        const response = await hub.request(known ? foreign : null, method, `/${path.join('/')}${rest}`, given);
        expect(response.status).toBeLessThan(500);
        expect(await response.text()).not.toContain('测试甲');
      }),
      { numRuns: 150 },
    );
    expect(await hub.county('county.status')).toEqual(before);
    expect(hub.log.filter((line) => line.includes('"failure"'))).toEqual([]);
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
    expect((await hub.request(centre, 'GET', `/ledger-${VILLAGE}/${late._id}`)).status).toBe(200);
    const pulse = await hub.pulse(gone);
    expect([pulse.revoked, pulse.ledgers, pulse.receipts.map((each) => each.device)]).toEqual([
      true,
      [],
      [gone.device],
    ]);
    const again = await hub.county<{ revokedAt: string }>('county.revoke', { device: gone.device, reason: '再停一次' });
    expect(Date.parse(again.revokedAt)).toBeLessThanOrEqual(Date.now());
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
