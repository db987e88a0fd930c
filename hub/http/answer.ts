/** Answers as data, and how one goes out: JSON or bytes, gzip where it is accepted and pays, 304 where the client has it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';

export interface Answer {
  readonly status?: number;
  /** One of: a JSON value, bytes, pieces that are made as the client takes them, or a writer that answers in its own time (feeds). */
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly pieces?: AsyncGenerator<Buffer | string>;
  /** The pieces are made before the first goes out, so that their maker can still refuse; he bounds them. */
  readonly whole?: boolean;
  readonly stream?: (response: ServerResponse) => Promise<void>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly etag?: string;
}

const pack = promisify(gzip);

/** Under this a packet is a packet: packing only adds work. */
const GZIP_FROM_BYTES = 700;
/** A page of documents, mostly signatures and hashes: level 3 takes two thirds of the time of 6 for 3 % more bytes. */
const LARGE_BYTES = 65_536;
const [LEVEL, LARGE_LEVEL] = [6, 3];
/** What a picture or an archive would not shrink by. */
const PACKS_WELL = /json|text|xml|javascript|multipart|svg/;

function accepts(request: IncomingMessage, coding: string): boolean {
  const header = request.headers['accept-encoding'];
  if (typeof header !== 'string') return false;
  return header
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(';'))
    .some(([name, ...rest]) => name === coding && !rest.some((each) => /^\s*q=0(\.0+)?\s*$/.test(each)));
}

const unquote = (tag: string) => tag.trim().replace(/^W\//, '');

/** Returns whether the client holds this very version (If-None-Match). */
function isHeld(request: IncomingMessage, etag: string | undefined): boolean {
  const header = request.headers['if-none-match'];
  if (etag === undefined || header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => unquote(tag) === etag);
}

/** What a feed would be is known, its length is not. */
function headOf(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end();
}

/** How long the rest of a refused request is read and thrown away, in ms. */
export const LINGER_MS = 2000;

/** Closed at once, the connection would be reset under a client that still sends, before it has read why it was refused. */
async function readOff(request: IncomingMessage): Promise<void> {
  request.resume();
  await new Promise<void>((done) => {
    const late = setTimeout(done, LINGER_MS);
    for (const end of ['end', 'close', 'error'] as const) request.once(end, () => done());
    request.once('close', () => clearTimeout(late));
  });
}

/** The last of an answer. A connection whose request was not read to its end carries no other one. */
export async function finish(
  request: IncomingMessage,
  response: ServerResponse,
  body?: Buffer | string,
): Promise<void> {
  if (!request.complete && body !== undefined) {
    response.write(body);
    await readOff(request);
    response.end();
  } else response.end(body);
}

/** The first of the pieces; `isAll`: there are no more. */
async function begin({ pieces, whole = false }: Answer) {
  if (pieces === undefined) return undefined;
  const most = whole ? Number.POSITIVE_INFINITY : LARGE_BYTES;
  const parts: Buffer[] = [];
  for (let size = 0; size < most;) {
    const { done, value } = await pieces.next();
    if (done) return { first: Buffer.concat(parts), isAll: true };
    const part = Buffer.from(value);
    parts.push(part);
    size += part.length;
  }
  return { first: Buffer.concat(parts), isAll: false };
}

/** Of unknown length: packed and sent as it is made. A failure on the way ends the connection, as what has gone out cannot be taken back. */
async function sendOn(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, pieces }: Answer,
  first: Buffer,
): Promise<void> {
  const all = async function* () {
    yield first;
    yield* pieces ?? [];
  };
  response.setHeader('vary', 'accept-encoding');
  const packs = accepts(request, 'gzip');
  if (packs) response.setHeader('content-encoding', 'gzip');
  response.writeHead(status);
  if (packs) await pipeline(all, createGzip({ level: LARGE_LEVEL }), response);
  else await pipeline(all, response);
}

/** Sends the answer; resolves when it is handed to the socket. HEAD gets the headers alone. */
export async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const head = request.method === 'HEAD';
  // Before a header is set: the first pieces may yet be refused.
  const begun = head ? undefined : await begin(answer);
  response.setHeader('cache-control', 'must-revalidate');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (head && (answer.stream ?? answer.pieces)) return headOf(response);
  if (answer.stream) return answer.stream(response);
  if (answer.etag !== undefined) response.setHeader('etag', answer.etag);
  if ((request.method === 'GET' || head) && isHeld(request, answer.etag)) {
    response.writeHead(304).end();
    return;
  }
  const bytes = begun?.first ?? answer.bytes;
  if ((bytes === undefined || begun) && !response.hasHeader('content-type'))
    response.setHeader('content-type', 'application/json');
  if (begun?.isAll === false) return sendOn(request, response, answer, begun.first);
  const plain = bytes ?? Buffer.from(`${JSON.stringify(answer.json ?? null)}\n`);
  let body = plain;
  const type = String(response.getHeader('content-type') ?? '');
  if (plain.length >= GZIP_FROM_BYTES && PACKS_WELL.test(type)) {
    response.setHeader('vary', 'accept-encoding');
    if (accepts(request, 'gzip') && !response.hasHeader('content-range')) {
      body = await pack(plain, { level: plain.length >= LARGE_BYTES ? LARGE_LEVEL : LEVEL });
      response.setHeader('content-encoding', 'gzip');
    }
  }
  response.setHeader('content-length', body.length);
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status ?? 200);
  await finish(request, response, head ? undefined : body);
}
