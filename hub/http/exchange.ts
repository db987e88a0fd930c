/** One request as the handlers see it, and the shape of a route. */
import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import { type BodyLimits, parseJson, type ReceivedBody, receiveBody, unpack, unpackBody } from './body.ts';
import type { Database, Doc } from '../couch/database.ts';
import { CouchError, couchError } from './errors.ts';
import type { Query } from './query.ts';

/**
 * What a route needs of the caller: `hello` nothing, `read` the database, `hand-in` to add documents to it, `local` to keep
 * replication checkpoints in it, `manage` whatever replication does not ask for, which no device may (closed-routes.ts).
 */
export type Need = 'hello' | 'read' | 'hand-in' | 'local' | 'manage';

export interface Caller {
  /** For the request log: a device id, `county`, `open`; null for a request without credentials. */
  readonly name: string | null;
  readonly roles: readonly string[];
}

/** The rights of callers. The protocol asks before it touches anything. Every function throws CouchError 401 or 403. */
export interface Door {
  caller(request: IncomingMessage): Caller | Promise<Caller>;
  /** Throws unless this caller may use routes of this need. Called before anything of the request is looked at. */
  admit(caller: Caller, need: Need): void;
  /** The database as this caller may use it. Throws CouchError 404 when there is none. */
  database(name: string, caller: Caller, need: Need): Database | Promise<Database>;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly caller: Caller;
  readonly door: Door;
  readonly uuid: string;
  /** Aborted when the hub begins to stop: what waits comes to its end. */
  readonly ending: AbortSignal;
  readonly need: Need;
  database(): Promise<Database>;
  /** The whole body is here, packed as it came. */
  received(): Promise<void>;
  bytes(): Promise<Buffer>;
  /** Unpacks gzip within the limits of a request. Throws CouchError 400, 413. */
  unpack(packed: Buffer): Promise<Buffer>;
  /** The body as a JSON object; an empty body counts as `{}`. */
  object(): Promise<Doc>;
}

export interface CouchRoute {
  readonly method: string;
  readonly path: string;
  readonly need: Need;
  /** Large bodies that are much work: they take turns (work-queue.ts). */
  readonly inTurns?: true;
  readonly run: (exchange: Exchange) => Answer | Promise<Answer>;
}

const JSON_TYPE = /^application\/(.+\+)?json\b/i;

/** What is known of a request before its body is read. */
export interface ExchangeParts extends Omit<Exchange, 'database' | 'received' | 'bytes' | 'unpack' | 'object'> {
  readonly limits: BodyLimits;
}

export function buildExchange({ limits, ...parts }: ExchangeParts): Exchange {
  let opened: Promise<Database> | undefined;
  let coming: Promise<ReceivedBody> | undefined;
  const received = () => (coming ??= receiveBody(parts.request, limits));
  const bytes = async () => unpackBody(await received(), limits);
  return {
    ...parts,
    database: () =>
      (opened ??= Promise.resolve(parts.door.database(parts.params['db'] ?? '', parts.caller, parts.need))),
    received: async () => void (await received()),
    bytes,
    unpack: (packed) => unpack(packed, limits),
    object: async () => {
      const type = parts.request.headers['content-type'];
      // Like CouchDB: a PUT may call its document what it likes.
      const named = parts.request.method === 'POST' && type !== undefined;
      if (named && !JSON_TYPE.test(type)) throw couchError('contentType');
      const body = await bytes();
      const value = body.length === 0 ? {} : parseJson(body);
      if (!isDoc(value)) throw couchError('notAnObject');
      return value;
    },
  };
}

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of a JSON body that must be an array. Throws CouchError 400. */
export function arrayField(body: Doc, name: string): readonly unknown[] {
  const value = body[name];
  if (!Array.isArray(value)) throw new CouchError(400, 'bad_request', `\`${name}\` parameter must be an array.`);
  return value;
}
