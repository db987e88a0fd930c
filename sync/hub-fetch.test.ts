import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { brokenNetwork } from '../test/broken-network.ts';
import type { BrokenNetwork, Weather } from '../test/broken-network.ts';
import { SyncError } from './failures.ts';
import type { SyncFailureKind } from './failures.ts';
import { makeTlsKey } from '../hub/tls/tls-key.ts';
import { hubFetch } from './hub-fetch.ts';
import { PinnedAgent } from './pinned-agent.ts';
import type { HubFetch } from './hub-fetch.ts';

interface Seen {
  readonly encoding: string | undefined;
  readonly authorization: string | undefined;
  readonly url: string;
  readonly body: string;
  readonly wire: number;
}

let server: https.Server;
let line: BrokenNetwork;
let agent: PinnedAgent | null = null;
const seen: Seen[] = [];
let answer: (response: http.ServerResponse) => void;

const json = (value: unknown) => (response: http.ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
};

beforeAll(async () => {
  const { certificate, key } = makeTlsKey();
  server = https.createServer({ cert: certificate, key }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      const encoding = request.headers['content-encoding'];
      seen.push({
        encoding,
        authorization: request.headers.authorization,
        url: request.url ?? '',
        body: (encoding === 'gzip' ? gunzipSync(raw) : raw).toString('utf8'),
        wire: raw.length,
      });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  line = await brokenNetwork((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await line.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
afterEach(() => {
  agent?.destroy();
  line.set({ kind: 'fine' });
  seen.length = 0;
});

function open(idleMs = 5_000, graceMs?: number): HubFetch {
  agent = new PinnedAgent({ trusts: () => true, idleMs, graceMs });
  return hubFetch({ credentials: { device: 'abc', secret: 'top' }, idleMs, graceMs, agent });
}

/** Does something each so many ms until the connection is closed. */
function each(response: http.ServerResponse, ms: number, work: () => unknown): void {
  const timer = setInterval(work, ms);
  response.on('close', () => clearInterval(timer));
}
const url = (path = '/x') => `https://127.0.0.1:${line.port}${path}`;

function dripRaw(response: http.ServerResponse, begin: string): void {
  response.socket?.write(begin);
  each(response, 30, () => response.socket?.write('a'));
}

function dripPacked(response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  const packed = gzipSync(JSON.stringify({ text: String(Math.PI).repeat(900) }), { level: 0 });
  let at = 0;
  each(response, 30, () => response.write(packed.subarray(at, (at += 1))));
}

async function kindOf(promise: Promise<unknown>): Promise<SyncFailureKind> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SyncError);
  return (error as SyncError).kind;
}

describe('the line to the hub', () => {
  it('sends credentials in a header and never in the address', async () => {
    answer = json({ ok: true });
    await open().fetch(url());
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('abc:top').toString('base64')}`);
    expect(seen[0]?.url).toBe('/x');
  });

  it('gzips a long body and leaves a short one', async () => {
    answer = json({ ok: true });
    const f = open();
    const long = JSON.stringify({ text: '便民'.repeat(2000) });
    await f.fetch(url(), { method: 'POST', body: '{}' });
    await f.fetch(url(), { method: 'POST', body: long });
    expect(seen.map((one) => one.encoding)).toEqual([undefined, 'gzip']);
    expect(seen[1]?.body).toBe(long);
    expect(seen[1]?.wire).toBeLessThan(long.length / 10);
  });

  it('unpacks a gzipped answer and counts the bytes that crossed the wire', async () => {
    const value = { text: '便民'.repeat(50_000) };
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(value)));
    };
    const f = open();
    expect(await (await f.fetch(url())).json()).toEqual(value);
    expect(f.bytes().received).toBeGreaterThan(100);
    expect(f.bytes().received).toBeLessThan(5000);
    expect(f.requests()).toBe(1);
  });

  it('keeps one connection for many requests and counts each byte once', async () => {
    answer = json({ ok: true });
    const f = open();
    const before = line.connections();
    await f.fetch(url());
    const one = f.bytes();
    await f.fetch(url());
    const two = f.bytes();
    await f.fetch(url());
    const three = f.bytes();
    expect(line.connections() - before).toBe(1);
    expect(three.sent - two.sent).toBe(two.sent - one.sent);
    expect(three.received - two.received).toBe(two.received - one.received);
  });

  const weathers: [string, Weather, SyncFailureKind][] = [
    ['a reset connection', { kind: 'refuse' }, 'stalled'],
    ['a half-open connection', { kind: 'half-open' }, 'stalled'],
    ['a handshake cut in the middle', { kind: 'cut', afterBytes: 10 }, 'stalled'],
    ['an answer cut in the middle', { kind: 'cut', afterBytes: 20_000 }, 'stalled'],
    ['garbage instead of TLS', { kind: 'garbage' }, 'unencrypted'],
    ['a login page in plain HTTP', { kind: 'portal' }, 'unencrypted'],
  ];
  for (const [name, weather, kind] of weathers) {
    it(`ends ${name} as ${kind}`, async () => {
      answer = json({ text: 'x'.repeat(200_000) });
      line.set(weather);
      const f = open(150);
      expect(await kindOf(f.fetch(url()))).toBe(kind);
      expect(f.lastFailure()?.kind).toBe(kind);
    });
  }

  it('takes a page where only JSON is spoken for a login page', async () => {
    answer = (response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<html><body>请登录上网</body></html>');
    };
    expect(await kindOf(open().fetch(url()))).toBe('portal');
  });

  it('waits for a slow line as long as bytes move', async () => {
    answer = (response) => {
      response.setHeader('content-type', 'application/json');
      const parts = ['{"a"', ':', '1', '}'];
      const next = () => {
        const part = parts.shift();
        if (part === undefined) response.end();
        else {
          response.write(part);
          setTimeout(next, 60);
        }
      };
      next();
    };
    const f = open(200);
    expect(await (await f.fetch(url())).json()).toEqual({ a: 1 });
  });

  it('waits for an answer as long as it needs on the slowest line', async () => {
    const text = JSON.stringify({ text: 'x'.repeat(600) });
    answer = (response) => {
      response.setHeader('content-type', 'application/json');
      let at = 0;
      each(response, 50, () => {
        response.write(text.slice(at, at + 20));
        at += 20;
        if (at >= text.length) response.end();
      });
    };
    // Twice as long as any request may take before its size counts, and far faster than the slowest line.
    expect(await (await open(5_000, 800).fetch(url())).json()).toEqual(JSON.parse(text));
  });

  const endless: [string, (response: http.ServerResponse) => void][] = [
    ['an answer', (response) => each(response, 30, () => response.write(' '))],
    ['a packed answer', (response) => dripPacked(response)],
    ['a head', (response) => dripRaw(response, 'HTTP/1.1 200 OK\r\nx-a: ')],
    ['words before the answer', (response) => each(response, 30, () => response.writeProcessing())],
    ['a redirect', (response) => each(response.writeHead(302), 30, () => response.write(' '))],
    ['a chunk', (response) => dripRaw(response, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;')],
  ];
  it.each(endless)('ends %s that comes byte by byte without an end', async (what, drip) => {
    answer = drip;
    const f = open(5_000, 400);
    expect(await kindOf(f.fetch(url()))).toBe(what === 'a redirect' ? 'portal' : 'stalled');
    expect(await kindOf(f.lines(url(), 'x/lines', Readable.from([gzipSync('{}')])))).toBe(
      what === 'a redirect' ? 'portal' : 'stalled',
    );
  });

  it('calls nobody listening offline', async () => {
    const f = open();
    expect(await kindOf(f.fetch('https://127.0.0.1:9/x'))).toBe('offline');
  });

  const statuses: [number, SyncFailureKind][] = [
    [302, 'portal'],
    [400, 'denied'],
    [401, 'refused'],
    [403, 'refused'],
    [408, 'stalled'],
    [413, 'too-large'],
    [429, 'later'],
    [500, 'trouble'],
    [503, 'trouble'],
    [511, 'portal'],
  ];
  for (const [status, kind] of statuses) {
    it(`takes status ${status} as ${kind}`, async () => {
      answer = (response) => {
        response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
        response.end('{"error":"no_luck"}');
      };
      expect(await kindOf(open().fetch(url()))).toBe(kind);
      expect(seen).toHaveLength(1);
    });
  }

  const codes: [number, string, SyncFailureKind][] = [
    [403, 'signature', 'denied'],
    [403, 'revoked', 'revoked'],
    [503, 'later', 'later'],
    [413, 'size', 'denied'],
    [503, 'stopping', 'later'],
  ];
  for (const [status, code, kind] of codes) {
    it(`takes status ${status} with the hub's code ${code} as ${kind}`, async () => {
      answer = (response) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: code }));
      };
      expect(await kindOf(open().fetch(url()))).toBe(kind);
    });
  }

  it('keeps when the hub asks to come again, and heeds no date', async () => {
    const asked = async (retryAfter: string) => {
      answer = (response) => {
        response.writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter });
        response.end('{"error":"later"}');
      };
      const error: unknown = await open()
        .fetch(url())
        .catch((thrown: unknown) => thrown);
      return (error as SyncError).retryAfterMs;
    };
    expect(await asked('7')).toBe(7_000);
    expect(await asked('Thu, 26 Nov 2026 08:00:00 GMT')).toBe(0);
    expect(await asked('-5')).toBe(0);
  });

  it('hands on the answers that belong to the protocol', async () => {
    answer = (response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"error":"not_found"}');
    };
    const f = open();
    expect((await f.fetch(url())).status).toBe(404);
    expect(f.lastFailure()).toBeNull();
  });

  it('never repeats the words of an answer, which might quote a record', async () => {
    answer = (response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"error":"bad","reason":"张三 431222199001011234"}');
    };
    const f = open();
    await kindOf(f.fetch(url()));
    expect(f.lastFailure()?.message).toBe('denied: status 400 bad');
  });
});
