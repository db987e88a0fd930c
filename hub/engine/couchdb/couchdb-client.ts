/** The hub's client of CouchDB: JSON over HTTP as its administrator. One failure of the line closes it for all callers until a look at CouchDB opens it. */
import { BOUNDS } from '../../../shared/outside/bounds.ts';
import { JsonError, readJson, readPage } from '../../../shared/outside/json.ts';
import { CouchError, couchError } from '../../http/errors.ts';

export interface CouchdbAddress {
  /** Without credentials and without a slash at its end. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** What the county is told, by what is wrong. Only `down` passes by itself; the rest is for a person to put right. */
const TROUBLES = {
  down: '连不上 CouchDB',
  credentials: 'CouchDB 不接受 HUB_COUCHDB_URL 中的用户名和密码，或者它不是管理员',
  'not-couchdb': 'HUB_COUCHDB_URL 的地址上不是 CouchDB',
  old: 'CouchDB 的版本太低，需要 3.0 或更高',
  foreign: '这个 CouchDB 里是另一个县级服务的数据，没有连接',
} as const;
export type TroubleKind = keyof typeof TROUBLES;

const FOR_READERS = '县级数据库暂时连不上，现在只能交、不能取；已交的不会丢失，请稍后再试';
const TOO_LARGE = 'CouchDB 的回答太大，没有读完';
const RETRY_AFTER_S = 30;

/** CouchDB cannot be used. A device that reads is told to come again. */
export class CouchdbTrouble extends CouchError {
  readonly kind: TroubleKind;

  constructor(kind: TroubleKind) {
    super(503, 'unavailable', FOR_READERS, { 'retry-after': String(RETRY_AFTER_S) });
    this.kind = kind;
  }

  /** One sentence for the county. */
  get sentence(): string {
    return TROUBLES[this.kind];
  }
}

export interface CouchdbRequest {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** The answer takes no longer, from the request to its last byte, in ms; a minute if left out. */
  readonly patienceMs?: number;
}

/** The longest that a request to CouchDB may take, in ms. */
const PATIENCE_MS = 60_000;
/** No answer of CouchDB is larger, unpacked; what is would fill the hub's memory. */
const LARGEST_ANSWER = 128 * 1024 * 1024;
/** The most that is read of a refusal. */
const LARGEST_REFUSAL = 64 * 1024;
/** Statuses that pass by themselves, from CouchDB or from a proxy in front of it. */
const PASSING: readonly number[] = [408, 429, 502, 503, 504];
/** A connection that was kept and that the other side has just closed: said of the connection, not of CouchDB. */
const STALE = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** However they are written, an address with these segments is another address: a request that names one asks beyond its database. */
const LEADS_AWAY = new Set(['', '.', '..']);

function pathOf(path: readonly string[], query: CouchdbRequest['query']): string {
  if (path.some((segment) => LEADS_AWAY.has(segment))) throw couchError('badPath');
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== false);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

export class CouchdbClient {
  readonly #address: CouchdbAddress;
  readonly #closing = new AbortController();
  #trouble: CouchdbTrouble | null = new CouchdbTrouble('down');
  /** Told once of each loss. */
  onLost: (trouble: CouchdbTrouble) => void = () => undefined;

  constructor(address: CouchdbAddress) {
    this.#address = address;
  }

  get isOpen(): boolean {
    return this.#trouble === null;
  }

  /** Called after a look that found CouchDB usable. */
  open(): void {
    this.#trouble = null;
  }

  #lose(trouble: CouchdbTrouble): void {
    const had = this.#trouble === null;
    this.#trouble = trouble;
    if (had) this.onLost(trouble);
  }

  /** Ends everything that runs; later calls fail. */
  close(): void {
    this.#trouble = new CouchdbTrouble('down');
    this.#closing.abort();
  }

  /** JSON that CouchDB answers. Throws CouchdbTrouble at once while the line is lost; CouchError as CouchDB says it (4xx). */
  async ask(method: string, path: readonly string[], ask: CouchdbRequest = {}): Promise<unknown> {
    if (this.#trouble !== null) throw this.#trouble;
    try {
      return await this.look(method, path, ask);
    } catch (error) {
      if (error instanceof CouchdbTrouble) this.#lose(error);
      throw error;
    }
  }

  /** The same for the look whether CouchDB is there: it asks also while the line is lost, and leaves the line as it is. */
  async look(method: string, path: readonly string[], ask: CouchdbRequest = {}): Promise<unknown> {
    const response = await this.#send(method, pathOf(path, ask.query), ask);
    let json: unknown;
    try {
      json = readPage((await read(response, ask)).toString('utf8'), BOUNDS.peer);
    } catch (error) {
      throw error instanceof JsonError ? new CouchdbTrouble('not-couchdb') : error;
    }
    return json;
  }

  async #send(method: string, target: string, ask: CouchdbRequest): Promise<Response> {
    const body = ask.body === undefined ? null : JSON.stringify(ask.body);
    const { url, user, password } = this.#address;
    const signals = [
      this.#closing.signal,
      AbortSignal.timeout(ask.patienceMs ?? PATIENCE_MS),
      ...(ask.signal === undefined ? [] : [ask.signal]),
    ];
    const send = () =>
      fetch(url + target, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any(signals),
      });
    let response: Response;
    try {
      // Everything that is asked may be asked twice: documents are written once, and checkpoints name what they build on.
      response = await send().catch((error: unknown) => (isStale(error) ? send() : Promise.reject(error as Error)));
    } catch {
      throw silence(ask);
    }
    if (!response.ok) throw await refusal(response, ask);
    return response;
  }
}

/** Returns what a status other than 2xx means: by the status first, as a proxy may have answered, then by CouchDB's own words. */
async function refusal(response: Response, ask: CouchdbRequest): Promise<CouchError> {
  const { status } = response;
  const words = wordsOf(await read(response, ask, LARGEST_REFUSAL).catch(() => Buffer.alloc(0)));
  if (status === 401 || (status === 403 && words !== null)) return new CouchdbTrouble('credentials');
  if (PASSING.includes(status)) return new CouchdbTrouble('down');
  // One request that CouchDB stumbles over must not cut off all the others.
  if (status >= 500) return new CouchError(503, 'unavailable', FOR_READERS);
  if (status === 413) return couchError('tooLarge');
  return words === null ? new CouchdbTrouble('not-couchdb') : new CouchError(status, words.error, words.reason);
}

/** The whole body, unpacked. Throws CouchError for one that is too large, CouchdbTrouble for one that does not come to its end. */
async function read(response: Response, ask: CouchdbRequest, most = LARGEST_ANSWER): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.length;
      if (size > most) break;
      parts.push(part);
    }
  } catch {
    throw silence(ask);
  }
  if (size > most) throw new CouchError(502, 'oversized', TOO_LARGE);
  return Buffer.concat(parts);
}

/** Returns why there is no answer: the caller has given up, or nothing answers at the address. */
function silence({ signal }: CouchdbRequest): Error {
  const reason: unknown = signal?.aborted === true ? signal.reason : undefined;
  return reason instanceof Error && reason.name === 'AbortError' ? reason : new CouchdbTrouble('down');
}

function isStale(error: unknown): boolean {
  const { code } = (error as { cause?: { code?: unknown } }).cause ?? {};
  return typeof code === 'string' && STALE.has(code);
}

function wordsOf(body: Buffer): { readonly error: string; readonly reason: string } | null {
  try {
    const { error, reason } = readJson(body.toString('utf8'), BOUNDS.small) as { error?: unknown; reason?: unknown };
    return typeof error === 'string' ? { error, reason: typeof reason === 'string' ? reason : '' } : null;
  } catch {
    return null;
  }
}
