/** Attachments as resources of their own: whole or one range of bytes. */
import { createHash } from 'node:crypto';
import { baseRevision, written } from '../../hub/couch/document-routes.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError, couchError } from '../../hub/http/errors.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';
import type { Attachment } from './managed-database.ts';
import type { Managed } from './open-routes.ts';

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

async function read(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
  const found = await database.getAttachment(
    documentOf(exchange) ?? '',
    exchange.params['attachment'] ?? '',
    exchange.query.text('rev'),
  );
  return contentOf(found, exchange.request.headers.range);
}

async function write(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
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

async function remove(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
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

export const attachmentRoutes = (managed: Managed): readonly CouchRoute[] => [
  { method: 'GET', path: '/:db/_design/:ddoc/*attachment', need: 'manage', run: (exchange) => read(managed, exchange) },
  {
    method: 'PUT',
    path: '/:db/_design/:ddoc/*attachment',
    need: 'manage',
    run: (exchange) => write(managed, exchange),
  },
  {
    method: 'DELETE',
    path: '/:db/_design/:ddoc/*attachment',
    need: 'manage',
    run: (exchange) => remove(managed, exchange),
  },
  { method: 'GET', path: '/:db/:doc/*attachment', need: 'manage', run: (exchange) => read(managed, exchange) },
  { method: 'PUT', path: '/:db/:doc/*attachment', need: 'manage', run: (exchange) => write(managed, exchange) },
  { method: 'DELETE', path: '/:db/:doc/*attachment', need: 'manage', run: (exchange) => remove(managed, exchange) },
];
