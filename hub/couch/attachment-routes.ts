/** Attachments as resources of their own: whole or one range of bytes. */
import { createHash } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import type { Attachment } from './database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import type { CouchRoute, Exchange } from '../http/exchange.ts';
import { baseRevision, written } from './document-routes.ts';

const documentOf = ({ params }: Exchange) =>
  params['ddoc'] === undefined ? params['doc'] : `_design/${params['ddoc']}`;

/** One range of the bytes, [from, to]; null: send all. Several ranges at once are allowed to be answered by all. */
function rangeOf(header: string | undefined, length: number): readonly [number, number] | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (found === null || (found[1] === '' && found[2] === '')) return null;
  const [from, to] =
    found[1] === ''
      ? [Math.max(0, length - Number(found[2])), length - 1]
      : [Number(found[1]), found[2] === '' ? length - 1 : Math.min(Number(found[2]), length - 1)];
  return from > to || from >= length ? 'unsatisfiable' : [from, to];
}

function contentOf({ data, type, digest }: Attachment, range: string | undefined): Answer {
  const headers = {
    'content-type': type,
    'content-md5': createHash('md5').update(data).digest('base64'),
    'accept-ranges': 'bytes',
    // A stored attachment must not run as a page of this address.
    'content-security-policy': 'sandbox',
  };
  const etag = `"${digest.replace(/^md5-/, '')}"`;
  const wanted = rangeOf(range, data.length);
  if (wanted === null) return { bytes: data, headers, etag };
  if (wanted === 'unsatisfiable')
    throw new CouchError(416, 'requested_range_not_satisfiable', 'Requested range not satisfiable', {
      'content-range': `bytes */${data.length}`,
    });
  const [from, to] = wanted;
  return {
    status: 206,
    bytes: data.subarray(from, to + 1),
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${data.length}` },
  };
}

async function read(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const found = await database.getAttachment(
    documentOf(exchange) ?? '',
    exchange.params['attachment'] ?? '',
    exchange.query.text('rev'),
  );
  return contentOf(found, exchange.request.headers.range);
}

async function write(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const data = await exchange.bytes();
  const type = exchange.request.headers['content-type'] ?? 'application/octet-stream';
  const id = documentOf(exchange) ?? '';
  const result = await database.putAttachment(
    id,
    exchange.params['attachment'] ?? '',
    baseRevision(exchange),
    data,
    type,
  );
  return written(result, exchange.params['db'] ?? '');
}

async function remove(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const rev = baseRevision(exchange);
  const id = documentOf(exchange) ?? '';
  const name = exchange.params['attachment'] ?? '';
  if (rev === undefined) {
    await database.getAttachment(id, name);
    throw couchError('conflict');
  }
  const result = await database.removeAttachment(id, name, rev);
  return { json: { ok: true, id: result.id, rev: result.rev } };
}

export const attachmentRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/_design/:ddoc/*attachment', need: 'manage', run: read },
  { method: 'PUT', path: '/:db/_design/:ddoc/*attachment', need: 'manage', run: write },
  { method: 'DELETE', path: '/:db/_design/:ddoc/*attachment', need: 'manage', run: remove },
  { method: 'GET', path: '/:db/:doc/*attachment', need: 'manage', run: read },
  { method: 'PUT', path: '/:db/:doc/*attachment', need: 'manage', run: write },
  { method: 'DELETE', path: '/:db/:doc/*attachment', need: 'manage', run: remove },
];
