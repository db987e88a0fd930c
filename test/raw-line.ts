/** One connection to a hub, byte by byte: for what no HTTP client sends. Speaks TLS where the address says https. */
import net from 'node:net';
import tls from 'node:tls';

export interface RawLine {
  send(bytes: string | Uint8Array): void;
  /** Nothing more comes from us; the other side may still answer. */
  finish(): void;
  /** Cuts the line. */
  cut(): void;
  /** What has come when it matches; rejects when the line was closed before. */
  until(pattern: RegExp): Promise<string>;
  /** All that came until the other side closed. */
  closed(): Promise<string>;
}

/** The certificate is not looked at: what is asked here is what a stranger gets to hear. */
function connect(address: string): net.Socket {
  const { protocol, port, hostname } = new URL(address);
  const place = { host: hostname, port: Number(port) };
  return protocol === 'https:' ? tls.connect({ ...place, rejectUnauthorized: false }) : net.connect(place);
}

export async function rawLine(address: string): Promise<RawLine> {
  const socket = connect(address);
  socket.setEncoding('latin1');
  socket.setNoDelay(true);
  let text = '';
  let open = true;
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const look of waiting) look();
  };
  socket.on('data', (part: string) => {
    text += part;
    tell();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    open = false;
    tell();
  });
  const when = (isSo: () => boolean) =>
    new Promise<void>((done, failed) => {
      const look = () => {
        if (!isSo() && open) return;
        waiting.delete(look);
        if (isSo()) done();
        else failed(new Error(`the line was closed after: ${text}`));
      };
      waiting.add(look);
      look();
    });
  await new Promise<void>((ready, failed) => {
    socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', () => ready());
    socket.once('close', () => failed(new Error(`nobody answers at ${address}`)));
  });
  return {
    send: (bytes) => void socket.write(bytes, typeof bytes === 'string' ? 'latin1' : undefined),
    finish: () => void socket.end(),
    cut: () => void socket.destroy(),
    until: async (pattern) => {
      await when(() => pattern.test(text));
      return text;
    },
    closed: async () => {
      await when(() => !open);
      return text;
    },
  };
}

/** All that comes back for these bytes until the other side closes: it does for what is no HTTP, and where the request asks it to. */
export async function rawAnswer(address: string, bytes: string | Uint8Array): Promise<string> {
  const line = await rawLine(address);
  line.send(bytes);
  return line.closed();
}

/** The statuses of the answers in what came, in their order. */
export const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((each) => Number(each[1]));
