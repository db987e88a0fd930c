/** Answers as data, and how one goes out: JSON or bytes, gzip where it is accepted and pays, 304 where the client has it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface Answer {
  readonly status?: number;
  /** One of: a JSON value, bytes, or a writer that answers in its own time (feeds). */
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly stream?: (response: ServerResponse) => Promise<void>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly etag?: string;
}

const pack = promisify(gzip);

/** Under this a packet is a packet: packing only adds work. */
const GZIP_FROM_BYTES = 700;
/** A page of documents, mostly signatures and hashes: level 3 takes two thirds of the time of 6 for 3 % more bytes. */
const LARGE_BYTES = 65_536;
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

/** Does the client hold this very version (If-None-Match)? */
function isHeld(request: IncomingMessage, etag: string | undefined): boolean {
  const header = request.headers['if-none-match'];
  if (etag === undefined || header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => unquote(tag) === etag);
}

/** What a feed would be is known, its length is not. */
function headOf(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end();
}

/** So long what a refused client still sends is read and thrown away, in ms. */
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

/** Sends the answer; resolves when it is handed to the socket. HEAD gets the headers alone. */
export async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  response.setHeader('cache-control', 'must-revalidate');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const head = request.method === 'HEAD';
  if (answer.stream) return head ? headOf(response) : answer.stream(response);
  if (answer.etag !== undefined) response.setHeader('etag', answer.etag);
  if ((request.method === 'GET' || head) && isHeld(request, answer.etag)) {
    response.writeHead(304).end();
    return;
  }
  if (answer.bytes === undefined && !response.hasHeader('content-type'))
    response.setHeader('content-type', 'application/json');
  const plain = answer.bytes ?? Buffer.from(`${JSON.stringify(answer.json ?? null)}\n`);
  let body = plain;
  const type = String(response.getHeader('content-type') ?? '');
  if (plain.length >= GZIP_FROM_BYTES && PACKS_WELL.test(type)) {
    response.setHeader('vary', 'accept-encoding');
    if (accepts(request, 'gzip') && !response.hasHeader('content-range')) {
      body = await pack(plain, { level: plain.length >= LARGE_BYTES ? 3 : 6 });
      response.setHeader('content-encoding', 'gzip');
    }
  }
  response.setHeader('content-length', body.length);
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status ?? 200);
  await finish(request, response, head ? undefined : body);
}
