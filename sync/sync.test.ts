/** Sync against a real hub, over real sockets, through a line that does what lines do. Names are sentences of docs/SYNC.md. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../hub/http/limits.ts';
import { publish } from '../hub/admin/publish.ts';
import { PULSE_PATH } from '../shared/api/device-api.ts';
import type { DeviceId, PlaceCode, StaffId } from '../shared/base/brands.ts';
import { ledgerName } from '../shared/place/place.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../shared/reference/load.ts';
import { makeSigningKey } from '../store/trust/crypto.ts';
import { openDataFile } from '../store/file/data-file.ts';
import { enrolIdentity, readIdentity } from '../store/trust/identity.ts';
import { openLedger } from '../store/ledger/ledger.ts';
import { RESTORED, setSetting } from '../store/file/settings.ts';
import { deniedDocs, lastRun } from '../store/sync-state/sync-run.ts';
import type { DataFile, Ledger, SiteIdentity } from '../store/types.ts';
import { quarantinedRows } from '../store/projection/unreadable.ts';
import { brokenNetwork } from '../test/broken-network.ts';
import { secretOf } from '../test/hub/code-secret.ts';
import type { BrokenNetwork, Weather } from '../test/broken-network.ts';
import { frontProxy, pageOf } from '../test/front-proxy.ts';
import { FakeDevice } from '../test/hub/fake-device.ts';
import { realHub } from '../test/real-hub.ts';
import type { RealHub } from '../test/real-hub.ts';
import { enrol } from './hub-client.ts';
import { hubFetch } from './hub-fetch.ts';
import { PinnedAgent } from './pinned-agent.ts';
import { localDatabase, remoteDatabase } from './pouch.ts';
import { replicateOnce } from './replicate.ts';
import { createSyncState } from './sync-state.ts';
import { createSync } from './sync.ts';
import type { Sync } from './sync.ts';
import { now } from '../test/clock.ts';

const places = referencePlaces();
const villages = places.all.filter((place) => place.kind === 'village').map((place) => place.code);
/** Another one for each test, as they share a hub. */
let village: PlaceCode;

interface Machine {
  readonly file: DataFile;
  readonly ledger: Ledger;
  readonly sync: Sync;
  write(count?: number): void;
}

let folder: string;
let shared: RealHub;
let hub: RealHub;
let line: BrokenNetwork;
const open: Machine[] = [];

beforeAll(async () => {
  shared = await realHub();
});
afterAll(() => shared.close());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-sync-'));
  village = villages.shift() as PlaceCode;
  hub = shared;
  line = await brokenNetwork(Number(new URL(hub.hub.address).port));
});
afterEach(async () => {
  for (const machine of open.splice(0)) {
    await machine.sync.stop();
    machine.file.close();
  }
  await line.close();
  if (hub !== shared) await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine of a place, enrolled over the line, with its own file. */
async function machine(place: PlaceCode = village, idleMs = 2_000): Promise<Machine> {
  const file = openDataFile({ path: path.join(folder, `${open.length}.db`), key: Buffer.alloc(32, 7) });
  const key = makeSigningKey();
  const address = `https://127.0.0.1:${line.port}`;
  const pin = hub.hub.pin();
  const agent = new PinnedAgent({ trusts: (seen) => seen === pin, idleMs: 5_000 });
  const way = hubFetch({ credentials: null, idleMs: 5_000, agent });
  const answer = await enrol(way, address, {
    code: secretOf(await hub.code(place)),
    key: key.publicKey,
    machine: 'test',
  });
  agent.destroy();
  const { certificate, secret } = answer;
  const identity = { device: certificate.device, place, station: certificate.station, key, certificate, secret };
  enrolIdentity(file, { ...identity, hub: { address, pin, ...answer.hub }, machine: 'test', facts: '' }, now());
  const ledger = openLedger(file, {
    clock: { now, offset: () => 0 },
    reference: { calendar: referenceCalendar(), places, catalogue: referenceCatalogue() },
  });
  const sync = createSync({
    hub: { address, uuid: answer.hub.uuid, device: certificate.device, secret },
    book: createSyncState({ ledger, now, version: 'test' }),
    local: (name) => localDatabase(file.store, name),
    now,
    random: () => 0,
    changed: () => undefined,
    limits: { idleMs, stallMs: 1_000, debounceMs: 5 },
  });
  let staff = 0;
  const made: Machine = {
    file,
    ledger,
    sync,
    write(count = 1) {
      ledger.transaction(() => {
        for (let i = 0; i < count; i += 1) {
          staff += 1;
          const id = `A${staff}`;
          const data = { id, name: `员工${staff}`, windows: [], active: true };
          ledger.append({ ledger: place, type: 'site.staff', on: '2026-11-23' as never, data, staff: id as StaffId });
        }
      });
    },
  };
  open.push(made);
  return made;
}

const atHub = (place: PlaceCode = village): number => hub.hub.ledger.file.store.info(ledgerName(place)).doc_count;

describe('a run', () => {
  it('hands in what lacks a receipt and is green by receipts', async () => {
    const site = await machine();
    site.write(3);
    expect(site.sync.status()).toMatchObject({ unsynced: 3, lastAt: null });
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(atHub()).toBe(3);
    expect(lastRun(site.file)).toMatchObject({ cause: 'button', outcome: 'complete', docsUp: 3 });
  });

  it('tells the county what is still here, not what it has just handed in', async () => {
    const site = await machine();
    site.write(3);
    await site.sync.now();
    const { device } = readIdentity(site.file) as SiteIdentity;
    const said = hub.hub.ledger.file.sql('SELECT unsynced FROM hub_device WHERE device = ?').pluck();
    expect(said.get(device)).toBe(0);
  });

  it('with nothing to do is one request of less than 1 KB both ways', async () => {
    const site = await machine();
    site.write();
    await site.sync.now();
    await site.sync.now();
    const before = hub.log.length;
    await site.sync.now();
    const run = lastRun(site.file);
    expect(hub.log.length - before).toBe(1);
    expect((run?.bytesUp ?? 0) + (run?.bytesDown ?? 0)).toBeLessThan(1024);
  });

  it('brings down what another machine wrote, with its green', async () => {
    const [one, two] = [await machine(), await machine()];
    await two.sync.now();
    one.write(5);
    await one.sync.now();
    expect(await two.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(two.file.sql('SELECT count(*) FROM event_row').pluck().get()).toBe(5);
  });

  it('brings down what the hub asked about', async () => {
    const site = await machine();
    site.write();
    await site.sync.now();
    publish(hub.hub.ledger.file, hub.hub.identity, { kind: 'notice', key: 'n1', data: { text: '通知' } }, now());
    await site.sync.now();
    expect(site.file.sql("SELECT count(*) FROM county_doc WHERE kind = 'notice'").pluck().get()).toBe(1);
  });

  it('joins a run that goes on, and then runs once more', async () => {
    const site = await machine();
    const first = site.sync.now();
    site.write();
    const second = site.sync.now();
    await Promise.all([first, second]);
    expect(atHub()).toBe(1);
  });

  it('leaves what is written while it runs to the next, without an alarm', async () => {
    // A process that writes all the time is slow to look at its connections.
    const site = await machine(village, 5_000);
    site.write(3);
    await site.sync.now();
    line.set({ kind: 'slow', delayMs: 40 });
    site.write();
    const run = site.sync.now();
    const writing = setInterval(() => site.write(), 15);
    await run;
    clearInterval(writing);
    expect(lastRun(site.file)).toMatchObject({ outcome: 'complete' });
    line.set({ kind: 'fine' });
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
  });

  it('follows a write by itself', async () => {
    const site = await machine();
    site.sync.start();
    await site.sync.now();
    site.write();
    site.sync.wrote();
    await expect.poll(() => atHub(), { timeout: 10_000 }).toBe(1);
  });
});

describe('a bad line', () => {
  it('shows in the light, loses nothing, and the next run goes on', async () => {
    const site = await machine();
    site.write(4);
    line.set({ kind: 'refuse' });
    expect(await site.sync.now()).toMatchObject({ state: 'offline', unsynced: 4 });
    line.set({ kind: 'half-open' });
    expect(await site.sync.now()).toMatchObject({ state: 'offline', unsynced: 4 });
    expect(lastRun(site.file)?.outcome).toBe('stalled');
    line.set({ kind: 'portal' });
    expect((await site.sync.now()).text).toContain('登录');
    line.set({ kind: 'garbage' });
    expect(await site.sync.now()).toMatchObject({ state: 'attention' });
    expect(atHub()).toBe(0);
    line.set({ kind: 'fine' });
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
  });

  it('that cuts every answer after some bytes is got through in smaller batches', async () => {
    const [one, two] = [await machine(), await machine()];
    await two.sync.now();
    one.write(120);
    await one.sync.now();
    // Each connection carries a few documents at most.
    line.set({ kind: 'cut', afterBytes: 9_000 });
    const held = () => two.file.sql('SELECT count(*) FROM event_row').pluck().get() as number;
    for (let run = 0; run < 40 && held() < 120; run += 1) await two.sync.now();
    expect(held()).toBe(120);
  });

  it('that changes at any moment ends no program, and in the end everything is there once', async () => {
    const [one, two] = [await machine(), await machine()];
    one.write(40);
    const weathers: Weather[] = [
      { kind: 'fine' },
      { kind: 'refuse' },
      { kind: 'cut', afterBytes: 700 },
      { kind: 'half-open' },
      { kind: 'cut', afterBytes: 6_000 },
      { kind: 'garbage' },
      { kind: 'portal' },
    ];
    let turn = 0;
    const storm = setInterval(() => line.set(weathers[(turn += 1) % weathers.length] as Weather), 25);
    for (let run = 0; run < 8; run += 1) {
      one.write(2);
      await Promise.all([one.sync.now(), two.sync.now()]);
    }
    clearInterval(storm);
    line.set({ kind: 'fine' });
    expect(await one.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(await two.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(two.file.sql('SELECT count(*) FROM event_row').pluck().get()).toBe(56);
    expect(atHub()).toBe(56);
  });

  it('that is slow is no failure', async () => {
    const site = await machine();
    site.write(2);
    line.set({ kind: 'slow', delayMs: 60 });
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
  });

  it('is tried again by itself', { timeout: 90_000 }, async () => {
    const site = await machine();
    site.write();
    line.set({ kind: 'refuse' });
    site.sync.start();
    await site.sync.now();
    line.set({ kind: 'fine' });
    // The first retry comes after 2.5 s with this randomness.
    await expect.poll(() => atHub(), { timeout: 60_000 }).toBe(1);
  });
});

describe('the hub', () => {
  beforeEach(async () => {
    await line.close();
    hub = await realHub();
    line = await brokenNetwork(Number(new URL(hub.hub.address).port));
  });

  it('killed in the middle and started again takes the rest, nothing twice', async () => {
    const site = await machine();
    site.write(30);
    const run = site.sync.now();
    await hub.restart();
    await run;
    await site.sync.now();
    expect(await site.sync.now()).toMatchObject({ unsynced: 0 });
    expect(atHub()).toBe(30);
  });

  it('restored from an earlier backup has everything again: receipts are void, and the site offers what it holds', async () => {
    const site = await machine();
    site.write(3);
    await site.sync.now();
    const backup = path.join(folder, 'hub-backup');
    await hub.restart(() => cpSync(hub.folder, backup, { recursive: true }));
    site.write(4);
    await site.sync.now();
    expect(atHub()).toBe(7);
    await hub.restart(() => {
      rmSync(hub.folder, { recursive: true });
      cpSync(backup, hub.folder, { recursive: true });
    });
    setSetting(hub.hub.ledger.file, RESTORED, '1');
    await hub.restart();
    expect(atHub()).toBe(3);
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(atHub()).toBe(7);
  });

  it('restored to a day before the enrolment learns the device again', async () => {
    const backup = path.join(folder, 'hub-backup');
    await hub.restart(() => cpSync(hub.folder, backup, { recursive: true }));
    const site = await machine();
    site.write(2);
    await site.sync.now();
    await hub.restart(() => {
      rmSync(hub.folder, { recursive: true });
      cpSync(backup, hub.folder, { recursive: true });
    });
    setSetting(hub.hub.ledger.file, RESTORED, '1');
    await hub.restart();
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(atHub()).toBe(2);
  });

  it('that lost documents without saying so is offered everything', async () => {
    const site = await machine();
    site.write(3);
    await site.sync.now();
    // A receipt that is gone again: the checkpoint says "sent", the receipts say "missing".
    site.file.sql('UPDATE event_row SET receipted = 0').run();
    site.file.sql('DELETE FROM receipt_range').run();
    const { store } = hub.hub.ledger.file;
    for (const { id } of store.changes(ledgerName(village), 0, 100)) store.purge(ledgerName(village), id);
    hub.hub.ledger.file.sql('DELETE FROM series_range').run();
    await site.sync.now();
    expect(atHub()).toBe(3);
  });

  it('of another county at the same address gets nothing', async () => {
    const site = await machine();
    site.write();
    const other = await realHub();
    try {
      const impostor = await brokenNetwork(Number(new URL(other.hub.address).port));
      const sync = createSync({
        hub: {
          address: `https://127.0.0.1:${impostor.port}`,
          uuid: hub.hub.identity.uuid,
          device: site.ledger.identity()?.device as DeviceId,
          secret: 'x',
        },
        book: createSyncState({ ledger: site.ledger, now, version: 'test' }),
        local: (name) => localDatabase(site.file.store, name),
        now,
        random: () => 0,
        changed: () => undefined,
      });
      expect(await sync.now()).toMatchObject({ state: 'attention', unsynced: 1 });
      await impostor.close();
    } finally {
      await other.close();
    }
  });

  it('tells a revoked device so and still takes what it has, aside, whenever that was written by its clock', async () => {
    const site = await machine();
    await site.sync.now();
    const device = site.ledger.identity()?.device as DeviceId;
    site.write(2);
    await site.sync.now();
    site.write(2);
    const data = { device, at: new Date(now()).toISOString(), reason: '遗失' };
    publish(hub.hub.ledger.file, hub.hub.identity, { kind: 'revoked', key: device, data }, now());
    site.write(3);
    const status = await site.sync.now();
    expect(status).toMatchObject({ state: 'attention', unsynced: 0 });
    expect(status.text).toContain('停用');
    expect(atHub()).toBe(2);
  });
});

describe('a full disk', () => {
  it('is said, loses nothing, and the next run goes on when there is room', async () => {
    const [one, two] = [await machine(), await machine()];
    await two.sync.now();
    // Before there is anything to take: on a busy machine a run begins by itself meanwhile.
    const pages = two.file.store.sqlite.pragma('page_count', { simple: true }) as number;
    two.file.store.sqlite.pragma(`max_page_count = ${pages}`);
    one.write(150);
    await one.sync.now();
    expect(await two.sync.now()).toMatchObject({ state: 'attention', text: expect.stringContaining('磁盘已满') });
    two.file.store.sqlite.pragma('max_page_count = 1000000');
    expect(await two.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(two.file.sql('SELECT count(*) FROM event_row').pluck().get()).toBe(150);
  });
});

describe('a document that is not well-formed', () => {
  it('is set aside and does not block the rest', async () => {
    const site = await machine();
    site.write(2);
    const planted = { _id: '20261123-abcdefghijklmnopqrstuvwxyz', _rev: `1-${'0'.repeat(32)}`, v: 1, type: 'noted' };
    site.file.store.putFirst(ledgerName(village), [planted]);
    site.write(2);
    expect(await site.sync.now()).toMatchObject({ unsynced: 0 });
    expect(atHub()).toBe(4);
    expect(quarantinedRows(site.file)).toMatchObject([{ id: planted._id }]);
    expect(deniedDocs(site.file)).toEqual([]);
  });
});

describe('a document that nobody wrote', () => {
  it('whole, yet signed by a machine that was never enrolled, is set aside and does not block the rest', async () => {
    const site = await machine();
    site.write(2);
    const planted = new FakeDevice(village).event('site.visitor', '2026-11-20', {});
    site.file.store.putFirst(ledgerName(village), [planted]);
    site.write(2);
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(atHub()).toBe(4);
    expect(quarantinedRows(site.file)).toMatchObject([{ id: planted._id, why: 'unknown-device' }]);
    expect(deniedDocs(site.file)).toEqual([]);
  });

  it('leaves in peace what the hub knows the writer of, also when something else is refused', async () => {
    const site = await machine();
    const other = await machine();
    other.write();
    const [strange] = other.file.store.changes(ledgerName(village), 0, 9).map(({ doc }) => doc);
    site.file.store.putFirst(ledgerName(village), [strange as { _id: string; _rev: string }]);
    const torn = { _id: '20261123-abcdefghijklmnopqrstuvwxyz', _rev: `1-${'0'.repeat(32)}`, v: 1, type: 'noted' };
    site.file.store.putFirst(ledgerName(village), [torn]);
    site.write();
    expect(await site.sync.now()).toMatchObject({ unsynced: 0 });
    expect(quarantinedRows(site.file)).toMatchObject([{ id: torn._id }]);
    expect(atHub()).toBe(2);
  });
});

describe('an event that the hub denies among good ones', () => {
  /** Written by a machine that this site has a key of and the county has never certified: whole here, denied there. */
  function plant(site: Machine, count: number, strange = new FakeDevice(village)): string[] {
    const { file } = site;
    file
      .sql('INSERT INTO device_key (device, key, place, station, certificate) VALUES (?, ?, ?, ?, ?)')
      .run(
        strange.device,
        strange.key.publicKey,
        village,
        strange.station,
        JSON.stringify(site.ledger.identity()?.certificate),
      );
    const events = Array.from({ length: count }, () => strange.event('site.visitor', '2026-11-20', {}));
    file.store.putFirst(ledgerName(village), events);
    return events.map((event) => event._id).toSorted();
  }

  it('is kept and said, and all others go up, in few requests', async () => {
    const site = await machine(village, 5_000);
    site.write(40);
    const [first] = plant(site, 1);
    site.write(60);
    const before = hub.log.length;
    expect(await site.sync.now()).toMatchObject({ state: 'attention', unsynced: 1 });
    expect(hub.log.length - before).toBeLessThan(50);
    expect(atHub()).toBe(100);
    expect(deniedDocs(site.file)).toMatchObject([{ ledger: village, id: first, why: 'signature' }]);
    expect(lastRun(site.file)?.outcome).toBe('denied');
    expect(quarantinedRows(site.file)).toEqual([]);
  });

  it('keeps what came later from neither going up nor coming down, and is forgotten when it is taken', async () => {
    const [site, other] = [await machine(village, 5_000), await machine(village, 5_000)];
    const strange = new FakeDevice(village);
    const ids = plant(site, 3, strange);
    await site.sync.now();
    site.write(2);
    other.write(2);
    await other.sync.now();
    expect(await site.sync.now()).toMatchObject({ unsynced: 3 });
    expect(atHub()).toBe(4);
    expect(site.file.store.info(ledgerName(village)).doc_count).toBe(7);
    expect(deniedDocs(site.file).map((row) => row.id)).toEqual(ids);
    // The county certifies its machine after all.
    for (const row of site.file.sql('SELECT * FROM device_key WHERE key = ?').all(strange.key.publicKey))
      hub.hub.ledger.file.sql('INSERT INTO device_key SELECT @device, @key, @place, @station, @certificate').run(row);
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(deniedDocs(site.file)).toEqual([]);
  });
});

describe('a hub that asks to come later', () => {
  it('is left alone until then, whatever is written or changes meanwhile, and asked again by itself', async () => {
    const proxy = await frontProxy(hub.hub);
    try {
      await line.close();
      line = await brokenNetwork(Number(new URL(proxy.address).port));
      const site = await machine(village, 5_000);
      const runs = () => proxy.requests.filter((asked) => asked === `POST ${PULSE_PATH}`).length;
      proxy.answer((asked) => (asked === PULSE_PATH ? pageOf(429, { 'retry-after': '8' }) : null));
      site.sync.start();
      await expect.poll(() => lastRun(site.file)?.outcome).toBe('later');
      const asked = runs();
      proxy.answer(() => null);
      site.write(2);
      site.sync.wrote();
      await site.sync.now('network');
      expect(lastRun(site.file)?.outcome).toBe('later');
      expect(runs()).toBe(asked);
      await expect.poll(() => atHub(), { timeout: 20_000 }).toBe(2);
      // A person at the button is not kept waiting.
      proxy.answer((each) => (each === PULSE_PATH ? pageOf(429, { 'retry-after': '8' }) : null));
      await site.sync.now();
      const before = runs();
      await site.sync.now();
      expect(runs()).toBe(before + 1);
    } finally {
      await proxy.close();
    }
  });

  it('is left alone meanwhile, which is said, and in the end it has everything', async () => {
    const device = { ...LIMITS.device, requests: { burst: 30, perSecond: 1 } };
    // The hub's clock alone gives new requests, so that a slow machine sees what a fast one does.
    let later = 0;
    const began = now();
    hub = await realHub(() => began + later, { limits: { ...LIMITS, device } });
    await line.close();
    line = await brokenNetwork(Number(new URL(hub.hub.address).port));
    const site = await machine();
    site.write(3);
    const { device: id, secret } = site.ledger.identity() as SiteIdentity;
    const login = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
    const ask = async () => (await fetch(`${hub.hub.address}/county`, { headers: login })).status;
    while ((await ask()) !== 429);
    expect(await site.sync.now()).toMatchObject({ state: 'offline', text: expect.stringContaining('现在忙') });
    expect(lastRun(site.file)?.outcome).toBe('later');
    const again = async () => {
      later += 60_000;
      return (await site.sync.now()).unsynced;
    };
    await expect.poll(again, { timeout: 25_000, interval: 100 }).toBe(0);
    expect(atHub()).toBe(3);
  });
});

describe('a ledger that the device may no longer read', () => {
  it('is handed in all the same, and the rest goes on', async () => {
    const site = await machine();
    const elsewhere = villages.shift() as PlaceCode;
    for (let i = 0; i < 3; i += 1)
      site.ledger.append({
        ledger: elsewhere,
        type: 'site.staff',
        on: '2026-11-23' as never,
        data: { id: `B${i}`, name: '外村', windows: [], active: true },
        staff: `B${i}` as StaffId,
      });
    site.write(2);
    expect(await site.sync.now()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(atHub()).toBe(2);
    const reasons = hub.hub.ledger.file.sql('SELECT why FROM hub_held WHERE ledger = ?').pluck().all(elsewhere);
    expect(reasons).toEqual(['carrier', 'carrier', 'carrier']);
  });
});

describe('the checkpoint', () => {
  it('has a name that no update may change, or every site starts from zero', async () => {
    const site = await machine();
    const local = localDatabase(site.file.store, 'ledger-433022111204');
    const hubWay = hubFetch({
      credentials: null,
      idleMs: 100,
      agent: new PinnedAgent({ trusts: () => false, idleMs: 100 }),
    });
    const remote = remoteDatabase({ address: 'https://127.0.0.1:1', hub: 'hub', name: local.name, line: hubWay });
    const asked: string[] = [];
    Object.assign(local, { id: () => Promise.resolve('site') });
    Object.assign(remote, {
      get: (id: string) => {
        asked.push(id);
        return Promise.reject(new Error('enough'));
      },
    });
    const job = { local, remote, line: hubWay, hub: hubWay, direction: 'push', batchSize: 7, stallMs: 1_000 } as const;
    await replicateOnce(job).catch(() => undefined);
    hubWay.close();
    expect(asked).toEqual(['_local/lVTKs8jkXCJKq9dRh78zYQ==']);
  });
});
