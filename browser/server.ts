/** The loopback server of the browser host: our pages, one way in for a token, one way in for calls. Nothing else is answered. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from '../shared/api/contract.ts';
import { ERROR_TEXTS } from '../shared/api/errors.ts';
import type { ErrorCode } from '../shared/api/errors.ts';
import { BOUNDS } from '../shared/outside/bounds.ts';
import { type JsonBounds, JsonError } from '../shared/outside/json.ts';
import { readJsonBytes } from '../store/file/json-bytes.ts';
import { newNonce, pageHeaders } from '../pages/csp.ts';
import { pageFile } from '../pages/page-files.ts';
import type { Sessions } from './session.ts';

/** A workbook of 20 MB in base64 (shared/api/client.ts) and the JSON around it. */
const MAX_BODY = 30 * 1024 * 1024;
/** A page without a key brings a token of 43 characters. */
const MAX_TOKEN_BODY = 1024;
const KEY_HEADER = 'x-bianmin-key';

export interface LoopbackOptions {
  readonly pages: string;
  readonly sessions: Sessions;
  readonly call: (raw: unknown) => Promise<Answer<unknown>>;
}

export interface LoopbackServer {
  readonly origin: string;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const json = (status: number, value: unknown): Reply => ({ status, type: JSON_TYPE, body: JSON.stringify(value) });
const refusal = (status: number, code: ErrorCode): Reply =>
  json(status, { ok: false, code, message: ERROR_TEXTS[code] });

export async function startLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  let origin = '';

  /** The checks that a page of another site, or a name that was made to point here, fails. */
  function strangerReply(request: http.IncomingMessage): Reply | null {
    const { host, origin: from } = request.headers;
    if (host !== origin.slice('http://'.length)) return refusal(421, 'not-allowed');
    if (from !== undefined && from !== origin) return refusal(403, 'not-allowed');
    if (request.method !== 'POST') return null;
    const site = request.headers['sec-fetch-site'];
    if (from === undefined || (site !== undefined && site !== 'same-origin')) return refusal(403, 'not-allowed');
    return request.headers['content-type']?.startsWith('application/json') ? null : refusal(415, 'bad-input');
  }

  async function reply(request: http.IncomingMessage, nonce: string): Promise<Reply> {
    const stranger = strangerReply(request);
    if (stranger) return stranger;
    if (request.method === 'GET') return await page(request.url ?? '', nonce);
    if (request.method !== 'POST') return refusal(405, 'unknown-method');
    if (request.url === '/session') return await session(request);
    if (request.url === '/rpc') return await rpc(request);
    return refusal(404, 'not-found');
  }

  async function answer(request: http.IncomingMessage, nonce: string): Promise<Reply> {
    try {
      return await reply(request, nonce);
    } catch (error) {
      return error === TOO_LARGE ? refusal(413, 'too-large') : refusal(500, 'internal');
    }
  }

  async function page(url: string, nonce: string): Promise<Reply> {
    const file = await pageFile(options.pages, url.split('?', 1)[0] ?? '', nonce);
    return file ? { status: 200, ...file } : refusal(404, 'not-found');
  }

  async function session(request: http.IncomingMessage): Promise<Reply> {
    const body = (await readBody(request, MAX_TOKEN_BODY, BOUNDS.small)) as { token?: unknown } | null | undefined;
    const key = options.sessions.exchange(body?.token);
    return key === null ? refusal(403, 'needs-sign-in') : json(200, { key });
  }

  async function rpc(request: http.IncomingMessage): Promise<Reply> {
    // Before the body is read: a stranger costs us a line of text.
    if (!options.sessions.isKey(request.headers[KEY_HEADER])) return refusal(401, 'needs-sign-in');
    const call = await readBody(request, MAX_BODY, BOUNDS.large);
    if (call === undefined) return refusal(400, 'bad-input');
    return json(200, await options.call(call));
  }

  const server = http.createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    const nonce = newNonce();
    void answer(request, nonce).then((made) => {
      response.writeHead(made.status, { ...pageHeaders(nonce), 'content-type': made.type });
      return response.end(made.body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TOO_LARGE = new Error('body too large');

/** The body's JSON; undefined when it is none. Rejects with TOO_LARGE, before the rest is read. */
async function readBody(request: http.IncomingMessage, maxBytes: number, bounds: JsonBounds): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw TOO_LARGE;
    parts.push(part);
  }
  try {
    return readJsonBytes(Buffer.concat(parts), bounds);
  } catch (error) {
    if (error instanceof JsonError && error.fault !== 'syntax') throw TOO_LARGE;
    return undefined;
  }
}
