/** Connections: which origin or device each counts for, and how many there may be. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Limits, MOST_OF_DEVICE, STRANGERS } from './limits.ts';

/** An IPv6 client has a whole /64 for itself. */
export function addressOf(remote: string | undefined): string {
  const address = (remote ?? '').replace(/^::ffff:/, '');
  if (!address.includes(':')) return address;
  const [first = [], last = []] = address.split('::').map((part) => part.split(':'));
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

/** The plain listener is on loopback, for a browser on the hub's own machine. */
const CONSOLE = 'console';

/**
 * Returns what a request counts for until it has logged in: its address, and the console's own listener apart, so that what strangers do elsewhere
 * does not count there, be it through a proxy on this machine.
 */
export const originOf = ({ socket }: IncomingMessage): string =>
  socket instanceof TLSSocket ? addressOf(socket.remoteAddress) : CONSOLE;

interface Held {
  readonly socket: Socket;
  readonly from: string;
  /** The device or session that has logged in over it; null before. */
  who: string | null;
  /** Requests that are being answered. */
  asked: number;
  /** Bytes that had come at `quietSince`, ms of a clock that only goes on. */
  read: number;
  quietSince: number;
}

const LOOK_EVERY_MS = 500;

/** Known by its two ends: what a request has of its connection over TLS is not the socket that the server saw first. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  [remoteAddress, remotePort, localAddress, localPort].join(' ');

/** The oldest of them that has not been asked anything, else the oldest; they come in the order of their age. */
function leastMissed(held: readonly Held[]): Held | undefined {
  return held.find(({ asked }) => asked === 0) ?? held[0];
}

const isStranger = ({ who }: Held): boolean => who === null;

/** One more is to come to those that are held: where there are as many as may be, one of them goes. */
function makeRoom(held: readonly Held[], most: number): void {
  const open = held.filter(({ socket }) => !socket.destroyed);
  if (open.length >= most) leastMissed(open)?.socket.destroy();
}

/** Holds how many connections may be open at once: those that have not logged in, those of one device, of one address, and all together. */
export class Connections {
  readonly #limits: Pick<Limits, 'address' | 'connections'>;
  readonly #byEnds = new Map<string, Held>();

  constructor(limits: Pick<Limits, 'address' | 'connections'>) {
    this.#limits = limits;
  }

  /** `who` has logged in over the connection of the request. */
  isOf({ socket }: IncomingMessage, who: string): void {
    const held = this.#byEnds.get(endsOf(socket));
    if (held === undefined || held.who === who) return;
    held.who = who;
    makeRoom(
      [...this.#byEnds.values()].filter((each) => each.who === who && each !== held),
      MOST_OF_DEVICE,
    );
  }

  /** Holds a server's connections to the limits. What one listener is held to is nothing to another. */
  watch(server: Server): void {
    const { address, connections } = this.#limits;
    const all = new Set<Held>();
    server.maxConnections = connections;
    server.on('connection', (socket) => {
      const held: Held = {
        socket,
        from: addressOf(socket.remoteAddress),
        who: null,
        asked: 0,
        read: 0,
        quietSince: performance.now(),
      };
      const ends = endsOf(socket);
      const near = [...all].filter(({ from }) => from === held.from);
      all.add(held);
      this.#byEnds.set(ends, held);
      socket.once('close', () => {
        all.delete(held);
        if (this.#byEnds.get(ends) === held) this.#byEnds.delete(ends);
      });
      if (near.length >= address.connections) socket.destroy();
      makeRoom(near.filter(isStranger), STRANGERS.ofAddress);
      makeRoom(
        [...all].filter((each) => each !== held && isStranger(each)),
        STRANGERS.together,
      );
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const held = this.#byEnds.get(endsOf(socket));
      if (held === undefined) return;
      held.asked += 1;
      response.once('close', () => {
        held.asked -= 1;
        held.quietSince = performance.now();
      });
    });
    const timer = setInterval(() => this.#endQuiet(all), LOOK_EVERY_MS).unref();
    server.once('close', () => clearInterval(timer));
  }

  /** A connection that has not logged in and sends nothing so long is ended; on the worst line something comes in such a time. */
  #endQuiet(all: ReadonlySet<Held>): void {
    const now = performance.now();
    for (const held of all) {
      const { bytesRead } = held.socket;
      if (bytesRead !== held.read) Object.assign(held, { read: bytesRead, quietSince: now });
      else if (isStranger(held) && held.asked === 0 && now - held.quietSince >= STRANGERS.quietMs)
        held.socket.destroy();
    }
  }
}
