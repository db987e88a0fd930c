/** `_bulk_get`: many revisions in one answer, as JSON or as a part each. What is wrong with one row is said in that row. */
import { acceptsType } from './accept.ts';
import type { Answer } from './answer.ts';
import type { BulkGetRequest, Database, Doc, GetOptions } from './database.ts';
import { documentPart, errorPart, multipartAnswer, namedPart } from './document-parts.ts';
import { CouchError } from './errors.ts';
import { type CouchRoute, type Exchange, arrayField, isDoc, limited } from './exchange.ts';
import { withNewAttachments } from './known-attachments.ts';

interface Row {
  readonly id: string | null;
  readonly docs: readonly unknown[];
}

interface Wanted extends BulkGetRequest {
  readonly since: readonly string[];
}

const refused = (id: string | null, rev: unknown, reason: string): Row => ({
  id,
  docs: [{ error: { id, rev, error: 'bad_request', reason } }],
});

const areRevs = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function wantedOf(each: unknown): Wanted | Row {
  if (!isDoc(each)) return refused(null, null, 'document must be a JSON object');
  const { id, rev, atts_since: since = [] } = each;
  if (typeof id !== 'string') return refused(null, null, 'document id missed');
  if (rev !== undefined && typeof rev !== 'string') return refused(id, rev, 'Invalid rev format');
  if (!areRevs(since)) return refused(id, since, 'att_since value must be array of revs.');
  return { id, since, ...(rev === undefined ? {} : { rev }) };
}

const isWanted = (each: Wanted | Row): each is Wanted => 'since' in each;

const isFound = (each: unknown): each is { readonly ok: Doc } => isDoc(each) && isDoc(each['ok']);

/** Attachments that the client says it holds come as stubs; that is counted by the revisions of the document. */
async function fetched(database: Database, wanted: readonly Wanted[], options: GetOptions): Promise<readonly Row[]> {
  if (!options.attachments) return database.bulkGet(wanted, options);
  const rows = await database.bulkGet(wanted, { ...options, revs: true });
  return rows.map(({ id, docs }, index) => {
    const shown = (doc: Doc): Doc => {
      const { _revisions, ...kept } = withNewAttachments(doc, wanted[index]?.since ?? []);
      return options.revs ? { ...kept, _revisions } : kept;
    };
    return { id, docs: docs.map((each) => (isFound(each) ? { ok: shown(each.ok) } : each)) };
  });
}

/** The parts of a mixed answer, each with the names of its document and revision. */
function partsOf({ id, docs }: Row) {
  return docs.map((each) =>
    isFound(each)
      ? namedPart(id ?? '', String(each.ok['_rev']), documentPart(each.ok))
      : errorPart((each as { error: object }).error),
  );
}

const textAnswer = (rows: readonly string[]): Answer => ({
  bytes: Buffer.from(`{"results":[${rows.join(',')}]}\n`),
  headers: { 'content-type': 'application/json' },
});

async function bulkGet(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const { query, request } = exchange;
  const body = await exchange.object();
  if (body['docs'] === undefined) throw new CouchError(400, 'bad_request', "Missing JSON list of 'docs'.");
  const asked = limited(arrayField(body, 'docs')).map(wantedOf);
  const options = {
    revs: query.flag('revs'),
    latest: query.flag('latest'),
    attachments: query.flag('attachments'),
  };
  const mixed = acceptsType(request, 'multipart/mixed');
  const asJson = acceptsType(request, 'application/json') || !(mixed || acceptsType(request, 'multipart/related'));
  if (asJson && !options.attachments && database.bulkGetJson !== undefined && asked.every(isWanted))
    return textAnswer(await database.bulkGetJson(asked, options));
  const found = await fetched(database, asked.filter(isWanted), options);
  let next = 0;
  const results = asked.map((each) => (isWanted(each) ? (found[next++] as Row) : each));
  if (asJson) return { json: { results } };
  return multipartAnswer(results.flatMap(partsOf), mixed ? 'multipart/mixed' : 'multipart/related');
}

export const bulkGetRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db/_bulk_get', need: 'read', run: bulkGet },
];
