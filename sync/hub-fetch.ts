/**
 * The only way from a site to its hub: a `fetch` over node:http(s) that PouchDB and our own calls share. It adds the
 * device's credentials (never in the URL), gzips bodies, counts the bytes that really crossed the wire, follows no
 * redirect, ends a connection on which nothing moves, and tells a captive portal from the hub.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { failureOfAnswer, failureOfSocket, SyncError } from './failures.ts';

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
}

/** The way to the hub as one user of it sees it (one replication, one question). */
export interface HubLine {
  /** As the platform's fetch, for JSON only. Rejects with SyncError when there is no answer of a hub. */
  fetch(url: string, init?: HubInit): Promise<Response>;
  /** The last failure that this `fetch` saw, which PouchDB may have put into other words. */
  lastFailure(): SyncError | null;
}

export interface HubFetch extends HubLine {
  /** A line of its own over the same connections, so that what fails here is not taken for another's failure. */
  line(): HubLine;
  /** Bytes on the wire since the start, headers included. */
  bytes(): { readonly sent: number; readonly received: number };
  requests(): number;
  /** Ends all connections; later calls fail. */
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
  const meter = byteMeter();
  const agents = {
    http: new http.Agent({ keepAlive: true, maxSockets: 4 }),
    https: new https.Agent({ keepAlive: true, maxSockets: 4 }),
  };
  const closed = new AbortController();
  let requests = 0;

  async function ask(url: string, init: HubInit): Promise<Response> {
    const target = new URL(url);
    const headers: Record<string, string> = { 'accept-encoding': 'gzip' };
    for (const [name, value] of init.headers ?? []) headers[name.toLowerCase()] = value;
    if (options.credentials) {
      const { device, secret } = options.credentials;
      headers.authorization = `Basic ${Buffer.from(`${device}:${secret}`).toString('base64')}`;
    }
    const body = await encode(init.body, headers);
    requests += 1;
    const answer = await exchange({
      target,
      method: init.method ?? 'GET',
      headers,
      body,
      agent: target.protocol === 'https:' ? agents.https : agents.http,
      idleMs: options.idleMs,
      signals: init.signal ? [init.signal, closed.signal] : [closed.signal],
      meter,
    });
    return await decode(answer);
  }

  function line(): HubLine {
    let failure: SyncError | null = null;
    return {
      async fetch(url, init = {}) {
        try {
          return await ask(url, init);
        } catch (error) {
          const known = failureOfSocket(error);
          // What we cut ourselves says nothing about the line.
          if (!closed.signal.aborted && !init.signal?.aborted) failure = known;
          throw known;
        }
      },
      lastFailure: () => failure,
    };
  }

  return {
    ...line(),
    line,
    bytes: () => meter.total(),
    requests: () => requests,
    close() {
      closed.abort();
      agents.http.destroy();
      agents.https.destroy();
    },
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
  if (kind !== null) throw new SyncError(kind, `status ${answer.status} ${code}`.trim(), code);
  const empty = answer.status === 204 || answer.status === 304;
  return new Response(empty ? null : new Uint8Array(body), {
    status: answer.status,
    headers: { 'content-type': type ?? '' },
  });
}

/** The hub's own error code (never its free text, which might quote a document). */
function codeOf(body: Buffer): string {
  try {
    const { error } = JSON.parse(body.toString('utf8')) as { error?: unknown };
    return typeof error === 'string' && /^[a-z0-9_-]{1,40}$/.test(error) ? error : '';
  } catch {
    return '';
  }
}

interface Exchange {
  readonly target: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
  readonly agent: http.Agent;
  readonly idleMs: number;
  readonly signals: readonly AbortSignal[];
  readonly meter: ByteMeter;
}

/** One request and its whole answer. Rejects when no byte moved for idleMs, which also ends half-open connections. */
function exchange(ask: Exchange): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = (ask.target.protocol === 'https:' ? https : http).request(ask.target, {
      method: ask.method,
      headers: { ...ask.headers, ...(ask.body ? { 'content-length': String(ask.body.length) } : {}) },
      agent: ask.agent,
      signal: AbortSignal.any([...ask.signals]),
    });
    let socket: Socket | null = null;
    let moved = -1;
    const watch = setInterval(() => {
      const now = socket ? socket.bytesRead + socket.bytesWritten - socket.writableLength : 0;
      if (now !== moved) moved = now;
      else request.destroy(new SyncError('stalled', `no byte for ${ask.idleMs} ms`));
    }, ask.idleMs);
    const settle = () => {
      clearInterval(watch);
      if (socket) ask.meter.read(socket);
    };
    const fail = (error: unknown) => {
      settle();
      reject(failureOfSocket(error));
    };
    request.on('socket', (given) => {
      socket = given;
      ask.meter.watch(given);
    });
    request.on('error', fail);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > LARGEST_ANSWER) request.destroy(new SyncError('not-a-hub', 'endless answer'));
        else parts.push(part);
      });
      response.on('error', fail);
      response.on('end', () => {
        settle();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      });
    });
    request.end(ask.body ?? undefined);
  });
}

interface ByteMeter {
  watch(socket: Socket): void;
  read(socket: Socket): void;
  total(): { readonly sent: number; readonly received: number };
}

/** Sums what sockets moved; a socket serves many requests, so only what is new since the last reading counts. */
function byteMeter(): ByteMeter {
  const seen = new WeakMap<Socket, { sent: number; received: number }>();
  const sum = { sent: 0, received: 0 };
  const read = (socket: Socket) => {
    const before = seen.get(socket) ?? { sent: 0, received: 0 };
    const now = { sent: socket.bytesWritten, received: socket.bytesRead };
    sum.sent += now.sent - before.sent;
    sum.received += now.received - before.received;
    seen.set(socket, now);
  };
  return {
    read,
    watch(socket) {
      if (seen.has(socket)) return;
      seen.set(socket, { sent: 0, received: 0 });
      socket.once('close', () => read(socket));
    },
    total: () => ({ ...sum }),
  };
}
