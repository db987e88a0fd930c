/** The routes that are about many documents at once: written, compared. */
import type { Answer } from '../http/answer.ts';
import type { Doc, RevsMap } from './database.ts';
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

/** Revisions by id, as the body names them. An id may bring many: each counts as a row. Throws CouchError 400, 413. */
export function revsMap(body: Doc): RevsMap {
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

export const bulkRoutes: readonly CouchRoute[] = [
  { method: 'POST', path: '/:db/_bulk_docs', need: 'hand-in', inTurns: true, run: bulkDocs },
  { method: 'POST', path: '/:db/_revs_diff', need: 'hand-in', run: revsDiff },
];
