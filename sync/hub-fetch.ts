/**
 * The only way from a site to its hub: a `fetch` over TLS that PouchDB and our own calls share. It speaks to the pinned key alone,
 * adds the device's credentials (never in the URL), gzips bodies, counts the bytes that really crossed the wire, follows no
 * redirect, ends a connection on which nothing moves, and tells a captive portal from the hub.
 */
import { BOUNDS } from '../shared/outside/bounds.ts';
import { readJson } from '../shared/outside/json.ts';
import type http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { failureOfAnswer, failureOfSocket, hasEnded, SyncError } from './failures.ts';
import type { PinnedAgent, WireBytes } from './pinned-agent.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Below this a gzip header costs more than it saves. */
const GZIP_FROM_BYTES = 600;
/** No answer of the hub is larger; what is, is not the hub's (or would fill the memory of a 4 GB machine). */
const LARGEST_ANSWER = 128 * 1024 * 1024;

export interface HubFetchOptions {
  readonly credentials: { readonly device: string; readonly secret: string } | null;
  /** A connection on which no byte moved for so long is given up. */
  readonly idleMs: number;
  /** Whose connections are used, and who closes them. */
  readonly agent: PinnedAgent;
}

/** The way to the hub as one user of it sees it (one replication, one question). */
export interface HubLine {
  /** As the platform's fetch, for JSON only. Rejects with SyncError when there is no answer of a hub. */
  fetch(url: string, init?: HubInit): Promise<Response>;
  /**
   * Sends lines that are packed already, and answers with the hub's, packed as they come; null where the hub has no such path. Rejects as
   * `fetch` does; what fails on the way is thrown by the reading.
   */
  lines(url: string, type: string, body: Readable): Promise<AsyncIterable<Buffer> | null>;
  /** The last failure that this `fetch` saw, which PouchDB may have put into other words. */
  lastFailure(): SyncError | null;
}

export interface HubFetch extends HubLine {
  /** A line of its own over the same connections, so that what fails here is not taken for another's failure. */
  line(): HubLine;
  /** Bytes on the wire since the start, headers and handshakes included. */
  bytes(): WireBytes;
  requests(): number;
  /** Ends what runs; later calls fail. */
  close(): void;
}

interface HubInit {
  readonly method?: string;
  readonly headers?: Iterable<readonly [string, string]>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
}

interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export function hubFetch(options: HubFetchOptions): HubFetch {
  const { agent, idleMs } = options;
  const before = agent.bytes();
  const closed = new AbortController();
  let requests = 0;

  async function send(url: string, init: HubInit, headers: Record<string, string>, body: Buffer | Readable | null) {
    const target = new URL(url);
    headers['accept-encoding'] = 'gzip';
    if (options.credentials) {
      const { device, secret } = options.credentials;
      headers.authorization = `Basic ${Buffer.from(`${device}:${secret}`).toString('base64')}`;
    }
    requests += 1;
    const question = {
      target,
      method: init.method ?? 'GET',
      headers,
      body,
      agent,
      idleMs,
      signals: init.signal ? [init.signal, closed.signal] : [closed.signal],
    };
    let response = await begin(question);
    while (response === null) response = await begin(question);
    return response;
  }

  async function ask(url: string, init: HubInit): Promise<Response> {
    const headers: Record<string, string> = {};
    for (const [name, value] of init.headers ?? []) headers[name.toLowerCase()] = value;
    const body = await encode(init.body, headers);
    return await decode(await whole(await send(url, init, headers, body)));
  }

  async function askLines(url: string, type: string, body: Readable): Promise<AsyncIterable<Buffer> | null> {
    const headers = { 'content-type': type, 'content-encoding': 'gzip' };
    const response = await send(url, { method: 'POST' }, headers, body);
    const { 'content-type': given, 'content-encoding': encoding } = response.headers;
    if (response.statusCode === 200 && given === type && encoding === 'gzip') return response;
    const { status } = await decode(await whole(response));
    if (status === 404) return null;
    throw new SyncError('not-a-hub', `status ${status}`);
  }

  function line(): HubLine {
    let failure: SyncError | null = null;
    const noting = async <T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        const known = failureOfSocket(error);
        // What we cut ourselves says nothing about the line.
        if (!closed.signal.aborted && !signal?.aborted) failure = known;
        throw known;
      }
    };
    return {
      fetch: (url, init = {}) => noting(ask(url, init), init.signal),
      lines: (url, type, body) => noting(askLines(url, type, body)),
      lastFailure: () => failure,
    };
  }

  return {
    ...line(),
    line,
    bytes() {
      const { sent, received } = agent.bytes();
      return { sent: sent - before.sent, received: received - before.received };
    },
    requests: () => requests,
    close: () => closed.abort(),
  };
}

async function encode(body: unknown, headers: Record<string, string>): Promise<Buffer | null> {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'string') throw new SyncError('local-store', 'only text is sent to the hub');
  headers['content-type'] ??= 'application/json';
  const plain = Buffer.from(body);
  if (plain.length < GZIP_FROM_BYTES) return plain;
  headers['content-encoding'] = 'gzip';
  return await zip(plain);
}

async function decode(answer: RawAnswer): Promise<Response> {
  const type = answer.headers['content-type'] ?? null;
  const body =
    answer.headers['content-encoding'] === 'gzip'
      ? await unzip(answer.body, { maxOutputLength: LARGEST_ANSWER })
      : answer.body;
  const code = answer.status < 300 ? '' : codeOf(body);
  const kind = failureOfAnswer(answer.status, type, code);
  if (kind !== null)
    throw new SyncError(kind, `status ${answer.status} ${code}`.trim(), code, retryAfterMs(answer.headers));
  const empty = answer.status === 204 || answer.status === 304;
  return new Response(empty ? null : new Uint8Array(body), {
    status: answer.status,
    headers: { 'content-type': type ?? '' },
  });
}

/** What `Retry-After` asks for in seconds; a date, which hangs on two clocks, is not heeded. */
function retryAfterMs(headers: http.IncomingHttpHeaders): number {
  const seconds = /^\d{1,4}$/.exec(headers['retry-after'] ?? '')?.[0];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}

/** The hub's own error code (never its free text, which might quote a document). */
function codeOf(body: Buffer): string {
  try {
    const { error } = readJson(body.toString('utf8'), BOUNDS.small) as { error?: unknown };
    return typeof error === 'string' && /^[a-z0-9_-]{1,40}$/.test(error) ? error : '';
  } catch {
    return '';
  }
}

interface Exchange {
  readonly target: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Readable | null;
  readonly agent: https.Agent;
  readonly idleMs: number;
  readonly signals: readonly AbortSignal[];
}

/**
 * One request, up to the head of its answer. Rejects when no byte moved for idleMs, which also ends half-open connections. Null when a
 * held connection turned out to have ended: nothing came back, and nothing of ours does harm when it is said twice.
 */
function begin(ask: Exchange): Promise<http.IncomingMessage | null> {
  return new Promise((resolve, reject) => {
    const { body } = ask;
    const length = Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {};
    const request = https.request(ask.target, {
      method: ask.method,
      headers: { ...ask.headers, ...length },
      agent: ask.agent,
      signal: AbortSignal.any([...ask.signals]),
    });
    let socket: Socket | null = null;
    let moved = -1;
    let isAnswered = false;
    const watch = setInterval(() => {
      const now = socket ? socket.bytesRead + socket.bytesWritten - socket.writableLength : 0;
      if (now !== moved) moved = now;
      else request.destroy(new SyncError('stalled', `no byte for ${ask.idleMs} ms`));
    }, ask.idleMs);
    request.on('close', () => clearInterval(watch));
    request.on('socket', (given) => {
      socket = given;
    });
    // A stream is read once.
    const isRepeatable = body === null || Buffer.isBuffer(body);
    request.on('error', (error) => {
      if (request.reusedSocket && isRepeatable && !isAnswered && hasEnded(error)) resolve(null);
      else reject(failureOfSocket(error));
    });
    request.on('response', (response) => {
      isAnswered = true;
      resolve(response);
    });
    // What fails while it is sent is told by the request.
    if (isRepeatable) request.end(body ?? undefined);
    else pipeline(body, request, () => undefined);
  });
}

/** The rest of an answer. */
async function whole(response: http.IncomingMessage): Promise<RawAnswer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new SyncError('not-a-hub', 'endless answer');
    parts.push(part);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) };
}
