import { existsSync, statSync } from 'node:fs';
import tls from 'node:tls';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { eventIds, insideHub } from '../../test/site/compare.ts';

const LEDGER = `/ledger-${CENTRE}`;
const hub = new HubProcess();
afterEach(() => hub.remove());

/** A connection from below, with all that came over it. */
function raw(text: string) {
  const socket = tls.connect({ host: '127.0.0.1', port: hub.port, rejectUnauthorized: false });
  const heard = { text: '' };
  socket.setEncoding('utf8').on('data', (part: string) => (heard.text += part));
  socket.on('error', () => undefined);
  const sent = new Promise<void>((done) => socket.write(text, () => done()));
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  return { socket, heard, sent, closed };
}
const head = (device: FakeDevice, line: string, more = '') =>
  `${line} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${hub.authorization(device)['authorization']}\r\n${more}\r\n`;
const until = async (done: () => boolean) => {
  while (!done()) await new Promise((next) => setTimeout(next, 10));
};

/** Four starts of a hub on a machine with other things to do. */
const PATIENT = { timeout: 120_000 };

describe('a hub that is stopped', PATIENT, () => {
  it('ends the feeds with their last word, finishes what runs, tells who comes now to come again, and leaves its file whole', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
    const longpoll = raw(head(device, `GET ${LEDGER}/_changes?since=now&feed=longpoll&heartbeat=1000`));
    const continuous = raw(head(device, `GET ${LEDGER}/_changes?since=now&feed=continuous&heartbeat=1000`));
    await until(() => longpoll.heard.text.includes('results') && continuous.heard.text.includes('200 OK'));

    // One delivery is half sent; its connection brings another request behind it.
    const late = device.caseOfFive('2026-11-21');
    const body = JSON.stringify({ docs: late, new_edits: false });
    const half = raw(
      head(
        device,
        `POST ${LEDGER}/_bulk_docs`,
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`,
      ) + body.slice(0, 100),
    );
    // What lies at the hub is looked at before a later request: without this the hub might stop before the handshake is through.
    await half.sent;
    await hub.request(device, 'GET', LEDGER);
    const ended = hub.stop();
    await Promise.all([longpoll.closed, continuous.closed]);
    expect(longpoll.heard.text).toMatch(/"last_seq":5/);
    expect(continuous.heard.text).toMatch(/\{"last_seq":5,"pending":0\}/);
    half.socket.write(`${body.slice(100)}GET /_up HTTP/1.1\r\nhost: x\r\n\r\n`);
    await half.closed;
    expect(half.heard.text).toMatch(/^HTTP\/1\.1 201 [\s\S]*HTTP\/1\.1 503 [\s\S]*retry-after: \d+[\s\S]*正在停止/i);
    expect(await ended).toBe(0);
    const wal = path.join(hub.folder, 'hub.db-wal');
    expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
    expect(insideHub(hub, (file) => eventIds(file, CENTRE))).toEqual(
      expect.arrayContaining(late.map(({ _id }) => _id)),
    );
    expect(hub.log.filter((line) => line.includes('"failure"'))).toEqual([]);
  });

  it('does not wait for ever for who says nothing', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const silent = raw(
      head(device, `POST ${LEDGER}/_bulk_docs`, 'content-type: application/json\r\ncontent-length: 1000\r\n'),
    );
    await hub.request(device, 'GET', LEDGER);
    expect(await hub.stop()).toBe(0);
    await silent.closed;
    await hub.start();
    expect((await hub.request(device, 'GET', LEDGER)).status).toBe(200);
  });
});

describe('a backup that is taken while sites hand in', PATIENT, () => {
  it('holds all that was acknowledged before it, is whole, and gives every site its receipts again', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const sent: LedgerEvent[] = [];
    const acknowledged: string[] = [];
    const load = { runs: true };
    const writing = (async () => {
      while (load.runs) {
        const batch = Array.from({ length: 4 }, () => device.caseOfFive('2026-11-20')).flat();
        sent.push(...batch);
        expect((await hub.handIn(device, CENTRE, batch)).status).toBe(201);
        acknowledged.push(...batch.map(({ _id }) => _id));
      }
    })();
    await until(() => acknowledged.length >= 40);
    const before = [...acknowledged];
    const backup = path.join(hub.folder, 'under-load.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);
    const goal = acknowledged.length + 40;
    await until(() => acknowledged.length >= goal);
    load.runs = false;
    await writing;
    await hub.stop();
    expect((await hub.command('restore', backup)).code).toBe(0);
    const held = insideHub(hub, (file) => {
      expect(file.store.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      return eventIds(file, CENTRE);
    });
    expect(before.filter((id) => !held.includes(id))).toEqual([]);
    expect(held.length).toBeLessThan(sent.length);

    await hub.start();
    const ranges = async () => (await hub.pulse(device)).receipts.find((each) => each.device === device.device)?.ranges;
    expect(await ranges()).toMatchObject([{ from: 1, to: held.length }]);
    expect((await hub.handIn(device, CENTRE, sent)).status).toBe(201);
    expect(await ranges()).toEqual([{ from: 1, to: sent.length, last: sent.at(-1)?._id }]);
    const status = await hub.county<{ cases: number }>('county.status');
    expect(status.cases).toBe(sent.length / 5);
  });
});
