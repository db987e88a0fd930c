/** One document: read (any revision, all leaves), written. */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
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

/** Throws CouchError 400 for an id that only CouchDB itself may use. */
export function idOf({ params }: Exchange): string {
  const id = params['doc'] ?? '';
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

/** The answer to a document that was written. */
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

/** Answers a document by the query: one revision, or its open ones. */
export async function readDocument(exchange: Exchange): Promise<Answer> {
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
export function acknowledged({ query, params }: Exchange, result: WriteResult): Answer {
  if (query.text('batch') === 'ok') return { status: 202, json: { ok: true, id: result.id } };
  return written(result, params['db'] ?? '');
}

/** Writes the document of the body under the id of the path. */
export async function writeDocument(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const id = idOf(exchange);
  const body = await bodyOf(exchange);
  const rev = baseRevision(exchange, body);
  const doc: Doc = { ...body, _id: id, ...(rev === undefined ? {} : { _rev: rev }) };
  const newEdits = exchange.query.text('new_edits') !== 'false';
  return acknowledged(exchange, await writeOne(database, doc, newEdits));
}

export const documentRoutes: readonly CouchRoute[] = [
  { method: 'GET', path: '/:db/:doc', need: 'read', run: readDocument },
  { method: 'PUT', path: '/:db/:doc', need: 'hand-in', run: writeDocument },
];
