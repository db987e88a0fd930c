/** Errors of the replication protocol: status, CouchDB's word for it and the sentence beside it. */
import { asStoreError, StoreError, type StoreErrorKind } from '../../store/file/errors.ts';

/** Thrown anywhere behind the protocol; becomes `{"error","reason"}` with the status. */
export class CouchError extends Error {
  override readonly name = 'CouchError';
  readonly status: number;
  readonly error: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: string, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(reason);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

/** CouchDB 3's words, one line each, so that clients that compare texts find what they know. */
const COUCH_ERRORS = {
  noDatabase: [404, 'not_found', 'Database does not exist.'],
  missing: [404, 'not_found', 'missing'],
  deleted: [404, 'not_found', 'deleted'],
  noPath: [404, 'not_found', 'missing'],
  unauthorized: [401, 'unauthorized', 'Please login.'],
  noSessions: [404, 'not_found', 'no sessions by cookie: send basic authentication with every request'],
  noRevision: [400, 'bad_request', 'When `new_edits: false`, the document needs `_rev` or `_revisions` specified'],
  otherRevision: [400, 'bad_request', 'Document rev from request body and query string have different values'],
  otherEtag: [400, 'bad_request', 'Document rev and etag have different values'],
  conflict: [409, 'conflict', 'Document update conflict.'],
  invalidJson: [400, 'bad_request', 'invalid UTF-8 JSON'],
  tooDeep: [400, 'bad_request', 'the JSON is nested too deeply'],
  forbiddenKey: [400, 'bad_request', 'the JSON holds a key that no document may have'],
  notAnObject: [400, 'bad_request', 'Document must be a JSON object'],
  contentType: [415, 'bad_content_type', 'Content-Type must be application/json'],
  encoding: [415, 'bad_ctype', 'Only gzip encoding is supported'],
  badGzip: [400, 'bad_request', 'the body is not what its content-encoding says'],
  tooLarge: [413, 'too_large', 'the request entity is too large'],
  badPath: [400, 'bad_request', 'the path is not valid'],
  notImplemented: [501, 'not_implemented', 'this database cannot do that'],
  localAttachment: [400, 'bad_request', '_local documents do not accept attachments.'],
  reservedId: [400, 'illegal_docid', 'Only reserved document ids may start with underscore.'],
} as const satisfies Record<string, readonly [number, string, string]>;
type CouchErrorName = keyof typeof COUCH_ERRORS;

export function couchError(name: CouchErrorName, reason?: string): CouchError {
  const [status, error, text] = COUCH_ERRORS[name];
  return new CouchError(status, error, reason ?? text);
}

/** What the file could not take: nothing of the request was stored, and it may come again. */
const OF_THE_FILE: Readonly<Partial<Record<StoreErrorKind, readonly [status: number, error: string, reason: string]>>> =
  {
    Full: [507, 'disk_full', '县级服务的磁盘已满，没有收下，请稍后再交'],
    ReadOnly: [503, 'read_only', '县级服务的数据文件写不进去，没有收下，请稍后再交'],
    Failed: [503, 'storage_failed', '县级服务的磁盘读写出错，没有收下，请稍后再交'],
  };
/** A person has to look after the machine first, in s. */
const FILE_AGAIN_AFTER_S = 60;

function fileError(failure: unknown): CouchError | null {
  const known = asStoreError(failure);
  const row = known instanceof StoreError ? OF_THE_FILE[known.kind] : undefined;
  return row === undefined ? null : new CouchError(...row, { 'retry-after': String(FILE_AGAIN_AFTER_S) });
}

interface PouchError {
  readonly status?: number;
  readonly name?: string;
  readonly error?: unknown;
  readonly reason?: unknown;
  readonly message?: string;
}

/** PouchDB says some things in its own words; CouchDB's clients know these. */
const SAME_IN_COUCHDB: Readonly<Record<string, string>> = {
  'Document update conflict': 'Document update conflict.',
};

function wordsOf(error: PouchError): { error: string; reason: string } {
  const name = typeof error.error === 'string' ? error.error : (error.name ?? 'unknown_error');
  // PouchDB names only the field in `reason` here, CouchDB the whole sentence.
  const whole = typeof error.reason !== 'string' || name === 'doc_validation';
  const text = whole ? (error.message ?? '') : String(error.reason);
  return { error: name, reason: SAME_IN_COUCHDB[text] ?? text };
}

/** Returns what a client is told of any failure. Of an unforeseen one it says only that it happened: its text may hold data. */
export function toCouchError(failure: unknown): CouchError {
  if (failure instanceof CouchError) return failure;
  const ofTheFile = fileError(failure);
  if (ofTheFile !== null) return ofTheFile;
  const error = (failure ?? {}) as PouchError;
  if (typeof error.status !== 'number' || error.status < 400 || error.status > 599)
    return new CouchError(500, 'internal_server_error', 'the hub could not finish this request');
  const words = wordsOf(error);
  // A bad document is the client's fault, whatever PouchDB says.
  return new CouchError(words.error === 'doc_validation' ? 400 : error.status, words.error, words.reason);
}

/** One failed row of `_bulk_docs` or `_bulk_get`. */
export function errorRow(failure: unknown): { error: string; reason: string; status: number } {
  const { status, error, message } = toCouchError(failure);
  return { error, reason: message, status };
}
