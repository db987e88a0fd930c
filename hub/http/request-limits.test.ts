import * as fc from 'fast-check';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENROL_PATH, EnrolAnswerSchema, PROOF_PATH, PULSE_PATH } from '../../shared/api/device-api.ts';
import { PARCEL_PATH, PARCEL_TYPE } from '../../shared/api/parcel.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { hubDeviceId, signDocument } from '../../store/trust/crypto.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { secretOf } from '../../test/hub/code-secret.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { linesOf, packed } from '../../test/hub/parcel.ts';
import { type RealHub, realHub } from '../../test/real-hub.ts';
import { findDevice } from '../admin/devices.ts';
import { deviceSecret } from '../admin/hub-file.ts';
import { TokenBuckets } from './token-buckets.ts';
import { addressOf } from './connections.ts';
import { LIMITS, type Limits } from './limits.ts';
import { now } from '../../test/clock.ts';

const HAN = /\p{Script=Han}/u;
/** Nothing is refilled in the time of a test, unless the test moves the clock. */
const NEVER = 1e-6;
const SMALL: Limits = {
  device: {
    requests: { burst: 30, perSecond: 1 },
    bytesIn: { burst: 2_000_000, perSecond: 100_000 },
    bytesOut: { burst: 1e9, perSecond: 1e9 },
    heavyAtOnce: 2,
    feedsAtOnce: 2,
  },
  address: { requests: { burst: 12, perSecond: NEVER }, connections: 20 },
  connections: 100,
  slow: { everyMs: 100, bytesPerSecond: 2000, sendingLooks: 3, readingLooks: 6 },
};

let real: RealHub;
let clock = now();
const devices: FakeDevice[] = [];

const authorization = ({ device, secret }: FakeDevice, as = secret) =>
  `Basic ${Buffer.from(`${device}:${as}`).toString('base64')}`;

async function enrolled(place: PlaceCode): Promise<FakeDevice> {
  const device = new FakeDevice(place);
  const response = await fetch(real.hub.address + ENROL_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: secretOf(await real.code(place)), key: device.key.publicKey, machine: '一号机' }),
  });
  const { certificate, secret } = EnrolAnswerSchema.parse(await response.json());
  device.device = certificate.device;
  device.certificate = certificate;
  device.secret = secret;
  return device;
}

const ask = (device: FakeDevice, target: string, init: { method?: string; body?: string; secret?: string } = {}) =>
  fetch(real.hub.address + target, {
    method: init.method ?? 'GET',
    headers: {
      authorization: authorization(device, init.secret),
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  });

const handIn = (device: FakeDevice, docs: readonly object[]) =>
  ask(device, `/ledger-${device.place}/_bulk_docs`, {
    method: 'POST',
    body: JSON.stringify({ docs, new_edits: false }),
  });

/** A connection from below: what it sent is `text`, `closed` resolves with all that came. */
function raw(text: string): { socket: tls.TLSSocket; closed: Promise<string> } {
  const socket = tls.connect({
    port: Number(new URL(real.hub.address).port),
    host: '127.0.0.1',
    rejectUnauthorized: false,
  });
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
  socket.on('error', () => undefined);
  socket.write(text);
  return { socket, closed: new Promise((done) => socket.once('close', () => done(answer))) };
}

const head = (device: FakeDevice, line: string, more = '') =>
  `${line} HTTP/1.1\r\nhost: hub\r\nauthorization: ${authorization(device)}\r\n${more}\r\n`;
const slowBody = (device: FakeDevice) =>
  head(
    device,
    `POST /ledger-${device.place}/_bulk_docs`,
    'content-type: application/json\r\ncontent-length: 100000\r\n',
  );

const until = async (done: () => boolean | Promise<boolean>) => {
  while (!(await done())) await new Promise((next) => setTimeout(next, 10));
};

beforeAll(async () => {
  real = await realHub(() => clock, { limits: SMALL });
  for (const place of [CENTRE, CENTRE, VILLAGE, VILLAGE]) devices.push(await enrolled(place));
});
afterAll(() => real.close());

describe('a device', () => {
  it('that asks too much is told when to come again, and another at the same address does not feel it', async () => {
    const [busy, quiet] = devices as [FakeDevice, FakeDevice];
    const statuses: number[] = [];
    for (let i = 0; i < 31; i += 1) statuses.push((await ask(busy, '/')).status);
    expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([30, 429]);
    const refused = await ask(busy, '/');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({ error: 'later', reason: expect.stringMatching(HAN) });
    expect((await ask(busy, PULSE_PATH, { method: 'POST', body: '{}' })).status).toBe(429);
    expect((await ask(quiet, '/')).status).toBe(200);
    clock += 1000;
    expect((await ask(busy, '/')).status).toBe(200);
    expect((await ask(busy, '/')).status).toBe(429);
    // The person who looks after the hub finds in the log which device it is, whatever it asked for.
    const refusals = () => real.log.filter((line) => line.includes('"status":429'));
    await until(() => refusals().length === 4);
    expect(refusals().every((line) => line.includes(`"caller":"${busy.device}"`))).toBe(true);
    expect(refusals().some((line) => line.includes(PULSE_PATH))).toBe(true);
    clock += 60_000;
  });

  it('that sent too many bytes waits until they are paid for; what was taken stays taken', async () => {
    const [, device] = devices as [FakeDevice, FakeDevice];
    const large = Array.from({ length: 50 }, () => device.event('noted', '2026-11-20', { text: '长'.repeat(16_000) }));
    expect((await handIn(device, large)).status).toBe(201);
    const { status, headers } = await until(async () => (await ask(device, '/')).status === 429).then(() =>
      ask(device, '/'),
    );
    const wait = Number(headers.get('retry-after'));
    expect([status, wait]).toEqual([429, expect.any(Number)]);
    expect(wait).toBeGreaterThan(2);
    clock += wait * 1000;
    expect((await ask(device, `/ledger-${CENTRE}/${large[0]?._id}`)).status).toBe(200);
    clock += 60_000;
  });

  it('has so many heavy requests at once and no more, and light ones all the same', async () => {
    const [device] = devices as [FakeDevice];
    const held = [raw(slowBody(device)), raw(slowBody(device))];
    await until(async () => (await handIn(device, [])).status === 429);
    expect((await ask(device, '/')).status).toBe(200);
    for (const { socket } of held) socket.destroy();
    clock += 60_000;
    await until(async () => (await handIn(device, [])).status === 201);
  });

  it('has so many feeds at once, and its other requests beside them', async () => {
    const [device] = devices as [FakeDevice];
    clock += 60_000;
    const feed = `/ledger-${CENTRE}/_changes?since=now&feed=continuous&heartbeat=1000`;
    const held = [raw(head(device, `GET ${feed}`)), raw(head(device, `GET ${feed}`))];
    await until(async () => (await ask(device, feed)).status === 429);
    clock += 60_000;
    expect((await ask(device, `/ledger-${CENTRE}/_changes`)).status).toBe(200);
    for (const { socket } of held) socket.destroy();
  });
});

describe('an answer that fails on its way', () => {
  it('is cut off, and the log says where', async () => {
    const [, , , device] = devices as [FakeDevice, FakeDevice, FakeDevice, FakeDevice];
    clock += 600_000;
    const event = device.event('noted', '2026-11-20', { text: '坏块' });
    expect((await handIn(device, [event])).status).toBe(201);
    const { ledger, identity } = real.hub;
    const body = ledger.file.sql('SELECT body FROM pouch_doc WHERE id = ?').pluck().get(event._id);
    const write = (text: unknown) => ledger.file.sql('UPDATE pouch_doc SET body = ? WHERE id = ?').run(text, event._id);
    write('what a broken disk gives back');
    const parcel = packed(linesOf({ epoch: identity.epoch, wanted: [[VILLAGE, 0]] }));
    const failures = () => real.log.filter((line) => line.includes('"failure"'));
    const before = failures().length;
    try {
      const asked = fetch(real.hub.address + PARCEL_PATH, {
        method: 'POST',
        headers: { authorization: authorization(device), 'content-type': PARCEL_TYPE, 'content-encoding': 'gzip' },
        body: new Uint8Array(parcel),
      });
      await expect(asked.then((response) => response.text())).rejects.toThrow();
      await until(() => real.log.at(-1)?.includes(PARCEL_PATH) ?? false);
    } finally {
      write(body);
    }
    expect(failures().slice(before)).toEqual([expect.stringMatching(/"where":\[".+/)]);
    expect(failures().join('')).not.toMatch(/broken disk/);
  });
});

describe('who can’t log in', () => {
  it('is held by address, and the right secret from the same address is not', async () => {
    const [, , device] = devices as [FakeDevice, FakeDevice, FakeDevice];
    const wrong = () => ask(device, '/', { secret: 'A'.repeat(43) }).then((response) => response.status);
    const statuses = [];
    for (let i = 0; i < 14; i += 1) statuses.push(await wrong());
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
    expect((await fetch(`${real.hub.address}/ledger-${CENTRE}`)).status).toBe(429);
    const page = await fetch(`${real.hub.address}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"method":"county.status","input":{}}',
    });
    expect([page.status, await page.json()]).toEqual([
      429,
      expect.objectContaining({ message: expect.stringMatching(HAN) }),
    ]);
    const proof = await fetch(real.hub.address + PROOF_PATH, { method: 'POST', body: '{}' });
    expect([proof.status, await proof.json()]).toEqual([429, expect.objectContaining({ error: 'later' })]);
    expect((await ask(device, '/')).status).toBe(200);
  });

  it('has no certificate checked for it past that limit, be it a device that the hub forgot in a restore', async () => {
    const { ledger, identity } = real.hub;
    const { key, station } = new FakeDevice(CENTRE);
    const device = hubDeviceId(key.publicKey);
    const from = new Date(clock).toISOString();
    const said = { v: 1 as const, device, key: key.publicKey, place: CENTRE, station, from, to: null };
    const certificate = signDocument(said, identity.privateKey);
    const pulse = () =>
      fetch(real.hub.address + PULSE_PATH, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${device}:${deviceSecret(ledger.file, device)}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ token: null, version: '1', unsynced: 0, drafts: 0, certificate }),
      }).then(({ status }) => status);
    expect([await pulse(), findDevice(ledger.file, device)]).toEqual([429, null]);
    // Enough for the one login that fails before the certificate is looked at.
    clock += 2 / (NEVER / 1000);
    expect([await pulse(), findDevice(ledger.file, device)?.certificate]).toEqual([200, certificate]);
  });
});

describe('a slow client', () => {
  it('that hardly sends its body is told so and ended, and nothing of it is kept', async () => {
    const [, , device] = devices as [FakeDevice, FakeDevice, FakeDevice];
    const { socket, closed } = raw(slowBody(device));
    const drip = setInterval(() => socket.write('x'), 20);
    const answer = await closed;
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(HAN);
  });

  it('that hardly reads its answer is ended', async () => {
    const [, , , device] = devices as [FakeDevice, FakeDevice, FakeDevice, FakeDevice];
    clock += 600_000;
    for (let i = 0; i < 10; i += 1) {
      const docs = Array.from({ length: 30 }, () => device.event('noted', '2026-11-20', { text: '读'.repeat(20_000) }));
      expect((await handIn(device, docs)).status).toBe(201);
      clock += 600_000;
    }
    const { socket } = raw(head(device, `GET /ledger-${VILLAGE}/_changes?include_docs=true`));
    socket.pause();
    // A paused socket is not told; the hub's log says that it is through with the request, of which hardly a byte was read.
    await until(() => real.log.some((line) => line.includes('/:db/_changes') && line.includes(device.device)));
    socket.destroy();
    expect((await ask(device, '/')).status).toBe(200);
  });

  it('that only waits for news is no slow one', async () => {
    const [, , device] = devices as [FakeDevice, FakeDevice, FakeDevice];
    clock += 60_000;
    const response = await ask(device, `/ledger-${VILLAGE}/_changes?since=now&feed=longpoll&timeout=2000`);
    expect(await response.json()).toMatchObject({ results: [] });
  });
});

describe('an address', () => {
  it('holds so many connections and no more', async () => {
    const held = Array.from({ length: 30 }, () => raw(''));
    const ended = held.map(({ socket }) => new Promise((done) => socket.once('close', () => done(socket))));
    await Promise.all(ended.slice(20).map((each) => Promise.race([each, ...ended])));
    await until(() => held.filter(({ socket }) => socket.closed).length >= 10);
    for (const { socket } of held) socket.destroy();
    const [, , device] = devices as [FakeDevice, FakeDevice, FakeDevice];
    await until(async () => (await ask(device, '/').catch(() => null))?.status === 200);
  });

  it('of IPv6 is the network of the house', () => {
    expect(addressOf('2001:db8:1:2:aaaa::1')).toBe(addressOf('2001:db8:1:2:bbbb::2'));
    expect(addressOf('2001:db8:1:2::1')).not.toBe(addressOf('2001:db8:1:3::1'));
    // Zeros may be left out of its name.
    expect(addressOf('2001:db8::aaaa:1:2:3')).toBe(addressOf('2001:db8:0:0:bbbb::2'));
    expect(addressOf('2001:db8::5:1:2:3:4')).not.toBe(addressOf('2001:db8::6:1:2:3:4'));
    expect(addressOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
  });
});

describe('a bucket', () => {
  /** Of whole numbers and of such as no binary fraction meets. */
  const rate = fc.record({
    burst: fc.integer({ min: 1, max: 20 }),
    perSecond: fc.constantFrom(0.07, 1 / 3, 2, 7, 4096),
  });
  const steps = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 5 })), { maxLength: 60 });

  it('never gives more than it holds and what time has brought, and never holds up who takes less', () => {
    fc.assert(
      fc.property(rate, steps, ({ burst, perSecond }, asked) => {
        const buckets = new TokenBuckets({ burst, perSecond });
        const start = clock;
        let [now, taken] = [start, 0];
        for (const [pause, count] of asked) {
          now += pause;
          const wait = buckets.wait('one', now);
          if (wait === 0) {
            buckets.take('one', count, now);
            taken += count;
          }
          // The last taker may overdraw by what it took, never more.
          expect(taken).toBeLessThanOrEqual(burst + ((now - start) / 1000) * perSecond + 5);
          expect(buckets.wait('other', now)).toBe(0);
        }
      }),
    );
  });

  it('has a token when the told wait is over, and not a millisecond before', () => {
    fc.assert(
      fc.property(rate, steps, (given, asked) => {
        const buckets = new TokenBuckets(given);
        let now = clock;
        for (const [pause, count] of asked) {
          now += pause;
          buckets.take('one', count, now);
          const wait = buckets.wait('one', now);
          if (wait > 0) expect(buckets.wait('one', now + wait - 1)).toBe(1);
          expect(buckets.wait('one', now + wait)).toBe(0);
          now += wait;
        }
      }),
    );
  });

  it('is filled again in the same time where the clock ran ahead and is put back', () => {
    const jump = fc.integer({ min: 1, max: 400 * 86_400_000 });
    fc.assert(
      fc.property(rate, jump, fc.nat({ max: 5000 }), (given, ahead, pause) => {
        const buckets = new TokenBuckets(given);
        buckets.take('one', given.burst + 3, clock + ahead);
        const wait = buckets.wait('one', clock + ahead);
        // Put back: what was to be waited for is still to be waited for, and not the days that the clock was ahead.
        expect(buckets.wait('one', clock)).toBe(wait);
        expect(buckets.wait('one', clock + pause)).toBe(Math.max(0, wait - pause));
      }),
    );
  });

  it('forgets those that are full again', () => {
    const buckets = new TokenBuckets({ burst: 2, perSecond: 1 });
    for (let i = 0; i < 20_000; i += 1) buckets.take(String(i), 1, i * 10);
    expect(buckets.size).toBeLessThan(5000);
  });
});

describe('the limits of a county’s hub', () => {
  it('let a first sync of 20,000 events and a push of as many through without a pause', () => {
    const { requests, bytesIn, bytesOut } = LIMITS.device;
    const pages = 20_000 / 200;
    expect(2 * pages * 2).toBeLessThan(requests.burst);
    for (const { burst } of [bytesIn, bytesOut]) expect(20_000 * 2000).toBeLessThan(burst);
    expect(427 * 4).toBeLessThan(LIMITS.address.connections);
  });
});
