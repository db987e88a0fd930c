/** A line on which every packet takes its time, as a village's does: real sockets, each direction late by half a round trip. */
import net from 'node:net';

export interface ThinLine {
  readonly port: number;
  close(): Promise<void>;
}

/** `roundTripMs` is also what opening a connection takes. */
export async function thinLine(upstreamPort: number, roundTripMs: number): Promise<ThinLine> {
  const open = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(upstreamPort, '127.0.0.1');
    const pair = [client, upstream];
    for (const socket of pair) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    const opened = performance.now();
    const late = (to: net.Socket, connecting: number) => (part: Buffer) => {
      const held = Math.max(0, opened + connecting - performance.now());
      setTimeout(() => to.destroyed || to.write(part), held + roundTripMs / 2);
    };
    client.on('data', late(upstream, roundTripMs));
    upstream.on('data', late(client, 0));
    client.on('close', () => setTimeout(() => upstream.destroy(), roundTripMs));
    upstream.on('close', () => setTimeout(() => client.destroy(), roundTripMs));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        for (const socket of open) socket.destroy();
        server.close(() => closed());
      }),
  };
}
