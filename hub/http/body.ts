/** Reads the body of a request within limits: plain or gzip, never more than allowed in memory, never a bomb unpacked. */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { type JsonBounds, JsonError } from '../../shared/outside/json.ts';
import { readJsonBytes } from '../../store/file/json-bytes.ts';
import { couchError } from './errors.ts';

const COUCH_WORDS = { syntax: 'invalidJson', depth: 'tooDeep', values: 'tooLarge', key: 'forbiddenKey' } as const;

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

/** Parses JSON in UTF-8. Throws CouchError 400, also for what is nested beyond reason; 413 for more values than a body may hold. */
export function parseJson(bytes: Uint8Array, bounds: JsonBounds = BOUNDS.protocol): unknown {
  try {
    return readJsonBytes(bytes, bounds);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw couchError(COUCH_WORDS[error.fault]);
  }
}
