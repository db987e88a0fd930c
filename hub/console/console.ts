/** The county console over HTTP: its pages under /county/, its calls at /rpc. Own names only, no cookies, nothing kept by the browser. */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJsonBytes } from '../../store/file/json-bytes.ts';
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { EngineStatus } from '../../shared/api/county.ts';
import { ERROR_TEXTS, type ErrorCode } from '../../shared/api/errors.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { referenceCatalogue } from '../../shared/reference/load.ts';
import { newNonce, pageHeaders } from '../../pages/csp.ts';
import { pageFile } from '../../pages/page-files.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';
import type { Ledger } from '../../store/types.ts';
import { finish } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import { CouchError } from '../http/errors.ts';
import type { FileHealth } from '../admin/file-health.ts';
import type { Connections } from '../http/connections.ts';
import { GUESSES } from '../http/limits.ts';
import type { SignIns } from '../http/sign-ins.ts';
import { GuessLimit } from '../http/guess-limit.ts';
import type { HubIdentity } from '../admin/hub-file.ts';
import type { SideHandler } from '../server.ts';
import type { WhenProjected } from '../events/projector.ts';
import type { ConsoleDesk } from './desk.ts';
import { consoleHandlers } from './handlers.ts';
import { foreignHostSentence, isMeantForUs, type OwnNames } from './own-host.ts';
import { consolePage, sentencePage } from './pages.ts';
import { consoleServer } from './rpc.ts';
import { Sessions } from './sessions.ts';

export interface ConsoleOptions {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly now: () => number;
  readonly pages: string;
  readonly version: string;
  readonly whenProjected: WhenProjected;
  /** Holds a request that has not signed in to the limits of its address. Throws CouchError 429. */
  readonly hold: (request: IncomingMessage) => void;
  /** Learn which connections have signed in. */
  readonly connections: Connections;
  readonly engine: () => EngineStatus;
  readonly health: FileHealth;
  readonly signIns: SignIns;
  readonly report: (failure: unknown) => void;
  /** What the hub shows in TLS now. */
  readonly certificate: () => X509Certificate;
  /** The public name's host; null where the county set none. */
  readonly name: string | null;
  /** What sites are told to enter, best first. */
  readonly addresses: () => readonly string[];
}

const SESSION_HEADER = 'x-bianmin-session';
/** A call of the console is under 2 KB. */
const CALL_LIMITS = { maxBytes: 65_536, maxRatio: 20 };
/** Once signed in, a person may bring the file of a stick: 20 MB as base64. */
const FILE_LIMITS = { maxBytes: 30 * 1024 * 1024, maxRatio: 20 };

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer | string;
}

const json = (status: number, value: unknown): Reply => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});
const refusal = (status: number, code: ErrorCode): Reply =>
  json(status, { ok: false, code, message: ERROR_TEXTS[code] });

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?')[0] ?? '/';

/** A right secret is taken whatever was asked from there before. */
const isSignIn = (call: unknown): boolean =>
  typeof call === 'object' && call !== null && 'method' in call && call.method === 'county.signIn';

/** A browser asks for HTML; a replicator asks for JSON or names no wish. `/county` is a database, too. */
const wantsPage = ({ headers }: IncomingMessage) =>
  headers.authorization === undefined && (headers.accept ?? '').includes('text/html');

/** The sentence of a request that came by a name which is not the hub's. */
function foreign(request: IncomingMessage, addresses: readonly string[]): Reply {
  const here = `http://127.0.0.1:${request.socket.localPort}`;
  const sentence = foreignHostSentence(request, (request.socket instanceof TLSSocket ? addresses[0] : here) ?? here);
  if (!wantsPage(request)) return json(421, { ok: false, code: 'not-allowed', message: sentence });
  return { status: 421, ...sentencePage(sentence) };
}

/** What a page of another origin fails at. */
function stranger(request: IncomingMessage, names: OwnNames, addresses: readonly string[]): Reply | null {
  if (!isMeantForUs(request, names)) return foreign(request, addresses);
  const { headers, method, socket } = request;
  const { host = '', origin } = headers;
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  if (origin !== undefined && origin !== `${scheme}://${host}`) return refusal(403, 'not-allowed');
  if (method !== 'POST') return null;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return refusal(403, 'not-allowed');
  return headers['content-type']?.startsWith('application/json') ? null : refusal(415, 'bad-input');
}

export function createConsole(options: ConsoleOptions): SideHandler {
  const { ledger, hub, now, pages, version, whenProjected, hold, engine, health, report, certificate, addresses } =
    options;
  const catalogue = referenceCatalogue();
  const { places } = ledger.reference();
  const desk: ConsoleDesk = {
    file: ledger.file,
    ledger,
    hub,
    version,
    engine,
    places,
    get calendar() {
      return ledger.reference().calendar;
    },
    catalogue,
    matterName: (code) => catalogue.matter(code)?.name ?? code,
    now,
    today: () => localDateOf(now()),
    health,
    pin: () => pinOfCertificate(certificate()),
    addresses,
  };
  const sessions = new Sessions(now);
  const tries = new GuessLimit(GUESSES.signIn, now);
  const server = consoleServer(consoleHandlers(desk, sessions), report);

  const outside = (request: IncomingMessage) =>
    stranger(request, { certificate: certificate(), name: options.name }, addresses());

  function held(request: IncomingMessage): Reply | null {
    try {
      hold(request);
      return null;
    } catch (failure) {
      if (failure instanceof CouchError) return refusal(failure.status, 'busy');
      throw failure;
    }
  }

  async function rpc(request: IncomingMessage): Promise<{ readonly reply: Reply; readonly signedIn: boolean }> {
    const header = request.headers[SESSION_HEADER];
    const session = typeof header === 'string' ? header : null;
    const signedIn = session !== null && sessions.has(session);
    const called = (reply: Reply) => ({ reply, signedIn });
    const refused = outside(request);
    if (refused !== null) return called(refused);
    if (signedIn) options.connections.isOf(request, 'county');
    const busy = signedIn ? null : held(request);
    const context = {
      session,
      signedIn,
      refuse: () => {
        const isBraked = busy !== null || !tries.take(request);
        options.signIns.refused(request, { door: 'console', because: isBraked ? 'later' : 'wrong' });
        return isBraked ? ('too-many-tries' as const) : ('needs-sign-in' as const);
      },
    };
    try {
      const [limits, bounds] = signedIn ? [FILE_LIMITS, BOUNDS.large] : [CALL_LIMITS, BOUNDS.small];
      const raw = readJsonBytes(await readBody(request, limits), bounds);
      if (busy !== null && !isSignIn(raw)) return called(busy);
      if (signedIn) await whenProjected(null);
      return called(json(200, await server.call(raw, context)));
    } catch (error) {
      const isTooLarge = error instanceof CouchError && error.status === 413;
      return called(isTooLarge ? refusal(413, 'too-large') : refusal(400, 'bad-input'));
    }
  }

  async function page(request: IncomingMessage, nonce: string): Promise<{ route: string; reply: Reply } | null> {
    const path = pathOf(request);
    const asset = /^(?:\/county)?(\/assets\/.+)$/.exec(path)?.[1];
    if (asset !== undefined) {
      const refused = outside(request) ?? held(request);
      const file = refused === null ? await pageFile(pages, asset, nonce) : null;
      const found = file === null ? refusal(404, 'not-found') : { status: 200, ...file };
      return { route: '/county/assets/*', reply: refused ?? found };
    }
    if (!wantsPage(request) || !['/', '/county', '/county/'].includes(path)) return null;
    return { route: '/county/', reply: outside(request) ?? held(request) ?? (await consolePage(pages, nonce)) };
  }

  async function reply(
    request: IncomingMessage,
    response: ServerResponse,
    nonce: string,
    { status, type, body }: Reply,
  ): Promise<void> {
    // Sent away for being slow: it has its answer.
    if (response.headersSent) return;
    if (!request.complete) response.setHeader('connection', 'close');
    response.writeHead(status, {
      ...pageHeaders(nonce),
      'content-type': type,
      'content-length': Buffer.byteLength(body),
    });
    await finish(request, response, body);
  }

  return async (request, response) => {
    const nonce = newNonce();
    if (request.method === 'POST' && pathOf(request) === '/rpc') {
      const answer = await rpc(request);
      await reply(request, response, nonce, answer.reply);
      return { route: '/rpc', caller: answer.signedIn ? 'county' : null };
    }
    if (request.method !== 'GET') return null;
    const found = await page(request, nonce);
    if (found === null) return null;
    // Relative addresses of a page's files need the folder in its own.
    if (found.route === '/county/' && pathOf(request) !== '/county/') {
      response.writeHead(302, { location: '/county/', 'cache-control': 'no-store' }).end();
      return { route: '/', caller: null };
    }
    await reply(request, response, nonce, found.reply);
    return { route: found.route, caller: null };
  };
}
