/** A TCP proxy that counts every byte between a client and a hub, whose port may change. */
import net from 'node:net';

export interface Wire {
  readonly port: number;
  readonly address: string;
  /** Where the hub listens from now on. */
  to(port: number): void;
  /** Since the last call of `reset`. */
  bytes(): { readonly up: number; readonly down: number };
  reset(): void;
  close(): Promise<void>;
}

export async function countingWire(upstreamPort: number): Promise<Wire> {
  let target = upstreamPort;
  let [up, down] = [0, 0];
  const open = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (part: Buffer) => {
      up += part.length;
      if (!upstream.write(part)) client.pause();
    });
    upstream.on('drain', () => client.resume());
    client.on('end', () => upstream.end());
    upstream.on('data', (part: Buffer) => (down += part.length));
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    address: `https://127.0.0.1:${port}`,
    to(next) {
      target = next;
    },
    bytes: () => ({ up, down }),
    reset() {
      [up, down] = [0, 0];
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
