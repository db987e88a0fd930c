import tls from 'node:tls';
import { PARCEL_PATH } from '../../../shared/api/parcel.ts';
import { CENTRE } from '../../fixtures/events.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { linesOf, packed } from '../../hub/parcel.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, ELSEWHERE } from '../county.ts';

const DAY = '2026-11-20';
const LEDGER = `ledger-${ELSEWHERE}`;
/** A feed of a machine that was stopped ends at once; a busy computer takes seconds for what is at once. */
const ENDS_WITHIN_MS = 15_000;

interface Line {
  readonly socket: tls.TLSSocket;
  readonly heard: { text: string };
  /** Whether it was closed in time. */
  closed(): Promise<boolean>;
}

function open(county: County, device: FakeDevice, head: string, body: Buffer | string = ''): Line {
  const socket = tls.connect({ host: '127.0.0.1', port: county.hub.port, rejectUnauthorized: false });
  const heard = { text: '' };
  socket.setEncoding('latin1').on('data', (part: string) => (heard.text += part));
  socket.on('error', () => undefined);
  const end = new Promise<boolean>((done) => socket.once('close', () => done(true)));
  const { authorization } = county.hub.authorization(device);
  socket.write(`${head}authorization: ${authorization}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`);
  socket.write(body);
  const late = (): Promise<boolean> => new Promise((done) => setTimeout(() => done(false), ENDS_WITHIN_MS).unref());
  return {
    socket,
    heard,
    closed: async () => {
      const isClosed = await Promise.race([end, late()]);
      socket.destroy();
      return isClosed;
    },
  };
}

async function answered({ heard, socket }: Line): Promise<void> {
  while (!heard.text.includes('200 OK') && !socket.destroyed) await new Promise((next) => setTimeout(next, 5));
}

const get = (target: string) => `GET ${target} HTTP/1.1\r\nhost: x\r\n`;

async function waits(county: County, agent: FakeDevice, feed: string): Promise<string | null> {
  const thief = await county.turned(ELSEWHERE);
  const targets = [LEDGER, 'county'].map(
    (each) => `/${each}/_changes?since=now&include_docs=true&feed=${feed}&heartbeat=60000`,
  );
  const lines = targets.map((target) => open(county, thief, get(target)));
  await Promise.all(lines.map(answered));
  await county.revoke(thief);
  const later = agent.proxyReceived(DAY);
  await county.hub.handIn(agent, ELSEWHERE, [later]);
  const closed = await Promise.all(lines.map((line) => line.closed()));
  const heard = lines.map((line) => line.heard.text).join('');
  return firstOf(
    when(heard.includes(later._id), 'a later case was read'),
    when(heard.includes('revoked-') || heard.includes('revoked:'), 'a later document of the county was read'),
    when(closed.includes(false), 'a feed went on'),
  );
}

/** It takes the beginning, and what was on the line; the rest never comes. */
async function takesLong(county: County, head: string, body: Buffer | string, thief: FakeDevice, wait: number) {
  const line = open(county, thief, head, body);
  await answered(line);
  line.socket.pause();
  await new Promise((next) => setTimeout(next, wait));
  await county.revoke(thief);
  line.socket.resume();
  const closed = await line.closed();
  return firstOf(when(line.heard.text.endsWith('\r\n0\r\n\r\n'), 'all of it was read'), when(!closed, 'it went on'));
}

const ROADS: readonly (readonly [string, string, object?])[] = [
  ['GET', '_changes'],
  ['GET', '_changes?feed=longpoll&since=0'],
  ['GET', '_changes?feed=continuous&timeout=1'],
  ['GET', '_changes?include_docs=true&limit=1'],
  ['POST', '_changes?filter=_doc_ids', { doc_ids: [] }],
  ['POST', '_bulk_get', { docs: [] }],
  ['GET', '_all_docs'],
  ['GET', 'anything'],
  ['GET', 'anything?open_revs=all'],
];

async function walks(county: County): Promise<string | null> {
  const thief = await county.turned(ELSEWHERE);
  await county.revoke(thief);
  for (const database of [LEDGER, `ledger-${CENTRE}`, 'county'])
    for (const [method, path, body] of ROADS) {
      const { status } = await county.hub.request(thief, method, `/${database}/${path}`, body);
      if (status !== 403) return `${method} /${database}/${path} was answered ${status}`;
    }
  const asked = { place: ELSEWHERE, everything: true, said: [] };
  const { status } = await county.hub.request(thief, 'POST', '/_bianmin/bundle', asked);
  const { receipts, ledgers, county: moved } = await county.hub.pulse(thief);
  return firstOf(
    when(status !== 403, `a bundle was answered ${status}`),
    when(ledgers.length > 0 || moved !== null, 'its pulse tells what moved'),
    when(
      receipts.some(({ device }) => device !== thief.device),
      'its pulse tells of others’ series',
    ),
  );
}

export const reading: AttackClass = {
  name: 'reading',
  attacked: 'what a machine had begun to read, or asks for, when the county stops it',
  through: 'anything later that it hears',
  async play({ county, draw, attack, brief }) {
    const agent = await county.turned(ELSEWHERE);
    // What nothing can pack, so that a parcel of it is more than what lies on the line at a time.
    const noise = draw.text(60_000, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
    const large = Array.from({ length: 300 }, (_, n) =>
      agent.event('measured', DAY, { text: noise.slice(100 * n) + noise.slice(0, 100 * n) }),
    );
    for (let from = 0; from < large.length; from += 100)
      await county.hub.handIn(agent, ELSEWHERE, large.slice(from, from + 100));
    for (const feed of draw.some(['longpoll', 'continuous', 'eventsource', 'live'], brief ? 2 : 4))
      await attack(`a feed that waits: ${feed}`, () => waits(county, agent, feed));
    const { epoch } = await county.hub.pulse(agent);
    await attack('a long answer', async () =>
      takesLong(
        county,
        get(`/${LEDGER}/_changes?include_docs=true`),
        '',
        await county.turned(ELSEWHERE),
        draw.int(0, 300),
      ),
    );
    await attack('a parcel', async () =>
      takesLong(
        county,
        `POST ${PARCEL_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ncontent-encoding: gzip\r\n`,
        packed(linesOf({ epoch, wanted: [[ELSEWHERE, 0]] })),
        await county.turned(ELSEWHERE),
        draw.int(0, 300),
      ),
    );
    await attack('every road afterwards', () => walks(county));
  },
};
