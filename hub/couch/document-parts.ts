/** Documents with their attachments beside them, as CouchDB's replicator sends and asks for them. */
import { randomBytes } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import type { Doc } from './database.ts';
import { type Part, badMultipart, buildMultipart, multipartEnd, multipartPiece } from './multipart.ts';

interface Stub {
  readonly content_type?: string;
  readonly data?: string;
  readonly follows?: boolean;
  readonly length?: number;
  /** `gzip`: CouchDB sends texts as it keeps them. */
  readonly encoding?: string;
  readonly encoded_length?: number;
}
const attachmentsOf = (doc: Doc) => Object.entries((doc['_attachments'] ?? {}) as Record<string, Stub>);

/** Returns a text for a header line between quotes, as browsers send the names of files. */
const quotable = (text: string) => text.replace(/[\r\n"]/g, encodeURIComponent);

/** The bytes of a part as the attachment has them. Throws CouchError 400 when they are not what the document says. */
async function contentOf(name: string, stub: Stub, body: Buffer, unpack: Unpack): Promise<Buffer> {
  const packed = stub.encoding === 'gzip';
  const sent = packed ? stub.encoded_length : stub.length;
  const content = sent === undefined || sent === body.length ? await (packed ? unpack(body) : body) : null;
  if (content === null || (stub.length !== undefined && stub.length !== content.length))
    throw badMultipart(`attachment ${name} has another length`);
  return content;
}

/** Unpacks gzip within the limits of a request. */
type Unpack = (packed: Buffer) => Promise<Buffer>;

export interface Reading {
  readonly parse: (bytes: Buffer) => unknown;
  readonly unpack: Unpack;
}

/** Puts the bytes that follow the JSON part into the document: by the name of the part, else in the order in which it names them. */
export async function joinAttachments(parts: readonly Part[], { parse, unpack }: Reading): Promise<Doc> {
  const [first, ...rest] = parts;
  const doc = first === undefined ? null : parse(first.body);
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc))
    throw badMultipart('Document must be a JSON object');
  const joined: [string, unknown][] = [];
  let next = 0;
  for (const [name, stub] of attachmentsOf(doc as Doc)) {
    if (stub.follows !== true) {
      joined.push([name, stub]);
      continue;
    }
    const named = rest.find((part) => part.headers['content-disposition']?.includes(`filename="${quotable(name)}"`));
    const part = named ?? rest[next];
    next += 1;
    if (part === undefined) throw badMultipart(`attachment ${name} does not follow`);
    const content = await contentOf(name, stub, part.body, unpack);
    const { follows: _, length: __, encoding: ___, encoded_length: ____, ...kept } = stub;
    joined.push([name, { ...kept, data: content.toString('base64') }]);
  }
  return next > 0 ? { ...(doc as Doc), _attachments: Object.fromEntries(joined) } : (doc as Doc);
}

/** A document with inline data as multipart/related: JSON first, then each attachment. */
function splitAttachments(doc: Doc, boundary: string): Buffer {
  const follow: [string, unknown][] = [];
  const parts: Part[] = [];
  for (const [name, stub] of attachmentsOf(doc)) {
    if (stub.data === undefined) {
      follow.push([name, stub]);
      continue;
    }
    const body = Buffer.from(stub.data, 'base64');
    const { data: _, ...kept } = stub;
    follow.push([name, { ...kept, follows: true, length: body.length }]);
    parts.push({
      headers: {
        'Content-Disposition': `attachment; filename="${quotable(name)}"`,
        'Content-Type': quotable(stub.content_type ?? 'application/octet-stream'),
        'Content-Length': String(body.length),
      },
      body,
    });
  }
  const json = Buffer.from(JSON.stringify({ ...doc, _attachments: Object.fromEntries(follow) }));
  return buildMultipart([{ headers: { 'Content-Type': 'application/json' }, body: json }, ...parts], boundary);
}

const carriesData = (doc: Doc) => attachmentsOf(doc).some(([, { data }]) => data !== undefined);

/** A document as one part: with its attachments beside it where it carries their bytes, JSON alone where it does not. */
export function documentPart(doc: Doc): Part {
  if (!carriesData(doc))
    return { headers: { 'Content-Type': 'application/json' }, body: Buffer.from(JSON.stringify(doc)) };
  const boundary = randomBytes(16).toString('hex');
  return {
    headers: { 'Content-Type': `multipart/related; boundary="${boundary}"` },
    body: splitAttachments(doc, boundary),
  };
}

/** Says of which document and revision a part of a mixed answer is. */
export function namedPart(id: string, rev: string, { headers, body }: Part): Part {
  return { headers: { 'X-Doc-Id': quotable(id), 'X-Rev-Id': quotable(rev), ...headers }, body };
}

export function errorPart(error: object): Part {
  return { headers: { 'Content-Type': 'application/json; error="true"' }, body: Buffer.from(JSON.stringify(error)) };
}

/** Parts one after the other, as they are made: several documents in one answer. */
export function multipartAnswer(parts: AsyncIterable<Part> | Iterable<Part>, type: string) {
  const boundary = randomBytes(16).toString('hex');
  const pieces = async function* () {
    for await (const part of parts) yield multipartPiece(part, boundary);
    yield multipartEnd(boundary);
  };
  return { pieces: pieces(), headers: { 'content-type': `${type}; boundary="${boundary}"` } } satisfies Answer;
}

/** One document with its attachments: the part is the answer. */
export function relatedAnswer(doc: Doc): Answer | null {
  if (!carriesData(doc)) return null;
  const { headers, body } = documentPart(doc);
  return { bytes: body, headers: { 'content-type': headers['Content-Type'] as string } };
}
