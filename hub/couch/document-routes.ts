/** One document: read (any revision, all leaves), written, removed. */
import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import { parseJson } from './body.ts';
import type { Database, Doc, GetOptions, OpenRevision, WriteResult } from './database.ts';
import { CouchError, couchError } from './errors.ts';
import type { CouchRoute, Exchange } from './exchange.ts';
import {
  boundaryOf,
  buildMultipart,
  joinAttachments,
  newBoundary,
  parseMultipart,
  splitAttachments,
} from './multipart.ts';

const RESERVED = /^_(?!design\/|local\/)/;

function idOf({ params }: Exchange): string {
  const ddoc = params['ddoc'];
  const id = ddoc === undefined ? (params['doc'] ?? '') : `_design/${ddoc}`;
  if (RESERVED.test(id)) throw couchError('reservedId');
  return id;
}

const quoted = (rev: string) => `"${rev}"`;

/** The revision that the client builds on: `?rev=`, If-Match, or the document's own. */
export function baseRevision({ query, request }: Exchange, doc?: Doc): string | undefined {
  const match = request.headers['if-match']?.replaceAll('"', '');
  return query.text('rev') ?? match ?? (doc?.['_rev'] as string | undefined);
}

export function written(result: WriteResult, database: string): Answer {
  const rev = result.rev ?? '';
  return {
    status: 201,
    json: { ok: true, id: result.id, rev },
    etag: quoted(rev),
    headers: { location: `/${encodeURIComponent(database)}/${encodeURIComponent(result.id ?? '')}` },
  };
}

function accepts({ request }: Exchange, type: string): boolean {
  const accept = request.headers.accept ?? '*/*';
  return accept.includes(type) && !accept.includes('application/json');
}

function optionsOf({ query }: Exchange): GetOptions {
  const rev = query.text('rev');
  return {
    ...(rev === undefined ? {} : { rev }),
    revs: query.flag('revs'),
    revs_info: query.flag('revs_info'),
    conflicts: query.flag('conflicts') || query.flag('meta'),
    latest: query.flag('latest'),
    attachments: query.flag('attachments'),
  };
}

function openRevsOf(text: string): 'all' | readonly string[] {
  if (text === 'all') return 'all';
  try {
    const revs: unknown = JSON.parse(text);
    if (Array.isArray(revs) && revs.every((rev) => typeof rev === 'string')) return revs as string[];
  } catch {
    // said below
  }
  throw new CouchError(400, 'bad_request', 'open_revs must be "all" or an array of revisions');
}

function mixed(found: readonly OpenRevision[]): Answer {
  const boundary = newBoundary();
  const parts = found.map((each) => {
    if (!('ok' in each))
      return { headers: { 'Content-Type': 'application/json; error="true"' }, body: Buffer.from(JSON.stringify(each)) };
    if (each.ok['_attachments'] === undefined)
      return { headers: { 'Content-Type': 'application/json' }, body: Buffer.from(JSON.stringify(each.ok)) };
    const inner = newBoundary();
    return {
      headers: { 'Content-Type': `multipart/related; boundary="${inner}"` },
      body: splitAttachments(each.ok, inner),
    };
  });
  return {
    bytes: buildMultipart(parts, boundary),
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` },
  };
}

async function read(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const options = optionsOf(exchange);
  const openRevs = exchange.query.text('open_revs');
  if (openRevs !== undefined) {
    const asMixed = accepts(exchange, 'multipart/mixed');
    const found = await database.openRevisions(id, openRevsOf(openRevs), {
      ...options,
      attachments: options.attachments === true || asMixed,
    });
    return asMixed ? mixed(found) : { json: found };
  }
  const asRelated = accepts(exchange, 'multipart/related');
  const doc = await database.get(id, asRelated ? { ...options, attachments: true } : options);
  if (asRelated && doc['_attachments'] !== undefined) {
    const boundary = newBoundary();
    return {
      bytes: splitAttachments(doc, boundary),
      headers: { 'content-type': `multipart/related; boundary="${boundary}"` },
    };
  }
  // With anything asked for beside the body the same revision has many representations.
  const plain = Object.values(options).every((value) => value === false || value === undefined);
  return plain ? { json: doc, etag: quoted(String(doc['_rev'])) } : { json: doc };
}

async function bodyOf(exchange: Exchange): Promise<Doc> {
  const type = exchange.request.headers['content-type'] ?? '';
  if (!/^multipart\/related/i.test(type)) return exchange.object();
  return joinAttachments(parseMultipart(await exchange.bytes(), boundaryOf(type)), parseJson);
}

/** A single write is a bulk write of one: every check of the door stands in one place. */
async function writeOne(database: Database, doc: Doc, newEdits: boolean): Promise<WriteResult> {
  if (newEdits) return database.put(doc);
  const [result] = await database.bulkDocs([doc], false);
  if ((result as { error?: unknown } | undefined)?.error !== undefined) throw result;
  return { ok: true, id: String(doc['_id']), rev: String(doc['_rev']) };
}

async function write(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const body = await bodyOf(exchange);
  const rev = baseRevision(exchange, body);
  if (typeof body['_rev'] === 'string' && rev !== body['_rev'])
    throw new CouchError(400, 'bad_request', 'Document rev from request body and query string have different values');
  const doc: Doc = { ...body, _id: id, ...(rev === undefined ? {} : { _rev: rev }) };
  const newEdits = exchange.query.text('new_edits') !== 'false';
  return written(await writeOne(database, doc, newEdits), exchange.params['db'] ?? '');
}

async function post(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const body = await exchange.object();
  const given = body['_id'];
  const doc = { ...body, _id: typeof given === 'string' ? given : randomUUID().replaceAll('-', '') };
  return written(await database.put(doc), exchange.params['db'] ?? '');
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
  return { json: { ok: true, id: result.id, rev: result.rev }, etag: quoted(result.rev ?? '') };
}

/** CouchDB's COPY: a document under another id. */
async function copy(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const [target, revision] = (exchange.request.headers['destination']?.toString() ?? '').split('?rev=');
  if (target === undefined || target === '')
    throw new CouchError(400, 'bad_request', 'Destination header is mandatory for COPY.');
  const rev = exchange.query.text('rev');
  const source = await database.get(idOf(exchange), { ...(rev === undefined ? {} : { rev }), attachments: true });
  const { _rev: _, ...kept } = source;
  const doc = { ...kept, _id: decodeURIComponent(target), ...(revision === undefined ? {} : { _rev: revision }) };
  return written(await database.put(doc), exchange.params['db'] ?? '');
}

/** Writing with `new_edits=false` is handing in; the door decides by the need, so both kinds stand in the table. */
export const documentRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db', need: 'manage', run: post },
  { method: 'GET', path: '/:db/_design/:ddoc', need: 'read', run: read },
  { method: 'PUT', path: '/:db/_design/:ddoc', need: 'manage', run: write },
  { method: 'DELETE', path: '/:db/_design/:ddoc', need: 'manage', run: remove },
  { method: 'GET', path: '/:db/:doc', need: 'read', run: read },
  { method: 'PUT', path: '/:db/:doc', need: 'hand-in', run: write },
  { method: 'DELETE', path: '/:db/:doc', need: 'manage', run: remove },
  { method: 'COPY', path: '/:db/:doc', need: 'manage', run: copy },
];
