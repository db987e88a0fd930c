/**
 * What CouchDB does and this hub does not: databases made and removed, lists of documents, edits, design documents, attachments by themselves,
 * housekeeping. No replicator asks for any of it. The rows have no handler: the door refuses the need, so that a device is told that it may not,
 * and a stranger that it must log in first, rather than what there would be.
 */
import { couchError } from '../http/errors.ts';
import type { CouchRoute } from '../http/exchange.ts';

const CLOSED: Readonly<Record<string, readonly string[]>> = {
  '/_all_dbs': ['GET'],
  '/_dbs_info': ['GET', 'POST'],
  '/_active_tasks': ['GET'],
  '/:db': ['PUT', 'POST', 'DELETE'],
  '/:db/_all_docs': ['GET', 'POST'],
  '/:db/_all_docs/queries': ['POST'],
  '/:db/_design_docs': ['GET', 'POST'],
  '/:db/_missing_revs': ['POST'],
  '/:db/_compact': ['POST'],
  '/:db/_view_cleanup': ['POST'],
  '/:db/_purge': ['POST'],
  '/:db/_revs_limit': ['GET', 'PUT'],
  '/:db/_security': ['GET', 'PUT'],
  '/:db/_design/:ddoc': ['GET', 'PUT', 'DELETE'],
  '/:db/_design/:ddoc/*attachment': ['GET', 'PUT', 'DELETE'],
  '/:db/:doc': ['DELETE', 'COPY'],
  '/:db/:doc/*attachment': ['GET', 'PUT', 'DELETE'],
};

function notHere(): never {
  throw couchError('notImplemented');
}

export const closedRoutes: readonly CouchRoute[] = Object.entries(CLOSED).flatMap(([path, methods]) =>
  methods.map((method): CouchRoute => ({ method, path, need: 'manage', run: notHere })),
);
