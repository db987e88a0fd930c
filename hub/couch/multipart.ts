/** The multipart bodies of the protocol: documents with their attachments beside them (RFC 2046, as CouchDB's replicator uses it). */
import { randomBytes } from 'node:crypto';
import type { Doc } from './database.ts';
import { CouchError } from './errors.ts';

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const CRLF = Buffer.from('\r\n');
const bad = (reason: string) => new CouchError(400, 'bad_request', reason);

export function newBoundary(): string {
  return randomBytes(16).toString('hex');
}

export function boundaryOf(contentType: string): string {
  const found = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
  if (found === undefined) throw bad('multipart body without a boundary');
  return found;
}

function parsePart(raw: Buffer): Part {
  const at = raw.indexOf('\r\n\r\n');
  const head = at < 0 ? '' : raw.subarray(0, at).toString('utf8');
  const body = at < 0 ? raw : raw.subarray(at + 4);
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body };
}

/** Splits a body at its boundary. Throws CouchError 400 when the closing boundary is missing: a part may have been cut. */
export function parseMultipart(bytes: Buffer, boundary: string): readonly Part[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = bytes.indexOf(mark);
  if (at < 0) throw bad('multipart body without its boundary');
  for (;;) {
    at += mark.length;
    if (bytes.subarray(at, at + 2).toString() === '--') return parts;
    const next = bytes.indexOf(Buffer.concat([CRLF, mark]), at);
    if (next < 0) throw bad('multipart body ends too early');
    // The blank line of a part without headers is part of what follows the boundary.
    const start = bytes.indexOf(CRLF, at) + 2;
    const raw = bytes.subarray(start, next);
    parts.push(raw.subarray(0, 2).equals(CRLF) ? { headers: {}, body: raw.subarray(2) } : parsePart(raw));
    at = next + 2;
  }
}

export function buildMultipart(parts: readonly Part[], boundary: string): Buffer {
  const pieces: Buffer[] = [];
  for (const { headers, body } of parts) {
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    pieces.push(Buffer.from(`--${boundary}\r\n${head.join('')}\r\n`), body, CRLF);
  }
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--`)]);
}

interface Stub {
  readonly content_type?: string;
  readonly data?: string;
  readonly follows?: boolean;
  readonly length?: number;
}
const attachmentsOf = (doc: Doc) => Object.entries((doc['_attachments'] ?? {}) as Record<string, Stub>);

/** Puts the bytes that follow the JSON part into the document, in the order in which it names them. */
export function joinAttachments(parts: readonly Part[], parse: (bytes: Buffer) => unknown): Doc {
  const [first, ...rest] = parts;
  const doc = first === undefined ? null : parse(first.body);
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc)) throw bad('Document must be a JSON object');
  const joined: Record<string, unknown> = {};
  let next = 0;
  for (const [name, stub] of attachmentsOf(doc as Doc)) {
    if (stub.follows !== true) {
      joined[name] = stub;
      continue;
    }
    const named = rest.find((part) => part.headers['content-disposition']?.includes(`filename="${name}"`));
    const part = named ?? rest[next];
    next += 1;
    if (part === undefined) throw bad(`attachment ${name} does not follow`);
    if (stub.length !== undefined && stub.length !== part.body.length)
      throw bad(`attachment ${name} has another length`);
    const { follows: _, length: __, ...kept } = stub;
    joined[name] = { ...kept, data: part.body.toString('base64') };
  }
  return 'follows' in joined || next > 0 ? { ...(doc as Doc), _attachments: joined } : (doc as Doc);
}

/** A document with inline data as multipart/related: JSON first, then each attachment. */
export function splitAttachments(doc: Doc, boundary: string): Buffer {
  const follow: Record<string, unknown> = {};
  const parts: Part[] = [];
  for (const [name, stub] of attachmentsOf(doc)) {
    if (stub.data === undefined) {
      follow[name] = stub;
      continue;
    }
    const body = Buffer.from(stub.data, 'base64');
    const { data: _, ...kept } = stub;
    follow[name] = { ...kept, follows: true, length: body.length };
    parts.push({
      headers: {
        'Content-Disposition': `attachment; filename="${name}"`,
        'Content-Type': stub.content_type ?? 'application/octet-stream',
        'Content-Length': String(body.length),
      },
      body,
    });
  }
  const json = Buffer.from(JSON.stringify({ ...doc, _attachments: follow }));
  return buildMultipart([{ headers: { 'Content-Type': 'application/json' }, body: json }, ...parts], boundary);
}
