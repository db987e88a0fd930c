/** `_bulk_get`: many revisions in one answer, as JSON or as a part each. What is wrong with one row is said in that row. */
import { acceptsType } from '../http/accept.ts';
import type { Answer } from '../http/answer.ts';
import { Budget, DOCUMENTS_AT_A_TIME, limited } from '../http/budget.ts';
import type { BulkGetRequest, Database, Doc, GetOptions } from './database.ts';
import { documentPart, errorPart, multipartAnswer, namedPart } from './document-parts.ts';
import { CouchError } from '../http/errors.ts';
import { type CouchRoute, type Exchange, arrayField, isDoc } from '../http/exchange.ts';
import { withNewAttachments } from './known-attachments.ts';
import type { Part } from './multipart.ts';

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

async function textsOf(database: Database, wanted: readonly Wanted[], options: GetOptions): Promise<readonly string[]> {
  if (!options.attachments && database.bulkGetJson !== undefined) return database.bulkGetJson(wanted, options);
  return (await fetched(database, wanted, options)).map((row) => JSON.stringify(row));
}

/** The parts of a mixed answer, each with the names of its document and revision. */
async function* partsOf(rows: AsyncIterable<Row>): AsyncGenerator<Part> {
  for await (const { id, docs } of rows)
    for (const each of docs)
      yield isFound(each)
        ? namedPart(id ?? '', String(each.ok['_rev']), documentPart(each.ok))
        : errorPart((each as { error: object }).error);
}

/** Throws CouchError 413 before anything is made. False where the database cannot tell: then it is counted while it is made. */
async function weigh(database: Database, asked: readonly Wanted[]): Promise<boolean> {
  const sizes = await database.sizes?.(asked.map(({ id }) => id));
  if (sizes === undefined) return false;
  const budget = new Budget();
  for (const { id } of asked) budget.take(sizes.get(id) ?? 0);
  return true;
}

/** A row for each that was asked for, in their order, some documents at a time. */
async function* rowsOf<T>(
  asked: readonly (Wanted | Row)[],
  fetch: (wanted: readonly Wanted[]) => Promise<readonly T[]>,
  refusal: (row: Row) => T,
): AsyncGenerator<T> {
  for (let from = 0; from < asked.length; from += DOCUMENTS_AT_A_TIME) {
    const some = asked.slice(from, from + DOCUMENTS_AT_A_TIME);
    const found = (await fetch(some.filter(isWanted))).values();
    for (const each of some) yield isWanted(each) ? (found.next().value as T) : refusal(each);
  }
}

async function* jsonOf(rows: AsyncIterable<string>): AsyncGenerator<string> {
  let before = '{"results":[';
  for await (const row of rows) {
    yield before + row;
    before = ',';
  }
  yield before === ',' ? ']}\n' : `${before}]}\n`;
}

async function* counted(pieces: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  const budget = new Budget();
  for await (const piece of pieces) {
    budget.take(Buffer.byteLength(piece));
    yield piece;
  }
}

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
  const weighed = await weigh(database, asked.filter(isWanted));
  const answer = asJson
    ? { pieces: jsonOf(rowsOf(asked, (wanted) => textsOf(database, wanted, options), JSON.stringify)) }
    : multipartAnswer(
        partsOf(
          rowsOf(
            asked,
            (wanted) => fetched(database, wanted, options),
            (row) => row,
          ),
        ),
        mixed ? 'multipart/mixed' : 'multipart/related',
      );
  return weighed ? answer : { ...answer, pieces: counted(answer.pieces), whole: true };
}

export const bulkGetRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db/_bulk_get', need: 'read', run: bulkGet },
];
