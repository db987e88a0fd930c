/** `_local` documents, replication checkpoints, and the request that goes before one is written. The documents never replicate and have a counter for a revision. */
import type { Answer } from '../http/answer.ts';
import { couchError } from '../http/errors.ts';
import type { CouchRoute, Exchange } from '../http/exchange.ts';
import { baseRevision, written } from './document-routes.ts';

async function read(exchange: Exchange): Promise<Answer> {
  const doc = await (await exchange.database()).getLocal(exchange.params['local'] ?? '');
  return { json: doc, etag: `"${String(doc['_rev'])}"` };
}

async function write(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const body = await exchange.object();
  const rev = baseRevision(exchange, body);
  // CouchDB's replicator sends the history of its checkpoint along; there is none to keep.
  const { _attachments: _, _revisions: __, ...kept } = body;
  const doc = { ...kept, _id: `_local/${exchange.params['local']}`, ...(rev === undefined ? {} : { _rev: rev }) };
  return written(await database.putLocal(doc), exchange.params['db'] ?? '');
}

async function remove(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const rev = baseRevision(exchange);
  if (rev === undefined) throw couchError('conflict');
  const result = await database.removeLocal(exchange.params['local'] ?? '', rev);
  return { json: { ok: true, id: result.id, rev: result.rev } };
}

function noAttachments(): never {
  throw couchError('localAttachment');
}

async function committed(exchange: Exchange): Promise<Answer> {
  exchange.request.resume();
  await exchange.database();
  // Every write is on disk before it is answered, so there is nothing to do.
  return { status: 201, json: { ok: true, instance_start_time: '0' } };
}

export const localRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db/_ensure_full_commit', need: 'local', run: committed },
  { method: 'GET', path: '/:db/_local/:local', need: 'local', run: read },
  { method: 'PUT', path: '/:db/_local/:local', need: 'local', run: write },
  { method: 'DELETE', path: '/:db/_local/:local', need: 'local', run: remove },
  { method: 'GET', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
  { method: 'PUT', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
  { method: 'DELETE', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
];
