/** A hub over a CouchDB that is away: at its start, in the middle, for good reasons and bad ones. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Couchdb, isRealCouchdb } from '../../../test/couchdb/couchdb.ts';
import { PATIENCE, differing, engineOf, untilLevel } from '../../../test/couchdb/compare.ts';
import { CENTRE, VILLAGE } from '../../../test/fixtures/events.ts';
import type { FakeDevice } from '../../../test/hub/fake-device.ts';
import { HubProcess } from '../../../test/hub/hub-process.ts';
import { keep, memoryDatabase, remoteDatabase } from '../../../test/hub/pouch.ts';

const LEDGER = `ledger-${CENTRE}`;
const MINUTES = { timeout: 240_000 };

let couchdb: Couchdb;
let hub: HubProcess;

beforeEach(() => {
  couchdb = new Couchdb();
  hub = new HubProcess();
});
afterEach(async () => {
  await hub.remove();
  await couchdb.remove();
});

async function startOver(): Promise<HubProcess> {
  hub.settings = { HUB_COUCHDB_URL: couchdb.url };
  return hub.start();
}

const mine = async (device: FakeDevice) =>
  (await hub.pulse(device)).receipts.find((each) => each.device === device.device)?.ranges;

describe('a CouchDB that is down when the hub starts', () => {
  it(
    'is waited for: everything is taken and has its receipt, reading is put off, and then it is all there',
    MINUTES,
    async () => {
      await couchdb.start();
      await couchdb.stop();
      await startOver();
      const device = await hub.enrol(CENTRE);
      const events = device.caseOfFive('2026-11-20');
      expect((await hub.handIn(device, CENTRE, events)).status).toBe(201);
      expect(await mine(device)).toEqual([{ from: 1, to: 5, last: events[4]?._id }]);

      const refused = await hub.request(device, 'GET', `/${LEDGER}/_changes`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
      expect(await refused.json()).toMatchObject({
        error: 'unavailable',
        reason: expect.stringContaining('暂时连不上'),
      });
      const status = await engineOf(hub);
      // Five events, the device's certificate, catalogue, places and holidays.
      expect(status).toMatchObject({
        connected: false,
        waiting: 9,
        problem: expect.stringContaining('连不上 CouchDB'),
      });

      await couchdb.start();
      await untilLevel(hub);
      const { results } = (await (await hub.request(device, 'GET', `/${LEDGER}/_changes`)).json()) as {
        results: unknown[];
      };
      expect(results).toHaveLength(5);
      await hub.stop();
      expect(await differing(hub, couchdb)).toEqual([]);
    },
  );
});

describe('a CouchDB that is just starting when the hub starts, and answers 500', () => {
  beforeEach(({ skip }) => skip(isRealCouchdb, 'this one is played by the test'));

  const welcome = { couchdb: 'Welcome', version: '3.5.0', uuid: 'x' };
  const userCtx = { name: 'admin', roles: ['_admin'] };

  it.each([
    ['to everything but its welcome', ['/']],
    ['to what databases it has', ['/', '/_session', '/county', '/county/_local/bianmin-hub']],
  ])('%s, is waited for', MINUTES, async (_, ready) => {
    const server = http.createServer((request, response) => {
      const isReady = ready.includes(request.url?.split('?')[0] ?? '');
      const isMark = request.url?.includes('_local') === true && request.method === 'GET';
      response.statusCode = isReady ? (isMark ? 404 : 200) : 500;
      response.end(JSON.stringify(response.statusCode === 200 ? { ...welcome, userCtx } : { error: 'x', reason: 'y' }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    couchdb.port = (server.address() as AddressInfo).port;
    await startOver();
    const device = await hub.enrol(CENTRE);
    const events = device.caseOfFive('2026-11-20');
    expect((await hub.handIn(device, CENTRE, events)).status).toBe(201);
    expect(await engineOf(hub)).toMatchObject({ connected: false, problem: expect.stringContaining('连不上 CouchDB') });
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await couchdb.start();
    await untilLevel(hub);
    expect((await couchdb.documents(LEDGER)).size).toBe(events.length);
  });
});

describe('a CouchDB that goes away in the middle', () => {
  it('keeps nobody from handing in, and has everything when it is back', MINUTES, async () => {
    await couchdb.start();
    await startOver();
    const device = await hub.enrol(CENTRE);
    const village = await hub.enrol(VILLAGE);
    const sent: string[] = [];
    const enough = new AbortController();
    const writing = (async () => {
      while (!enough.signal.aborted) {
        const batch = device.caseOfFive('2026-11-20');
        expect((await hub.handIn(device, CENTRE, batch)).status).toBe(201);
        const slip = village.proxyReceived('2026-11-20');
        expect((await hub.handIn(village, VILLAGE, [slip])).status).toBe(201);
        sent.push(...batch.map(({ _id }) => _id), slip._id);
      }
    })();
    for (let times = 0; times < 3; times += 1) {
      const before = sent.length;
      await expect.poll(() => sent.length, PATIENCE).toBeGreaterThan(before + 30);
      await couchdb.stop();
      const away = sent.length;
      await expect.poll(() => sent.length, PATIENCE).toBeGreaterThan(away + 30);
      await couchdb.start();
      await expect.poll(async () => (await engineOf(hub)).connected, PATIENCE).toBe(true);
    }
    enough.abort();
    await writing;
    await untilLevel(hub);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
    const held = [
      ...(await couchdb.documents(LEDGER)).keys(),
      ...(await couchdb.documents(`ledger-${VILLAGE}`)).keys(),
    ];
    expect(sent.filter((id) => !held.includes(id))).toEqual([]);
  });

  it('lets a plain PouchDB push to its end, checkpoint and all, and pull again when it is back', MINUTES, async () => {
    await couchdb.start();
    await startOver();
    const device = await hub.enrol(CENTRE);
    const local = memoryDatabase();
    const remote = () => remoteDatabase(hub.database(device, LEDGER));
    await keep(local, device.caseOfFive('2026-11-20'));
    await local.sync(remote());
    await couchdb.stop();
    await keep(local, device.caseOfFive('2026-11-21'));
    const pushed = await local.replicate.to(remote());
    expect(pushed).toMatchObject({ ok: true, docs_written: 5 });
    expect(await local.replicate.to(remote())).toMatchObject({ ok: true, docs_read: 0 });
    await expect(local.replicate.from(remote())).rejects.toMatchObject({ status: 503 });

    await couchdb.start();
    await untilLevel(hub);
    expect(await local.replicate.to(remote())).toMatchObject({ ok: true, docs_written: 0 });
    const other = memoryDatabase();
    expect(await other.replicate.from(remote())).toMatchObject({ ok: true, docs_written: 10 });
  });

  it('keeps no site from handing in: the county’s documents are told of when they can be had', MINUTES, async () => {
    await couchdb.start();
    await startOver();
    const device = await hub.enrol(CENTRE);
    await untilLevel(hub);
    await couchdb.stop();
    await expect.poll(async () => (await engineOf(hub)).connected, PATIENCE).toBe(false);
    await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
    const away = await hub.pulse(device);
    // Parcels bring the five at once, replication none of them yet: a site that took them for read would never ask again.
    expect([away.ledgers, away.county, away.receipts.length]).toEqual([
      [{ place: CENTRE, seq: 5, replicated: 0 }],
      null,
      1,
    ]);
    const { token } = away;
    expect((await hub.pulse(device, { token })).county).toBeNull();
    await couchdb.start();
    await untilLevel(hub);
    const back = await hub.pulse(device, { token });
    expect([back.ledgers, typeof back.county]).toEqual([[{ place: CENTRE, seq: 5 }], 'number']);
    // A device that has the county's documents is told of the rest as ever.
    expect((await hub.pulse(device, { token: back.token })).ledgers).toEqual([]);
  });
});

describe('a hub that is killed between its file and CouchDB', () => {
  it('goes on where it was: what it acknowledged is in both', MINUTES, async () => {
    await couchdb.start();
    await startOver();
    const device = await hub.enrol(CENTRE);
    const acknowledged: string[] = [];
    for (let times = 0; times < 3; times += 1) {
      const until = acknowledged.length + 40;
      let running = true;
      const writing = (async () => {
        while (running) {
          const batch = device.caseOfFive('2026-11-20');
          try {
            const { status } = await hub.handIn(device, CENTRE, batch);
            if (status === 201) acknowledged.push(...batch.map(({ _id }) => _id));
          } catch {
            running = false;
          }
        }
      })();
      await expect.poll(() => acknowledged.length, PATIENCE).toBeGreaterThan(until);
      await hub.stop('SIGKILL');
      await writing;
      await startOver();
    }
    await untilLevel(hub);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
    const held = await couchdb.documents(LEDGER);
    expect(acknowledged.filter((id) => !held.has(id))).toEqual([]);
  });
});

/** Something that answers every request in the same way. */
async function answering(body: unknown): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://admin:geheim-7f@127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

describe('what is not to be used', () => {
  async function refusal(url: string): Promise<string> {
    hub.settings = { HUB_COUCHDB_URL: url };
    const { code, text } = await hub.command();
    expect([code, text.split('\n').some((line) => / at .*\.ts:/u.test(line))]).toEqual([1, false]);
    expect(text).not.toContain('geheim');
    return text;
  }

  it('is refused at the start with a sentence that keeps the password to itself', MINUTES, async () => {
    await couchdb.start();
    const wrong = couchdb.url.replace(couchdb.password, 'geheim-falsch');
    expect(await refusal(wrong)).toContain('不接受 HUB_COUCHDB_URL 中的用户名和密码');
    for (const [answer, sentence] of [
      [{ hello: 'world' }, '不是 CouchDB'],
      ['<html>', '不是 CouchDB'],
      [{ couchdb: 'Welcome', version: '2.3.1', uuid: 'x' }, '版本太低'],
      // Every client is an administrator.
      [{ couchdb: 'Welcome', version: '3.5.0', userCtx: { name: null, roles: ['_admin'] } }, '不是管理员'],
      [{ couchdb: 'Welcome', version: '3.5.0', userCtx: { name: 'a', roles: [] } }, '不是管理员'],
    ] as const) {
      const other = await answering(answer);
      expect(await refusal(other.url)).toContain(sentence);
      await other.close();
    }
  });

  it('is refused where another county’s hub has its databases, which stay as they are', MINUTES, async () => {
    await couchdb.start();
    const first = new HubProcess();
    first.settings = { HUB_COUCHDB_URL: couchdb.url };
    try {
      await first.start();
      await untilLevel(first);
      await first.stop();
      const before = await couchdb.documents('county');
      expect(await refusal(couchdb.url)).toContain('另一个县级服务');
      expect(await couchdb.documents('county')).toEqual(before);
    } finally {
      await first.remove();
    }
  });

  it(
    'in the middle is said and tried again: a password that was changed and changed back',
    MINUTES,
    async ({ skip }) => {
      skip(isRealCouchdb, 'a real CouchDB is not given another password by a test');
      await couchdb.start();
      await startOver();
      const device = await hub.enrol(CENTRE);
      const right = couchdb.password;
      await couchdb.stop();
      couchdb.password = 'geheim-other';
      await couchdb.start();
      await expect
        .poll(() => engineOf(hub), PATIENCE)
        .toMatchObject({ connected: false, problem: expect.stringContaining('用户名和密码') });
      expect((await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'))).status).toBe(201);
      expect((await hub.request(device, 'GET', `/${LEDGER}/_changes`)).status).toBe(503);
      await couchdb.stop();
      couchdb.password = right;
      await couchdb.start();
      await untilLevel(hub);
      expect(hub.log.join('\n')).not.toContain('geheim');
      await hub.stop();
      expect(await differing(hub, couchdb)).toEqual([]);
    },
  );
});
