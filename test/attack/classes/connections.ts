import net from 'node:net';
import tls from 'node:tls';
import { PULSE_PATH } from '../../../shared/api/device-api.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';

/** Of strangers from one address (docs/OPERATE.md). */
const MOST_OF_ADDRESS = 128;
/** Strangers that say nothing go after five seconds; a busy computer takes some more. */
const GONE_WITHIN_MS = 20_000;

/** What a connection does once it is there, and then nothing more, or not enough. */
const MANNERS: Readonly<Record<string, (socket: net.Socket) => void>> = {
  'no byte': () => undefined,
  'half a head': (socket) => socket.write('GET /county HTTP/1.1\r\nhost: x\r\nx-a: '),
  'half a body': (socket) =>
    socket.write(
      'POST /rpc HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{',
    ),
  'a request': (socket) => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'),
  'half a greeting of TLS': (socket) => socket.write(Buffer.from('160301020001000100fc0303', 'hex')),
};

class Crowd {
  readonly #sockets: net.Socket[] = [];

  async come(count: number, make: () => net.Socket, event: string): Promise<void> {
    const coming = Array.from({ length: count }, () => {
      const socket = make().on('error', () => undefined);
      socket.resume();
      this.#sockets.push(socket);
      return new Promise<void>((done) => {
        for (const end of [event, 'close']) socket.once(end, () => done());
      });
    });
    await Promise.all(coming);
  }

  each(act: (socket: net.Socket) => void): void {
    for (const socket of this.#sockets) if (!socket.destroyed) act(socket);
  }

  get open(): number {
    return this.#sockets.filter((socket) => !socket.destroyed && !socket.closed).length;
  }

  leave(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Opens so many connections from one address, with a village behind the same one. */
async function crowds(county: County, draw: Draw, manner: (socket: net.Socket) => void): Promise<string | null> {
  const { hub } = county;
  const from = county.stranger();
  const device = await county.turned(VILLAGE);
  const crowd = new Crowd();
  const place = { host: '127.0.0.1', port: hub.port, localAddress: from };
  try {
    await crowd.come(draw.int(200, 400), () => net.connect(place), 'connect');
    await crowd.come(draw.int(60, 150), () => tls.connect({ ...place, rejectUnauthorized: false }), 'secureConnect');
    crowd.each(manner);
    const asked = { token: null, version: '1', unsynced: 0, drafts: 0 };
    const { status } = await hub.request(device, 'POST', PULSE_PATH, asked);
    const began = performance.now();
    while (crowd.open > MOST_OF_ADDRESS && performance.now() - began < GONE_WITHIN_MS)
      await new Promise((next) => setTimeout(next, 50));
    return firstOf(
      when(status !== 200, `a village was answered ${status}`),
      when(crowd.open > MOST_OF_ADDRESS, `${crowd.open} stayed`),
    );
  } finally {
    crowd.leave();
  }
}

export const connections: AttackClass = {
  name: 'connections',
  attacked: 'the hub’s connections, by strangers that are idle or slow',
  through: 'a village that is not served meanwhile, or more of them that stay than one address may have',
  async play({ county, draw, attack, brief }) {
    for (const [name, manner] of draw.some(Object.entries(MANNERS), brief ? 2 : 5))
      await attack(`connections with ${name}`, () => crowds(county, draw, manner));
  },
};
