import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSessions } from '../../../browser/session.ts';
import { startLoopback } from '../../../browser/server.ts';
import { now } from '../../clock.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { rawAnswer, statusesIn } from '../../raw-line.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';

const CLIMBS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..\\',
  '..%5c',
  '....//',
  '%252e%252e%252f',
  '..;/',
  './',
  '//',
  '%c0%ae%c0%ae/',
  '..%00/',
  '%uff0e%uff0e/',
];
const FILES = [
  'etc/passwd',
  'package.json',
  'secret.json',
  'hub.key',
  'hub.db',
  'bianmin.key',
  'proc/self/environ',
  'index.html%00.json',
  'C:/windows/win.ini',
];
const BELOW = [
  '/county/assets/',
  '/assets/',
  '/county/',
  '/',
  '/assets/x/',
  `/ledger-${VILLAGE}/`,
  '/ledger-',
  '/county/_design/',
];
/** What only a file outside of the pages says. */
const OUTSIDE = /root:.*:0:0:|"name":\s*"bianmin"|KEEP THIS|PATH=\/|\[fonts\]/;

const target = (draw: Draw): string =>
  draw.oneOf(BELOW) +
  draw.oneOf(CLIMBS).repeat(draw.int(1, 8)) +
  draw.oneOf(FILES) +
  draw.oneOf(['', '?x=1', '#a', '/', '%20']);

const get = (where: string, host: string) =>
  `GET ${where} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\nconnection: close\r\n\r\n`;

async function asks(address: string, where: string, key: string): Promise<string | null> {
  const said = await rawAnswer(address, get(where, new URL(address).host));
  const [status = 0] = statusesIn(said);
  return firstOf(
    when(OUTSIDE.test(said) || said.includes(key), `${where} told a file`),
    when(status >= 500 || status === 0, `${where} was answered ${status}`),
  );
}

export const paths: AttackClass = {
  name: 'paths',
  attacked:
    'pages, databases and documents by addresses that climb out of where they lie: the front door, the console, the page’s own server',
  through: 'a file from outside of the pages, or a failure',
  async play({ county, draw, attack, brief }) {
    const { hub } = county;
    const key = readFileSync(path.join(hub.folder, 'hub.key'), 'latin1');
    // Pages with a file beside them that no request may read.
    const pages = path.join(county.folder, 'pages');
    mkdirSync(path.join(pages, 'assets'), { recursive: true });
    writeFileSync(path.join(pages, 'assets', 'x.json'), '{}');
    writeFileSync(path.join(county.folder, 'secret.json'), '"KEEP THIS"');
    const server = await startLoopback({
      pages,
      sessions: createSessions({ now }),
      call: () => Promise.reject(new Error('called')),
    });
    const doors = [hub.address, hub.consoleAddress, server.origin];
    try {
      for (let n = 0; n < (brief ? 30 : 150); n += 1) {
        const door = doors[n % doors.length] as string;
        await attack('an address', () => asks(door, target(draw), key));
      }
    } finally {
      await server.close();
    }
    await attack('names of databases', () => databases(county, draw));
  },
};

/** A database that is none, by any name: nothing is made of it. */
async function databases({ hub, agent }: County, draw: Draw): Promise<string | null> {
  const login = `authorization: ${hub.authorization(agent)['authorization']}\r\n`;
  for (let n = 0; n < 12; n += 1) {
    const name = draw.oneOf([
      '_users',
      '_replicator',
      'hub',
      '..',
      'ledger-',
      'ledger-431222',
      `ledger-${VILLAGE}x`,
      `ledger-0${VILLAGE}`,
      `LEDGER-${VILLAGE}`,
      `ledger-${VILLAGE}%00`,
      'sqlite_master',
      "ledger-1'--",
      '__proto__',
    ]);
    const method = draw.oneOf(['GET', 'PUT', 'DELETE', 'POST']);
    const body = method === 'GET' || method === 'DELETE' ? '' : '{}';
    const head = `${method} /${name} HTTP/1.1\r\nhost: x\r\n${login}content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
    const [status = 0] = statusesIn(await rawAnswer(hub.address, head));
    if (status < 400 || status >= 500) return `${method} /${name} was answered ${status}`;
  }
  return null;
}
