import { VILLAGE } from '../../fixtures/events.ts';
import { rawAnswer, statusesIn } from '../../raw-line.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';

/** Heads that two readers of HTTP may understand in two ways; `body` is followed by another request. */
const HEADS: readonly (readonly [string, string])[] = [
  ['content-length: 2\r\ncontent-length: 9', '{}'],
  ['content-length: 2, 9', '{}'],
  ['content-length: 2\r\ntransfer-encoding: chunked', '0\r\n\r\n'],
  ['transfer-encoding: chunked\r\ncontent-length: 2', '0\r\n\r\n'],
  ['transfer-encoding: chunked, identity', '0\r\n\r\n'],
  ['transfer-encoding: xchunked', '0\r\n\r\n'],
  ['transfer-encoding: chunked\r\ntransfer-encoding: identity', '0\r\n\r\n'],
  ['transfer-encoding:\u000bchunked', '0\r\n\r\n'],
  ['transfer-encoding : chunked', '0\r\n\r\n'],
  [' transfer-encoding: chunked', '0\r\n\r\n'],
  ['x: y\ntransfer-encoding: chunked', '0\r\n\r\n'],
  ['x: y\rtransfer-encoding: chunked', '0\r\n\r\n'],
  ['content-length: +2', '{}'],
  ['content-length: -1', ''],
  ['content-length: 0x2', '{}'],
  ['content-length: 2\r\n\tx: y', '{}'],
  ['content-length:\r\n 2', '{}'],
  ['content-length: 9999999999999999999999', '{}'],
  ['transfer-encoding: chunked', '0;a=b\n\r\n'],
  ['transfer-encoding: chunked', '0x0\r\n\r\n'],
  ['transfer-encoding: chunked', '-1\r\n\r\n'],
  ['transfer-encoding: chunked', 'ffffffffffffffff0\r\n\r\n'],
  ['transfer-encoding: chunked', '2\r\n{}xx\r\n0\r\n\r\n'],
  ['transfer-encoding: chunked', '2\r\n{}\r\n0\r\ntransfer-encoding: x\r\ncontent-length: 4\r\n\r\n'],
  ['\u0000x: y\r\ncontent-length: 2', '{}'],
  ['expect: 100-continue\r\ncontent-length: 2\r\ncontent-length: 3', '{}'],
  ['connection: upgrade\r\nupgrade: h2c\r\ncontent-length: 0', ''],
];

let names = 0;

/** A request with such a head, and behind it a second one that was never meant as one. */
async function smuggles(county: County, draw: Draw, [head, body]: readonly [string, string]): Promise<string | null> {
  const { hub, agent } = county;
  names += 1;
  const local = `/ledger-${VILLAGE}/_local/hidden-${names}`;
  const login = `authorization: ${hub.authorization(agent)['authorization']}\r\n`;
  const hidden = `PUT ${local} HTTP/1.1\r\nhost: x\r\n${login}content-type: application/json\r\ncontent-length: 2\r\n\r\n{}`;
  const method = draw.oneOf(['PUT', 'POST', 'GET']);
  const target = draw.oneOf([`/ledger-${VILLAGE}/_local/x`, '/rpc', '/_bianmin/enrol', '/']);
  const first = `${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`;
  const end = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const statuses = statusesIn(await rawAnswer(hub.address, first + hidden + end));
  const { status } = await hub.request(agent, 'GET', local);
  // Some heads have one meaning to every reader; then what follows is a request of its own, and honest.
  const ambiguous =
    /^(content-length: 2\r\n\tx|content-length:\r\n|connection: upgrade)/.test(head) || statuses[0] !== 400;
  return firstOf(
    when(status === 200 && !ambiguous, 'a hidden request was done'),
    when(statuses[0] === 400 && statuses.length > 1, `after it was refused, more was answered: ${statuses.join(' ')}`),
    when(
      statuses.some((each) => each >= 500),
      `answered ${statuses.join(' ')}`,
    ),
  );
}

export const smuggling: AttackClass = {
  name: 'smuggling',
  attacked: 'the reader of HTTP at the hub’s front door, by heads that two readers understand in two ways',
  through: 'a request that stands behind one which was refused, and is done',
  async play({ county, draw, attack, brief }) {
    for (const head of draw.some(HEADS, brief ? 12 : HEADS.length))
      await attack(JSON.stringify(head[0]), () => smuggles(county, draw, head));
  },
};
