/** Documents edited, removed and copied, and design documents, which are documents like any other. */
import { randomUUID } from 'node:crypto';
import {
  acknowledged,
  baseRevision,
  idOf,
  readDocument,
  writeDocument,
  written,
} from '../../hub/couch/document-routes.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError, couchError } from '../../hub/http/errors.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';

async function post(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const body = await exchange.object();
  const given = body['_id'];
  const doc = { ...body, _id: typeof given === 'string' ? given : randomUUID().replaceAll('-', '') };
  return acknowledged(exchange, await database.put(doc));
}

async function remove(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const rev = baseRevision(exchange);
  if (rev === undefined) {
    await database.get(id, {});
    throw couchError('conflict');
  }
  const result = await database.put({ _id: id, _rev: rev, _deleted: true });
  return { json: { ok: true, id: result.id, rev: result.rev }, etag: `"${result.rev ?? ''}"` };
}

/** Where COPY goes: an id, percent-encoded, and the revision that it replaces. */
function destinationOf({ request }: Exchange): { readonly id: string; readonly rev: string | undefined } {
  const [target = '', rev] = (request.headers['destination']?.toString() ?? '').split('?rev=');
  if (target === '') throw new CouchError(400, 'bad_request', 'Destination header is mandatory for COPY.');
  if (/^https?:/i.test(target)) throw new CouchError(400, 'bad_request', 'Destination URL must be relative.');
  try {
    return { id: decodeURIComponent(target), rev };
  } catch {
    throw couchError('badPath');
  }
}

/** CouchDB's COPY: a document under another id. */
async function copy(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const target = destinationOf(exchange);
  const rev = baseRevision(exchange);
  const source = await database.get(idOf(exchange), { ...(rev === undefined ? {} : { rev }), attachments: true });
  const { _rev: _, ...kept } = source;
  const doc = { ...kept, _id: target.id, ...(target.rev === undefined ? {} : { _rev: target.rev }) };
  return written(await database.put(doc), exchange.params['db'] ?? '');
}

/** The same request about the document `_design/NAME`. */
const design = (exchange: Exchange): Exchange => ({
  ...exchange,
  params: { ...exchange.params, doc: `_design/${exchange.params['ddoc'] ?? ''}` },
});

export const editRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db', need: 'manage', run: post },
  { method: 'GET', path: '/:db/_design/:ddoc', need: 'manage', run: (exchange) => readDocument(design(exchange)) },
  { method: 'PUT', path: '/:db/_design/:ddoc', need: 'manage', run: (exchange) => writeDocument(design(exchange)) },
  { method: 'DELETE', path: '/:db/_design/:ddoc', need: 'manage', run: (exchange) => remove(design(exchange)) },
  { method: 'DELETE', path: '/:db/:doc', need: 'manage', run: remove },
  { method: 'COPY', path: '/:db/:doc', need: 'manage', run: copy },
];
