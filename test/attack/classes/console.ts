import http from 'node:http';
import { countyMethods } from '../../../shared/api/county.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';
import { ask, type Said } from '../front.ts';

const BEHIND_SIGN_IN = Object.entries(countyMethods).flatMap(([name, { access }]) =>
  access === 'county' ? [name] : [],
);
const FOREIGN_HOSTS = [
  'evil.example',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '127.0.0.1@evil.example',
  '127.0.0.1:1:2',
  '127.0.0.2.nip.io',
];
const FOREIGN_ORIGINS = [
  'http://evil.example',
  'null',
  'https://127.0.0.1',
  'http://localhost',
  'file://',
  'http://127.0.0.1.evil.example',
  'http://127.0.0.1:1',
];
const FOREIGN_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''];

/** What a page of another origin can make a browser send, with the person's own session where it has got hold of one. */
function headersOf(draw: Draw, own: string): Record<string, string> {
  const wrong = draw.oneOf<Record<string, string>>([
    { host: draw.oneOf(FOREIGN_HOSTS) },
    { origin: draw.oneOf(FOREIGN_ORIGINS) },
    { 'content-type': draw.oneOf(FOREIGN_TYPES) },
    { 'sec-fetch-site': draw.oneOf(['cross-site', 'same-site', 'none']) },
    { host: own, origin: draw.oneOf(FOREIGN_ORIGINS), 'sec-fetch-site': 'cross-site' },
  ]);
  return { 'content-type': 'application/json', host: own, ...wrong };
}

const plain = (address: string, headers: Record<string, string>, body: unknown): Promise<Said> =>
  new Promise((done, failed) => {
    const { port } = new URL(address);
    const asked = http.request(
      { host: '127.0.0.1', port, path: '/rpc', method: 'POST', headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () => done({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.once('error', failed);
    asked.end(JSON.stringify(body));
  });

const isOk = ({ text }: Said): boolean => text.includes('"ok":true');

async function fromElsewhere(county: County, draw: Draw, session: string): Promise<string | null> {
  const { hub } = county;
  const before = await hub.county<readonly unknown[]>('county.codes');
  const call = { method: 'county.createCode', input: { place: VILLAGE } };
  const own = new URL(hub.consoleAddress).host;
  const atConsole = headersOf(draw, own);
  const console_ = await plain(hub.consoleAddress, { ...atConsole, 'x-bianmin-session': session }, call);
  const front = new URL(hub.address).host;
  const atFront = headersOf(draw, front);
  const said = await ask(hub.address, {
    from: '127.0.0.1',
    path: '/rpc',
    headers: { ...atFront, 'x-bianmin-session': session },
    body: call,
  });
  const after = await hub.county<readonly unknown[]>('county.codes');
  return firstOf(
    when(isOk(console_), `the console did it for ${JSON.stringify(atConsole)}`),
    when(isOk(said), `the front door did it for ${JSON.stringify(atFront)}`),
    when(after.length !== before.length, 'a code was made'),
  );
}

/** Keys that are none: made up, other secrets, of a session that signed out. */
async function withoutKey(county: County, draw: Draw): Promise<string | null> {
  const { hub, agent } = county;
  const { value } = await hub.rpc('county.signIn', { secret: hub.adminSecret });
  const { session: gone } = value as { session: string };
  await hub.rpc('county.signOut', {}, { 'x-bianmin-session': gone });
  const keys = [gone, draw.text(43), '', hub.adminSecret, agent.secret, `${gone} `, '__proto__', 'constructor', '0'];
  for (const method of draw.some(BEHIND_SIGN_IN, 6))
    for (const key of draw.some(keys, 3)) {
      const answer = await hub.rpc(method, {}, { 'x-bianmin-session': key, ...hub.authorization(agent) });
      if (answer.ok) return `${method} was answered to ${key === gone ? 'one that had signed out' : 'nobody'}`;
    }
  return null;
}

/** Words that are other names of what a person may do. */
async function asNoMethod({ hub }: County, draw: Draw): Promise<string | null> {
  const names = [
    '__proto__',
    'constructor',
    'county.__proto__',
    'toString',
    'county.signin',
    'COUNTY.STATUS',
    '',
    'county.status ',
  ];
  for (const method of draw.some(names, 4)) {
    const answer = await hub.rpc(method, draw.oneOf([{}, null, [], { secret: { toString: 1 } }, '__proto__']));
    if (answer.ok || answer.code === 'internal') return `${method} was answered ${answer.code ?? 'ok'}`;
  }
  return null;
}

export const console: AttackClass = {
  name: 'console',
  attacked:
    'the county’s console, by pages of other sites, other names for its address, keys that are none and ones that signed out',
  through: 'a call that is done for any of them',
  async play({ county, draw, attack, brief }) {
    const { value } = await county.hub.rpc('county.signIn', { secret: county.hub.adminSecret });
    const { session } = value as { session: string };
    for (let n = 0; n < (brief ? 10 : 40); n += 1)
      await attack('a page of another site', () => fromElsewhere(county, draw, session));
    for (let n = 0; n < (brief ? 2 : 8); n += 1) await attack('a key that is none', () => withoutKey(county, draw));
    for (let n = 0; n < (brief ? 2 : 8); n += 1) await attack('a name that is none', () => asNoMethod(county, draw));
  },
};
