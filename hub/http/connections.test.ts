/** Connections of strangers: a real hub with its shipped limits, and real sockets. */
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PULSE_PATH } from '../../shared/api/device-api.ts';
import { VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { MOST_OF_DEVICE, STRANGERS } from './limits.ts';

const hub = new HubProcess();
let device: FakeDevice;
beforeAll(async () => {
  await hub.start();
  device = await hub.enrol(VILLAGE);
}, 60_000);
afterAll(() => hub.remove());

const sockets: net.Socket[] = [];
afterEach(() => {
  for (const each of sockets.splice(0)) each.destroy();
});

const kept = <S extends net.Socket>(socket: S, event: string): Promise<S> => {
  // A socket sees the end of its connection only while it reads.
  sockets.push(socket.on('error', () => undefined).resume());
  // Or ended by the hub before it came so far: of many at once the oldest go.
  return new Promise((done) => {
    for (const end of [event, 'close']) socket.once(end, () => done(socket));
  });
};
const plain = (localAddress = '127.0.0.1') =>
  kept(net.connect({ port: hub.port, host: '127.0.0.1', localAddress }), 'connect');
const secure = () =>
  kept(tls.connect({ port: hub.port, host: '127.0.0.1', rejectUnauthorized: false }), 'secureConnect');
const many = <S>(count: number, make: () => Promise<S>) => Promise.all(Array.from({ length: count }, make));
const open = (held: readonly net.Socket[]) => held.filter((each) => !each.destroyed && !each.closed).length;

const asked = `GET /county HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
const asDevice = () => `${asked}authorization: ${hub.authorization(device)['authorization']}\r\n\r\n`;
/** A connection over which the device has logged in. */
async function loggedIn(): Promise<tls.TLSSocket> {
  const socket = await secure();
  socket.write(asDevice());
  await new Promise((done) => socket.once('data', done));
  return socket;
}
const isWellServed = async () =>
  (await hub.request(device, 'POST', PULSE_PATH, { token: null, version: '1', unsynced: 0, drafts: 0 })).status === 200;

const SLOW = { timeout: 120_000 };

describe('idle connections of who has not logged in', SLOW, () => {
  it('are so many from one address and no more, and keep no device behind the same address out', async () => {
    const village = await loggedIn();
    const held = [...(await many(1000, plain)), ...(await many(300, secure))];
    expect(await isWellServed()).toBe(true);
    await expect.poll(() => open(held), { timeout: 10_000 }).toBeLessThanOrEqual(STRANGERS.ofAddress);
    // The oldest went first; the one that had logged in stayed.
    expect(open(held.slice(0, 800))).toBe(0);
    expect(village.closed).toBe(false);
  });

  it('are so many from all addresses together', async () => {
    const from = Array.from({ length: 12 }, (_, n) => `127.0.1.${n + 1}`);
    const held: net.Socket[] = [];
    for (const each of from) held.push(...(await many(120, () => plain(each))));
    await expect.poll(() => open(held), { timeout: 10_000 }).toBeLessThanOrEqual(STRANGERS.together);
    expect(await isWellServed()).toBe(true);
  });

  it('are over after some seconds without a byte, and one over which a device has logged in is not', async () => {
    const [village, quiet, handshaken] = [await loggedIn(), await plain(), await secure()];
    const stranger = await secure();
    stranger.write(`${asked}\r\n`);
    await expect.poll(() => open([quiet, handshaken, stranger]), { timeout: 20_000 }).toBe(0);
    village.write(asDevice());
    await new Promise((done) => village.once('data', done));
  });

  it('are not over while bytes come, as on a village’s line', async () => {
    const socket = await secure();
    for (const part of [...asDevice().matchAll(/[^]{1,30}/gu)].slice(0, 5).map(String)) {
      socket.write(part);
      await new Promise((done) => setTimeout(done, 1500));
    }
    expect(socket.closed).toBe(false);
  });
});

describe('connections of one device', SLOW, () => {
  it('are so many and no more, the oldest that waits for nothing goes', async () => {
    const held: tls.TLSSocket[] = [];
    for (let n = 0; n < 5; n += 1) held.push(...(await many((MOST_OF_DEVICE + 20) / 5 + 1, loggedIn)));
    await expect.poll(() => open(held), { timeout: 10_000 }).toBeLessThanOrEqual(MOST_OF_DEVICE);
    expect(held.at(-1)?.closed).toBe(false);
  });
});
