/** Multipart bodies (RFC 2046) in parts and put together. */
import { CouchError } from '../http/errors.ts';

export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const CRLF = Buffer.from('\r\n');
export const badMultipart = (reason: string) => new CouchError(400, 'bad_request', reason);

export function boundaryOf(contentType: string): string {
  const found = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
  if (found === undefined) throw badMultipart('multipart body without a boundary');
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
  if (at < 0) throw badMultipart('multipart body without its boundary');
  for (;;) {
    at += mark.length;
    if (bytes.subarray(at, at + 2).toString() === '--') return parts;
    const next = bytes.indexOf(Buffer.concat([CRLF, mark]), at);
    if (next < 0) throw badMultipart('multipart body ends too early');
    // The blank line of a part without headers is part of what follows the boundary.
    const start = bytes.indexOf(CRLF, at) + 2;
    const raw = bytes.subarray(start, next);
    parts.push(raw.subarray(0, 2).equals(CRLF) ? { headers: {}, body: raw.subarray(2) } : parsePart(raw));
    at = next + 2;
  }
}

/** One part with the boundary before it. */
export function multipartPiece({ headers, body }: Part, boundary: string): Buffer {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${head.join('')}\r\n`), body, CRLF]);
}

export const multipartEnd = (boundary: string): string => `--${boundary}--`;

export function buildMultipart(parts: readonly Part[], boundary: string): Buffer {
  return Buffer.concat([...parts.map((part) => multipartPiece(part, boundary)), Buffer.from(multipartEnd(boundary))]);
}
