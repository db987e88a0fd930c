/** Reading ends at once: what a device had begun to read when the county stopped it, or gave its village to another centre, brings nothing more. */
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PARCEL_PATH } from '../../shared/api/parcel.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { linesOf, packed } from '../../test/hub/parcel.ts';

const DAY = '2026-11-20';
const LEDGER = `ledger-${VILLAGE}`;
const hub = new HubProcess();
let village: FakeDevice;
let epoch: string;
let thief: FakeDevice;

beforeAll(async () => {
  await hub.start();
  village = await hub.enrol(VILLAGE);
  const large = Array.from({ length: 300 }, () => village.event('measured', DAY, { text: '长'.repeat(20_000) }));
  for (let from = 0; from < large.length; from += 100)
    expect((await hub.handIn(village, VILLAGE, large.slice(from, from + 100))).status).toBe(201);
  ({ epoch } = await hub.pulse(village));
}, 120_000);
beforeEach(async () => {
  thief = await hub.enrol(CENTRE);
});
afterAll(() => hub.remove());

/** A connection from below, with all that came over it; it can stop taking. */
function raw(method: string, target: string, body: Buffer | string = '', headers = '') {
  const socket = tls.connect({ host: '127.0.0.1', port: hub.port, rejectUnauthorized: false });
  const heard = { text: '' };
  socket.setEncoding('latin1').on('data', (part: string) => (heard.text += part));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  const { authorization } = hub.authorization(thief);
  const head = `${method} ${target} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n${headers}`;
  socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n`);
  socket.write(body);
  return { socket, heard, closed };
}
const until = async (done: () => boolean) => {
  while (!done()) await new Promise((next) => setTimeout(next, 10));
};
const stop = () => hub.county('county.revoke', { device: thief.device, reason: '电脑丢失' });

describe('a device that is stopped', { timeout: 60_000 }, () => {
  it.each(['longpoll', 'continuous', 'eventsource'])(
    'has its %s feed ended, which brings no later case',
    async (feed) => {
      for (const database of [LEDGER, 'county']) {
        thief = await hub.enrol(CENTRE);
        const line = raw('GET', `/${database}/_changes?since=now&feed=${feed}&heartbeat=60000`);
        await until(() => line.heard.text.includes('200 OK'));
        await stop();
        const later = village.proxyReceived(DAY);
        expect((await hub.handIn(village, VILLAGE, [later])).status).toBe(201);
        await line.closed;
        expect(line.heard.text).not.toContain(later._id);
        expect(line.heard.text).not.toContain('revoked-');
      }
    },
  );

  it.each([
    ['a feed with documents', () => raw('GET', `/${LEDGER}/_changes?include_docs=true`)],
    [
      'a parcel',
      () => raw('POST', PARCEL_PATH, packed(linesOf({ epoch, wanted: [[VILLAGE, 0]] })), 'content-encoding: gzip\r\n'),
    ],
  ] as const)('gets no more of %s than was on the line', async (name, begin) => {
    const line = begin();
    // It takes the beginning, and the rest in its own time.
    await until(() => line.heard.text.includes('200 OK'));
    line.socket.pause();
    const sofar = line.heard.text.length;
    await stop();
    line.socket.resume();
    await line.closed;
    expect(line.heard.text).not.toMatch(/\r\n0\r\n\r\n$/);
    if (name !== 'a parcel') expect(line.heard.text.length - sofar).toBeLessThan(300 * 60_000 * 0.9);
  });

  it('reads nothing of the county’s documents and of ledgers, by any road', async () => {
    await stop();
    const roads = [
      ['GET', '_changes'],
      ['GET', '_changes?feed=longpoll'],
      ['POST', '_bulk_get', { docs: [] }],
      ['GET', 'anything'],
    ] as const;
    for (const database of [LEDGER, `ledger-${CENTRE}`, 'county'])
      for (const [method, path, body] of roads) {
        const answer = await hub.request(thief, method, `/${database}/${path}`, body);
        expect([database, path, answer.status, await answer.json()]).toMatchObject([
          database,
          path,
          403,
          { error: 'revoked' },
        ]);
      }
  });
});
