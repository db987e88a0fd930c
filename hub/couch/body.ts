/** Reads the body of a request within limits: plain or gzip, never more than allowed in memory, never a bomb unpacked. */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { couchError } from './errors.ts';

export interface BodyLimits {
  /** Bytes after unpacking. */
  readonly maxBytes: number;
  /** Unpacked ÷ packed bytes. JSON of events packs about 1:6; texts made to explode reach 1:1000. */
  readonly maxRatio: number;
}

/** Below this the ratio says nothing: a few repeated rows pack well. */
const RATIO_COUNTS_FROM = 1_048_576;

function contentLength(request: IncomingMessage): number {
  const text = request.headers['content-length'];
  return text === undefined ? 0 : Number(text);
}

async function collect(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed when it is too much: the rest is read off, and the socket has an answer to carry.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.maxBytes) throw couchError('tooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Unpacks gzip. Throws CouchError 413 (too large or a bomb), 400 (not gzip). */
export async function unpack(packed: Buffer, limits: BodyLimits): Promise<Buffer> {
  const gunzip = createGunzip();
  const chunks: Buffer[] = [];
  let size = 0;
  gunzip.end(packed);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limits.maxBytes) throw couchError('tooLarge');
      if (size > RATIO_COUNTS_FROM && size > packed.length * limits.maxRatio) throw couchError('tooLarge');
      chunks.push(chunk);
    }
  } catch (failure) {
    throw (failure as { code?: string }).code?.startsWith('Z_') ? couchError('badGzip') : failure;
  } finally {
    gunzip.destroy();
  }
  return Buffer.concat(chunks, size);
}

/** A body as it came. */
export interface ReceivedBody {
  readonly raw: Buffer;
  readonly packed: boolean;
}

/** The whole body as it comes. Throws CouchError 413 (too large), 415 (another encoding). */
export async function receiveBody(request: IncomingMessage, limits: BodyLimits): Promise<ReceivedBody> {
  if (contentLength(request) > limits.maxBytes) throw couchError('tooLarge');
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') throw couchError('encoding');
  return { raw: await collect(request, limits), packed: encoding === 'gzip' };
}

/** The whole body, unpacked. Throws CouchError 413 (too large or a bomb), 415 (another encoding), 400 (not gzip). */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return unpackBody(await receiveBody(request, limits), limits);
}

/** Throws CouchError 413 (a bomb), 400 (not gzip). */
export async function unpackBody({ raw, packed }: ReceivedBody, limits: BodyLimits): Promise<Buffer> {
  return packed ? unpack(raw, limits) : raw;
}

/** Deeper than any document of ours by a hundred times, and far from what ends the stack of who writes it out again. */
const MAX_DEPTH = 1000;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** `[` and `{`, `]` and `}` differ in one bit. */
const [LETTER_CASE, OPENS, CLOSES] = [0x20, 0x7b, 0x7d];

/** Where the string that begins at a quote ends. */
function endOfText(bytes: Buffer, quote: number): number {
  for (let end = bytes.indexOf(QUOTE, quote + 1); end >= 0; end = bytes.indexOf(QUOTE, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}

function isTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if ((byte | LETTER_CASE) === CLOSES) depth -= 1;
    else if ((byte | LETTER_CASE) === OPENS && (depth += 1) > MAX_DEPTH) return true;
  }
  return false;
}

/** Parses JSON in UTF-8. Throws CouchError 400, also for what is nested beyond reason. */
export function parseJson(bytes: Buffer): unknown {
  if (isTooDeep(bytes)) throw couchError('tooDeep');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw couchError('invalidJson');
  }
}
