/** Lists of documents, and which revisions are missing. */
import type { Doc } from '../../hub/couch/database.ts';
import { revsMap } from '../../hub/couch/bulk-routes.ts';
import type { Answer } from '../../hub/http/answer.ts';
import { limited } from '../../hub/http/budget.ts';
import { CouchError } from '../../hub/http/errors.ts';
import { arrayField, type CouchRoute, type Exchange, isDoc } from '../../hub/http/exchange.ts';
import type { AllDocsOptions } from './managed-database.ts';
import type { Managed } from './open-routes.ts';

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

async function allDocs(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
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
async function allDocsQueries(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
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
async function designDocs(managed: Managed, exchange: Exchange): Promise<Answer> {
  const database = managed(exchange);
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

export const listRoutes = (managed: Managed): readonly CouchRoute[] => [
  { method: 'POST', path: '/:db/_missing_revs', need: 'manage', run: missingRevs },
  { method: 'GET', path: '/:db/_all_docs', need: 'manage', run: (exchange) => allDocs(managed, exchange) },
  { method: 'POST', path: '/:db/_all_docs', need: 'manage', run: (exchange) => allDocs(managed, exchange) },
  {
    method: 'POST',
    path: '/:db/_all_docs/queries',
    need: 'manage',
    run: (exchange) => allDocsQueries(managed, exchange),
  },
  { method: 'GET', path: '/:db/_design_docs', need: 'manage', run: (exchange) => designDocs(managed, exchange) },
  { method: 'POST', path: '/:db/_design_docs', need: 'manage', run: (exchange) => designDocs(managed, exchange) },
];
