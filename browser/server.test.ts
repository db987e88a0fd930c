import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startLoopback } from './server.ts';
import type { LoopbackServer } from './server.ts';
import { createSessions, TOKEN_MS } from './session.ts';
import type { Sessions } from './session.ts';

let folder: string;
let server: LoopbackServer;
let sessions: Sessions;
let now = 0;
const calls: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bianmin-pages-'));
  await writeFile(path.join(folder, 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
  sessions = createSessions({ now: () => now });
  server = await startLoopback({
    pages: folder,
    sessions,
    call: (raw) => {
      calls.push(raw);
      return Promise.resolve({ ok: true, value: 'done' });
    },
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  calls.length = 0;
});

interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Bare HTTP, so that Host and Origin can be what a stranger sends. */
function ask(
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${server.origin}/`, { method, path: target, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
const own = (): Record<string, string> => ({ origin: server.origin, 'content-type': 'application/json' });
const signIn = async (): Promise<string> => {
  const got = await ask('POST', '/session', own(), JSON.stringify({ token: sessions.issueToken() }));
  return (JSON.parse(got.body) as { key: string }).key;
};

describe('the loopback server', () => {
  it('serves the page with a fresh nonce, a strict policy and no store', async () => {
    const [one, two] = await Promise.all([ask('GET', '/'), ask('GET', '/')]);
    const nonce = /nonce="([^"]+)"/.exec(one.body)?.[1] ?? '';
    expect(one.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(one.headers['cache-control']).toBe('no-store');
    expect(one.headers['set-cookie']).toBeUndefined();
    expect(one.headers['access-control-allow-origin']).toBeUndefined();
    expect(two.body).not.toBe(one.body);
  });

  it('lets a page with a key call the service', async () => {
    const key = await signIn();
    const got = await ask('POST', '/rpc', { ...own(), 'x-bianmin-key': key }, '{"method":"site.status","input":{}}');
    expect(JSON.parse(got.body)).toEqual({ ok: true, value: 'done' });
    expect(calls).toEqual([{ method: 'site.status', input: {} }]);
  });

  it('takes a token once', async () => {
    const token = sessions.issueToken();
    const body = JSON.stringify({ token });
    expect((await ask('POST', '/session', own(), body)).status).toBe(200);
    expect((await ask('POST', '/session', own(), body)).status).toBe(403);
  });

  it('takes no token after 30 seconds', async () => {
    const token = sessions.issueToken();
    now += TOKEN_MS;
    expect((await ask('POST', '/session', own(), JSON.stringify({ token }))).status).toBe(403);
  });

  it('answers a call without the key with needs-sign-in and runs nothing', async () => {
    const got = await ask('POST', '/rpc', own(), '{}');
    expect([got.status, JSON.parse(got.body)]).toMatchObject([401, { ok: false, code: 'needs-sign-in' }]);
    expect(calls).toEqual([]);
  });

  it('refuses another Host, another Origin, no Origin, another site and another type', async () => {
    const key = await signIn();
    const good: Record<string, string> = { ...own(), 'x-bianmin-key': key };
    const { origin: _, ...withoutOrigin } = good;
    const strangers: Record<string, string>[] = [
      { ...good, host: 'evil.example' },
      { ...good, host: `localhost:${new URL(server.origin).port}` },
      { ...good, origin: 'http://evil.example' },
      { ...good, origin: 'null' },
      { ...good, 'sec-fetch-site': 'cross-site' },
      { ...good, 'content-type': 'text/plain' },
      withoutOrigin,
    ];
    const got = await Promise.all(strangers.map((headers) => ask('POST', '/rpc', headers, '{"method":"x"}')));
    expect(got.map((one) => one.status)).toEqual([421, 421, 403, 403, 403, 415, 403]);
    expect(calls).toEqual([]);
  });

  it('knows no other method and no other address', async () => {
    const got = await Promise.all([
      ask('PUT', '/rpc', own()),
      ask('OPTIONS', '/rpc', own()),
      ask('POST', '/elsewhere', own()),
      ask('GET', '/../package.json'),
      ask('GET', '/rpc'),
    ]);
    expect(got.map((one) => one.status)).toEqual([405, 405, 404, 404, 404]);
  });

  it('refuses a body that is too large', async () => {
    const key = await signIn();
    const got = await ask('POST', '/rpc', { ...own(), 'x-bianmin-key': key }, Buffer.alloc(31 * 1024 * 1024, 32)).catch(
      () => null,
    );
    if (got) expect(got.status).toBe(413);
    expect(calls).toEqual([]);
  });

  it('meets any body with a Chinese error or an answer of the service, never with silence', async () => {
    const key = await signIn();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const got = await ask('POST', '/rpc', { ...own(), 'x-bianmin-key': key }, Buffer.from(bytes));
        expect(JSON.parse(got.body)).toHaveProperty('ok');
      }),
      { numRuns: 60 },
    );
  });
});
