/** How many connections one address and all of them together may hold. */
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Limits } from './limits.ts';

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
 * Whom a request counts for until it has logged in: its address, and the console's own listener apart, where nothing that a stranger does
 * elsewhere counts, be it through a proxy on this machine.
 */
export const originOf = ({ socket }: IncomingMessage): string =>
  socket instanceof TLSSocket ? addressOf(socket.remoteAddress) : CONSOLE;

export function limitConnections(
  server: Server,
  { address, connections }: Pick<Limits, 'address' | 'connections'>,
): void {
  const held = new Map<string, number>();
  server.maxConnections = connections;
  server.on('connection', (socket) => {
    const from = addressOf(socket.remoteAddress);
    const count = (held.get(from) ?? 0) + 1;
    held.set(from, count);
    socket.once('close', () => {
      const left = (held.get(from) ?? 1) - 1;
      if (left === 0) held.delete(from);
      else held.set(from, left);
    });
    if (count > address.connections) socket.destroy();
  });
}
