/** `_local` documents: replication checkpoints. They never replicate and have a counter for a revision. */
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

export const localRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/_local/:local', need: 'local', run: read },
  { method: 'PUT', path: '/:db/_local/:local', need: 'local', run: write },
  { method: 'DELETE', path: '/:db/_local/:local', need: 'local', run: remove },
  { method: 'GET', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
  { method: 'PUT', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
  { method: 'DELETE', path: '/:db/_local/:local/*attachment', need: 'local', run: noAttachments },
];
