/** The routes that are about many documents at once: written, compared, listed. */
import type { Answer } from '../http/answer.ts';
import type { AllDocsOptions, Doc, RevsMap } from './database.ts';
import { CouchError, errorRow } from '../http/errors.ts';
import { limitCount, limited } from '../http/budget.ts';
import { type CouchRoute, type Exchange, arrayField, isDoc } from '../http/exchange.ts';

function resultRow(result: unknown, doc: Doc | undefined): unknown {
  const failed = result as { error?: unknown; status?: number; id?: string };
  if (failed.error === undefined && failed.status === undefined) return result;
  const { error, reason } = errorRow(result);
  return { id: failed.id ?? doc?.['_id'], error, reason };
}

async function bulkDocs(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const body = await exchange.object();
  if (body['docs'] === undefined) throw new CouchError(400, 'bad_request', 'POST body must include `docs` parameter.');
  const docs = limited(arrayField(body, 'docs'));
  if (!docs.every(isDoc)) throw new CouchError(400, 'bad_request', 'Document must be a JSON object');
  const newEdits = body['new_edits'] ?? true;
  if (typeof newEdits !== 'boolean')
    throw new CouchError(400, 'bad_request', '`new_edits` parameter must be a boolean.');
  const results = await database.bulkDocs(docs, newEdits);
  const rows = results.map((result, index) => resultRow(result, newEdits ? docs[index] : undefined));
  // With new_edits=false CouchDB tells of failures alone.
  const told = newEdits ? rows : rows.filter((row) => (row as { error?: unknown }).error !== undefined);
  return { status: 201, json: told };
}

/** An id may bring many revisions: each counts as a row. */
function revsMap(body: Doc): RevsMap {
  let count = 0;
  for (const revs of Object.values(body)) {
    if (!Array.isArray(revs)) throw new CouchError(400, 'bad_request', 'revisions must be arrays of text');
    count += 1 + revs.length;
    limitCount(count);
    if (revs.some((rev) => typeof rev !== 'string'))
      throw new CouchError(400, 'bad_request', 'revisions must be arrays of text');
  }
  return body as RevsMap;
}

async function revsDiff(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  return { json: await database.revsDiff(revsMap(await exchange.object())) };
}

async function missingRevs(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const diff = await database.revsDiff(revsMap(await exchange.object()));
  return {
    json: { missing_revs: Object.fromEntries(Object.entries(diff).map(([id, { missing }]) => [id, missing])) },
  };
}

const text = (value: unknown, name: string): string | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new CouchError(400, 'query_parse_error', `${name} must be a string`);
  return value;
};

function rangeOf({ query }: Exchange, body: Doc): AllDocsOptions {
  const either = (name: string, ...more: string[]) =>
    [name, ...more].map((each) => body[each]).find((each) => each !== undefined) ?? query.json(name, ...more);
  const keys = either('keys');
  if (keys !== undefined && !(Array.isArray(keys) && keys.every((key) => typeof key === 'string')))
    throw new CouchError(400, 'bad_request', '`keys` parameter must be an array of ids.');
  const given = {
    keys: keys as string[] | undefined,
    key: text(either('key'), 'key'),
    startkey: text(either('startkey', 'start_key'), 'startkey'),
    endkey: text(either('endkey', 'end_key'), 'endkey'),
    inclusive_end: query.text('inclusive_end') === undefined ? undefined : query.flag('inclusive_end'),
    limit: query.count('limit'),
    skip: query.count('skip'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function allDocs(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const { query, request } = exchange;
  const body = request.method === 'POST' ? await exchange.object() : {};
  const found = await database.allDocs({
    ...rangeOf(exchange, body),
    descending: query.flag('descending'),
    include_docs: query.flag('include_docs') || body['include_docs'] === true,
    attachments: query.flag('attachments'),
    conflicts: query.flag('conflicts'),
    update_seq: query.flag('update_seq'),
  });
  return { json: found };
}

/** Several ranges in one request: each query as the body of one `_all_docs`. */
async function allDocsQueries(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const queries = limited(arrayField(await exchange.object(), 'queries'));
  const results: Doc[] = [];
  for (const each of queries) {
    if (!isDoc(each)) throw new CouchError(400, 'bad_request', 'every query must be a JSON object');
    results.push(
      await database.allDocs({
        ...rangeOf(exchange, each),
        descending: each['descending'] === true,
        include_docs: each['include_docs'] === true,
        ...(typeof each['limit'] === 'number' ? { limit: each['limit'] } : {}),
        ...(typeof each['skip'] === 'number' ? { skip: each['skip'] } : {}),
      }),
    );
  }
  return { json: { results } };
}

/** `_all_docs` between the ends of the design documents. */
async function designDocs(exchange: Exchange): Promise<Answer> {
  const database = await exchange.database();
  const { query, request } = exchange;
  const body = request.method === 'POST' ? await exchange.object() : {};
  const descending = query.flag('descending');
  const [startkey, endkey] = descending ? ['_design0', '_design/'] : ['_design/', '_design0'];
  const range = rangeOf(exchange, body);
  const named = range.keys !== undefined || range.key !== undefined;
  const found = await database.allDocs({
    ...(named ? {} : { startkey, endkey, inclusive_end: descending }),
    ...range,
    descending,
    include_docs: query.flag('include_docs') || body['include_docs'] === true,
    conflicts: query.flag('conflicts'),
  });
  return { json: found };
}

export const bulkRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db/_bulk_docs', need: 'hand-in', inTurns: true, run: bulkDocs },
  { method: 'POST', path: '/:db/_revs_diff', need: 'hand-in', run: revsDiff },
  { method: 'POST', path: '/:db/_missing_revs', need: 'manage', run: missingRevs },
  { method: 'GET', path: '/:db/_all_docs', need: 'manage', run: allDocs },
  { method: 'POST', path: '/:db/_all_docs', need: 'manage', run: allDocs },
  { method: 'POST', path: '/:db/_all_docs/queries', need: 'manage', run: allDocsQueries },
  { method: 'GET', path: '/:db/_design_docs', need: 'manage', run: designDocs },
  { method: 'POST', path: '/:db/_design_docs', need: 'manage', run: designDocs },
];
