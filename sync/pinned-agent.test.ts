import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { makeTlsKey, pinOfTlsKey, type TlsKey } from '../hub/tls/tls-key.ts';
import { OWN_CERTIFICATES, tlsFixture } from '../test/hub/tls-fixtures.ts';
import type { SyncError } from './failures.ts';
import { hubFetch } from './hub-fetch.ts';
import { PinnedAgent } from './pinned-agent.ts';

/** What answers at the address: a server that keeps every byte it is sent inside TLS, and answers each request. */
interface Listener {
  readonly url: string;
  readonly heard: Buffer[];
  /** Connections that came and have ended. */
  ended(): number;
  close(): void;
}

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function at(server: net.Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `https://127.0.0.1:${(server.address() as net.AddressInfo).port}/x`;
}

async function listenWith({ certificate, key }: TlsKey, options: tls.TlsOptions = {}): Promise<Listener> {
  const heard: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  let ended = 0;
  const server = tls.createServer({ cert: certificate, key, ...options }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      heard.push(part);
      socket.write(ANSWER);
    });
  });
  server.on('connection', (wire: net.Socket) => wire.once('close', () => (ended += 1)));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const listener = { url: await at(server), heard, ended: () => ended, close };
  open.push(listener);
  return listener;
}

function way(trusted: (pin: string) => boolean, idleMs = 2_000) {
  const agent = new PinnedAgent({ trusts: trusted, idleMs });
  open.push({ close: () => agent.destroy() });
  return { agent, hub: hubFetch({ credentials: { device: 'abc', secret: 'top-secret' }, idleMs, agent }) };
}

const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error as SyncError).kind,
  );
const knows = (key: TlsKey) => (pin: string) => pin === pinOfTlsKey(key);

describe('the key that answers', () => {
  it('gets the request when it is the pinned one, and not a byte of it when it is another', async () => {
    const [ours, theirs] = [makeTlsKey(), makeTlsKey()];
    const [hub, stranger] = [await listenWith(ours), await listenWith(theirs)];
    const body = JSON.stringify({ name: '赵测试' });
    expect(await kindOf(way(knows(ours)).hub.fetch(hub.url, { method: 'POST', body }))).toBe('answered');
    const refused = way(knows(ours)).hub;
    expect(await kindOf(refused.fetch(stranger.url, { method: 'POST', body }))).toBe('wrong-key');
    expect(refused.lastFailure()?.message).not.toMatch(/top-secret|赵测试|abc/);
    await expect.poll(stranger.ended).toBe(1);
    expect(stranger.heard).toEqual([]);
    expect(Buffer.concat(hub.heard).toString()).toContain('POST /x HTTP/1.1');
  });

  it.each(OWN_CERTIFICATES)('may have any name, any date and no authority: %s', async (name) => {
    const key = tlsFixture(name);
    const hub = await listenWith(key);
    expect(await kindOf(way(knows(key)).hub.fetch(hub.url))).toBe('answered');
    expect(await kindOf(way(knows(makeTlsKey())).hub.fetch(hub.url))).toBe('wrong-key');
  });

  it('is asked for at every new connection, also where a session could be resumed', async () => {
    const key = makeTlsKey();
    const hub = await listenWith(key);
    const asked: string[] = [];
    let trusted = true;
    const { agent, hub: site } = way((pin) => asked.push(pin) > 0 && trusted);
    await site.fetch(hub.url);
    await site.fetch(hub.url);
    expect(asked).toEqual([pinOfTlsKey(key)]);
    agent.destroy();
    trusted = false;
    expect(await kindOf(site.fetch(hub.url))).toBe('wrong-key');
    expect(asked).toHaveLength(2);
  });

  it('is not looked for under TLS older than 1.2', async () => {
    const key = makeTlsKey();
    const old = await listenWith(key, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await kindOf(way(knows(key)).hub.fetch(old.url))).toBe('unencrypted');
    expect(old.heard).toEqual([]);
  });
});

describe('what is no hub at the address', () => {
  it.each([
    ['a login page in plain HTTP', 'HTTP/1.1 302 Found\r\nlocation: http://login/\r\n\r\n'],
    ['a web page in plain HTTP', 'HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\n\r\n<html></html>'],
    ['garbage', '\u0000\u0001\u0002\r\n\r\n'],
  ])('%s is told from TLS, and is sent nothing of ours', async (_name, answer) => {
    const heard: Buffer[] = [];
    const server = net.createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (part: Buffer) => {
        heard.push(part);
        socket.end(answer);
      });
    });
    open.push(server);
    const url = await at(server);
    expect(await kindOf(way(() => true).hub.fetch(url, { method: 'POST', body: '{"name":"赵测试"}' }))).toBe(
      'unencrypted',
    );
    const sent = Buffer.concat(heard);
    // A TLS handshake record, and nothing that a request is made of.
    expect(sent[0]).toBe(22);
    expect(sent.toString('latin1')).not.toMatch(/HTTP|POST|Basic/);
    expect(sent.toString('utf8')).not.toContain('赵测试');
  });

  it('that says nothing is given up, and its connection with it', async () => {
    let ended = false;
    const server = net.createServer((socket) => {
      socket.resume();
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (ended = true));
    });
    open.push(server);
    const url = await at(server);
    expect(await kindOf(way(() => true, 100).hub.fetch(url))).toBe('stalled');
    await expect.poll(() => ended).toBe(true);
  });
});

describe('connections', () => {
  it('are held between runs, and one that ended meanwhile is replaced without a word', async () => {
    const key = makeTlsKey();
    const sockets: net.Socket[] = [];
    const server = tls.createServer({ cert: key.certificate, key: key.key }, (socket) => {
      sockets.push(socket);
      socket.on('error', () => socket.destroy());
      socket.on('data', () => {
        // The first connection takes its second request and ends, as a router does that has forgotten it.
        if (sockets.length === 1 && socket.bytesWritten > 0) socket.destroy();
        else socket.write(ANSWER);
      });
    });
    open.push({
      close: () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    const url = await at(server);
    const { agent } = way(knows(key));
    const run = () => hubFetch({ credentials: null, idleMs: 2_000, agent });
    const first = run();
    await first.fetch(url);
    first.close();
    const second = run();
    expect(await kindOf(second.fetch(url))).toBe('answered');
    expect(sockets).toHaveLength(2);
    expect(second.lastFailure()).toBeNull();
  });

  it('are not asked twice when the answer had begun', async () => {
    const key = makeTlsKey();
    let requests = 0;
    const server = tls.createServer({ cert: key.certificate, key: key.key }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', () => {
        requests += 1;
        if (requests === 1) socket.write(ANSWER);
        else socket.end(ANSWER.replace('length: 2', 'length: 200'));
      });
    });
    open.push(server);
    const url = await at(server);
    const { hub } = way(knows(key));
    await hub.fetch(url);
    expect(await kindOf(hub.fetch(url))).toBe('stalled');
    expect(requests).toBe(2);
  });

  it('gives up a handshake that comes byte by byte without an end', async () => {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      // A record that claims to be long, and is never whole.
      socket.write(Buffer.from([22, 3, 3, 64, 0, 2]));
      const timer = setInterval(() => socket.write(Buffer.from([0])), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const url = await at(server);
    const agent = new PinnedAgent({ trusts: () => true, idleMs: 5_000, graceMs: 300 });
    open.push({
      close() {
        agent.destroy();
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    const hub = hubFetch({ credentials: null, idleMs: 5_000, graceMs: 60_000, agent });
    expect(await kindOf(hub.fetch(url))).toBe('stalled');
  });
});
