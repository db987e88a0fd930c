/** One document: read (any revision, all leaves), written, removed. */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import { parseJson } from '../http/body.ts';
import type { Database, Doc, GetOptions, OpenRevision, WriteResult } from './database.ts';
import { CouchError, couchError } from '../http/errors.ts';
import type { CouchRoute, Exchange } from '../http/exchange.ts';
import type { Query } from '../http/query.ts';
import { documentPart, errorPart, joinAttachments, multipartAnswer, relatedAnswer } from './document-parts.ts';
import { acceptsType } from '../http/accept.ts';
import { withNewAttachments } from './known-attachments.ts';
import { boundaryOf, parseMultipart } from './multipart.ts';

const RESERVED = /^_(?!design\/|local\/)/;

function idOf({ params }: Exchange): string {
  const ddoc = params['ddoc'];
  const id = ddoc === undefined ? (params['doc'] ?? '') : `_design/${ddoc}`;
  if (RESERVED.test(id)) throw couchError('reservedId');
  return id;
}

const quoted = (rev: string) => `"${rev}"`;

/** The revision that the client builds on: `?rev=`, the document's own, or If-Match. Throws CouchError 400 when they differ. */
export function baseRevision({ query, request }: Exchange, doc?: Doc): string | undefined {
  const asked = query.text('rev');
  const own = typeof doc?.['_rev'] === 'string' ? doc['_rev'] : undefined;
  if (asked !== undefined && own !== undefined && asked !== own) throw couchError('otherRevision');
  const match = request.headers['if-match']?.replace(/^W\//, '').replaceAll('"', '');
  const rev = asked ?? own;
  if (match !== undefined && rev !== undefined && match !== rev) throw couchError('otherEtag');
  return rev ?? match;
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

function optionsOf(query: Query): GetOptions {
  const rev = query.text('rev');
  return {
    ...(rev === undefined ? {} : { rev }),
    revs: query.flag('revs'),
    revs_info: query.flag('revs_info') || query.flag('meta'),
    conflicts: query.flag('conflicts') || query.flag('meta'),
    latest: query.flag('latest'),
    attachments: query.flag('attachments'),
  };
}

function revisionsOf(text: string, otherwise: string): readonly string[] {
  try {
    const revs: unknown = readJson(text, BOUNDS.small);
    if (Array.isArray(revs) && revs.every((rev) => typeof rev === 'string')) return revs as string[];
  } catch {
    // said below
  }
  throw new CouchError(400, 'bad_request', otherwise);
}

/** Each once, however often it is named. */
const openRevsOf = (text: string) =>
  text === 'all' ? 'all' : [...new Set(revisionsOf(text, 'open_revs must be "all" or an array of revisions'))];

/** What is asked for of each document, and how it is made from what the database answers. */
interface Asked {
  readonly options: GetOptions;
  readonly shown: (doc: Doc) => Doc;
}

/** `atts_since` is counted by the revisions of the document, which the client need not have asked for. */
function askedOf({ query }: Exchange): Asked {
  const options = optionsOf(query);
  const text = query.text('atts_since');
  if (text === undefined) return { options, shown: (doc) => doc };
  const since = revisionsOf(text, 'atts_since must be an array of revisions');
  return {
    options: { ...options, attachments: true, revs: true },
    shown: (doc) => {
      const { _revisions, ...kept } = withNewAttachments(doc, since);
      return options.revs ? { ...kept, _revisions } : kept;
    },
  };
}

async function readOpen(exchange: Exchange, database: Database, id: string, text: string): Promise<Answer> {
  const { options, shown } = askedOf(exchange);
  const mixed = acceptsType(exchange.request, 'multipart/mixed');
  const found = await database.openRevisions(id, openRevsOf(text), {
    ...options,
    attachments: options.attachments === true || mixed,
  });
  const revisions = found.map((each): OpenRevision => ('ok' in each ? { ok: shown(each.ok) } : each));
  if (!mixed) return { json: revisions };
  const parts = revisions.map((each) => ('ok' in each ? documentPart(each.ok) : errorPart(each)));
  return multipartAnswer(parts, 'multipart/mixed');
}

async function read(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const openRevs = exchange.query.text('open_revs');
  if (openRevs !== undefined) return readOpen(exchange, database, id, openRevs);
  const { options, shown } = askedOf(exchange);
  const doc = shown(await database.get(id, options));
  const related = options.attachments && acceptsType(exchange.request, 'multipart/related') ? relatedAnswer(doc) : null;
  // What other revisions there are changes while this one stays.
  const lasting = !options.conflicts && !options.revs_info;
  return { ...(related ?? { json: doc }), ...(lasting ? { etag: quoted(String(doc['_rev'])) } : {}) };
}

async function bodyOf(exchange: Exchange): Promise<Doc> {
  const type = exchange.request.headers['content-type'] ?? '';
  if (!/^multipart\/related/i.test(type)) return exchange.object();
  const parts = parseMultipart(await exchange.bytes(), boundaryOf(type));
  return joinAttachments(parts, { parse: parseJson, unpack: exchange.unpack });
}

/** A single write is a bulk write of one: every check of the door stands in one place. */
async function writeOne(database: Database, doc: Doc, newEdits: boolean): Promise<WriteResult> {
  if (newEdits) return database.put(doc);
  const [result] = await database.bulkDocs([doc], false);
  if ((result as { error?: unknown } | undefined)?.error !== undefined) throw result;
  return { ok: true, id: String(doc['_id']), rev: String(doc['_rev']) };
}

/** With `batch=ok` CouchDB answers before it writes; here it is written, and the answer is the one such a client expects. */
function acknowledged({ query, params }: Exchange, result: WriteResult): Answer {
  if (query.text('batch') === 'ok') return { status: 202, json: { ok: true, id: result.id } };
  return written(result, params['db'] ?? '');
}

async function write(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const body = await bodyOf(exchange);
  const rev = baseRevision(exchange, body);
  const doc: Doc = { ...body, _id: id, ...(rev === undefined ? {} : { _rev: rev }) };
  const newEdits = exchange.query.text('new_edits') !== 'false';
  return acknowledged(exchange, await writeOne(database, doc, newEdits));
}

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
  return { json: { ok: true, id: result.id, rev: result.rev }, etag: quoted(result.rev ?? '') };
}

/** Returns the target of COPY: an id, percent-encoded, and the revision that it replaces. */
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

/** Writing with `new_edits=false` is handing in; the door decides by the need, so both kinds stand in the table. */
export const documentRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db', need: 'manage', run: post },
  { method: 'GET', path: '/:db/_design/:ddoc', need: 'manage', run: read },
  { method: 'PUT', path: '/:db/_design/:ddoc', need: 'manage', run: write },
  { method: 'DELETE', path: '/:db/_design/:ddoc', need: 'manage', run: remove },
  { method: 'GET', path: '/:db/:doc', need: 'read', run: read },
  { method: 'PUT', path: '/:db/:doc', need: 'hand-in', run: write },
  { method: 'DELETE', path: '/:db/:doc', need: 'manage', run: remove },
  { method: 'COPY', path: '/:db/:doc', need: 'manage', run: copy },
];
