/**
 * The only way from a site to its hub: a `fetch` over TLS that PouchDB and our own calls share. It speaks to the pinned key alone,
 * adds the device's credentials (never in the URL), gzips bodies, counts the bytes that really crossed the wire, follows no
 * redirect, ends a request that takes too long, and tells a captive portal from the hub.
 */
import type http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { readAnswer, type WholeAnswer } from './answers.ts';
import { failureOfSocket, hasEnded, SyncError } from './failures.ts';
import { type Patience, watchTime } from './patience.ts';
import type { PinnedAgent, WireBytes } from './pinned-agent.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Below this a gzip header costs more than it saves. */
const GZIP_FROM_BYTES = 600;
/** No answer of the hub is larger; what is, is not the hub's (or would fill the memory of a 4 GB machine). */
const LARGEST_ANSWER = 128 * 1024 * 1024;
/** The most that is read of a refusal: the hub's words are short, a proxy's page is not needed. */
const LARGEST_REFUSAL = 64 * 1024;

export interface HubFetchOptions extends Patience {
  readonly credentials: { readonly device: string; readonly secret: string } | null;
  /** Its connections are used; the caller closes them. */
  readonly agent: PinnedAgent;
}

/** The way to the hub as one user of it sees it (one replication, one question). */
export interface HubLine {
  /** As the platform's fetch, for JSON only. Rejects with SyncError when it is none of a hub. */
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

export function hubFetch(options: HubFetchOptions): HubFetch {
  const { agent } = options;
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
      patience: options,
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
    const { response, read } = await send(url, init, headers, body);
    const status = response.statusCode ?? 0;
    const { text, value } = readAnswer(await whole(response, read));
    const answer = new Response(text, { status, headers: { 'content-type': 'application/json' } });
    // Parsed once, and within bounds: `json()` answers what was parsed.
    return Object.assign(answer, { json: () => Promise.resolve(value) });
  }

  async function askLines(url: string, type: string, body: Readable): Promise<AsyncIterable<Buffer> | null> {
    const headers = { 'content-type': type, 'content-encoding': 'gzip' };
    const { response, read } = await send(url, { method: 'POST' }, headers, body);
    const { 'content-type': given, 'content-encoding': encoding } = response.headers;
    if (response.statusCode === 200 && given === type && encoding === 'gzip') return read;
    readAnswer(await whole(response, read));
    if (response.statusCode === 404) return null;
    throw new SyncError('not-a-hub', `status ${response.statusCode ?? 0}`);
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

interface Exchange {
  readonly target: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Readable | null;
  readonly agent: https.Agent;
  readonly patience: Patience;
  readonly signals: readonly AbortSignal[];
}

interface Begun {
  readonly response: http.IncomingMessage;
  /** The body as it comes, to be read once. */
  readonly read: AsyncIterable<Buffer>;
}

/**
 * One request, up to the head of its answer. Rejects when it takes too long, which also ends half-open connections. Null when a
 * held connection turned out to have ended: nothing came back, and nothing of ours does harm when it is said twice.
 */
function begin(ask: Exchange): Promise<Begun | null> {
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
    let [sentBefore, received] = [0, 0];
    let isAnswered = false;
    const sentOn = (given: Socket) => given.bytesWritten - given.writableLength;
    const progress = () => ({
      moved: socket ? socket.bytesRead + sentOn(socket) : 0,
      carried: socket ? sentOn(socket) - sentBefore + received : 0,
    });
    const stop = watchTime(ask.patience, progress, (why) => request.destroy(new SyncError('stalled', why)));
    request.on('close', stop);
    request.on('socket', (given) => {
      socket = given;
      sentBefore = sentOn(given);
    });
    // A stream is read once.
    const isRepeatable = body === null || Buffer.isBuffer(body);
    request.on('error', (error) => {
      if (request.reusedSocket && isRepeatable && !isAnswered && hasEnded(error)) resolve(null);
      else reject(failureOfSocket(error));
    });
    async function* read(response: http.IncomingMessage): AsyncGenerator<Buffer> {
      for await (const part of response as AsyncIterable<Buffer>) {
        received += part.length;
        yield part;
      }
    }
    request.on('response', (response) => {
      isAnswered = true;
      resolve({ response, read: read(response) });
    });
    // What fails while it is sent is told by the request.
    if (isRepeatable) request.end(body ?? undefined);
    else pipeline(body, request, () => undefined);
  });
}

/** The rest of an answer, unpacked. What says no says it by its status, so its body may be cut, spoilt or endless. */
async function whole(response: http.IncomingMessage, read: AsyncIterable<Buffer>): Promise<WholeAnswer> {
  const { statusCode: status = 0, headers } = response;
  const answer = { status, type: headers['content-type'] ?? null, retryAfter: headers['retry-after'] };
  const isFine = status >= 200 && status < 300;
  try {
    const packed = await gather(read, isFine ? LARGEST_ANSWER : LARGEST_REFUSAL);
    return { ...answer, body: await unpacked(packed, headers['content-encoding'], isFine) };
  } catch (error) {
    if (isFine) throw error;
    return { ...answer, body: null };
  }
}

async function gather(read: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of read) {
    size += part.length;
    if (size > most) throw new SyncError('oversized', 'endless answer');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function unpacked(body: Buffer, encoding = 'identity', isFine: boolean): Promise<Buffer> {
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new SyncError('not-a-hub', 'encoding');
  return await unzip(body, { maxOutputLength: isFine ? LARGEST_ANSWER : LARGEST_REFUSAL });
}
