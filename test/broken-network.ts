/** A real TCP proxy that does to a connection what village lines do: refuse, hang half-open, cut, delay, answer garbage or a login page. */
import net from 'node:net';

export type Weather =
  | { readonly kind: 'fine' }
  /** Connections are reset at once. */
  | { readonly kind: 'refuse' }
  /** Connections open and then nothing ever comes. */
  | { readonly kind: 'half-open' }
  /** Both ends are cut after that many bytes from the server. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Every piece waits that long in both directions. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'garbage' }
  /** A captive portal: a page with status 200, whatever was asked. */
  | { readonly kind: 'portal' };

export interface BrokenNetwork {
  readonly port: number;
  /** Changes the weather and cuts what is open, so that the next request meets it. */
  set(weather: Weather): void;
  connections(): number;
  close(): Promise<void>;
}

const PAGE = '<html><body>请登录上网</body></html>';
const PORTAL = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(PAGE)}\r\n\r\n${PAGE}`;

export async function brokenNetwork(upstreamPort: number): Promise<BrokenNetwork> {
  let weather: Weather = { kind: 'fine' };
  let connections = 0;
  const open = new Set<net.Socket>();

  const server = net.createServer((client) => {
    connections += 1;
    open.add(client);
    client.on('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    serve(client);
  });

  function serve(client: net.Socket): void {
    switch (weather.kind) {
      case 'refuse':
        client.resetAndDestroy();
        return;
      case 'half-open':
        client.resume();
        return;
      case 'garbage':
        client.once('data', () => client.end(Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 13, 10, 13, 10])));
        return;
      case 'portal':
        client.on('data', () => client.write(PORTAL));
        return;
      default:
        forward(client);
    }
  }

  function forward(client: net.Socket): void {
    const upstream = net.connect(upstreamPort, '127.0.0.1');
    open.add(upstream);
    let down = 0;
    const both = () => {
      client.destroy();
      upstream.destroy();
    };
    upstream.on('close', () => {
      open.delete(upstream);
      client.destroy();
    });
    upstream.on('error', both);
    client.on('close', () => upstream.destroy());
    const pass = (to: net.Socket, part: Buffer) => {
      if (weather.kind === 'half-open') return;
      if (weather.kind === 'slow') setTimeout(() => to.destroyed || to.write(part), weather.delayMs);
      else to.write(part);
    };
    client.on('data', (part: Buffer) => pass(upstream, part));
    upstream.on('data', (part: Buffer) => {
      down += part.length;
      if (weather.kind === 'cut' && down > weather.afterBytes) both();
      else pass(client, part);
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    set(next) {
      weather = next;
      for (const socket of open) socket.destroy();
    },
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
