/** The hub's servers: over TLS the door for devices and the console, on loopback the console alone; one line in the log for each request. */
import { constants } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { send } from './http/answer.ts';
import { type CouchHandler, errorAnswer } from './couch/handler.ts';
import { CouchError, toCouchError } from './http/errors.ts';
import { answerMalformed } from './http/malformed-request.ts';
import type { OwnRoute } from './device-api/own-routes.ts';
import { inChinese } from './device-api/error-texts.ts';
import type { RequestControl } from './http/request-control.ts';
import { isFeed } from './http/rate-limit.ts';
import { type LogWriter, requestLine } from './http/request-log.ts';
import type { TlsKey } from './tls/tls-key.ts';

/** Answers a request that is its own; null: not its own. */
export type SideHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<{ readonly route: string; readonly caller: string | null } | null>;

export interface ServerOptions {
  readonly couch: CouchHandler;
  readonly own: readonly OwnRoute[];
  /** The hub's state, for monitoring on its own machine. */
  readonly status: readonly OwnRoute[];
  readonly console: SideHandler;
  readonly control: RequestControl;
  readonly now: () => number;
  readonly log: LogWriter;
  /** Takes an unforeseen failure. */
  readonly report: (failure: unknown) => void;
}

export interface HubServer {
  readonly port: number;
  /** Takes no new requests, ends the feeds, lets what runs come to its end (5 s at most). */
  close(): Promise<void>;
}

/** A client that sends its headers slower than this holds a socket for nothing, in ms. */
const HEADERS_MS = 20_000;
/** A whole request, body included: 16 MB over a line of 0.5 Mbit/s take 4 minutes. */
const REQUEST_MS = 300_000;
const GRACE_MS = 5000;
const SWEEP_MS = 50;
const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?')[0] ?? '/';

async function runOwn(
  route: OwnRoute,
  request: IncomingMessage,
  response: ServerResponse,
  report: (f: unknown) => void,
) {
  try {
    const { answer, caller } = await route.run(request);
    await send(request, response, answer);
    return { route: route.path, caller };
  } catch (failure) {
    const isOver = response.destroyed || response.headersSent;
    // A client that went away while it sent, or was sent away for being slow, is no failure of ours.
    const isLeft = isOver && !request.complete;
    if (!isLeft && toCouchError(failure).status >= 500) report(failure);
    if (isOver) response.destroy();
    else await send(request, response, errorAnswer(failure, inChinese));
    return { route: route.path, caller: null };
  }
}

type Answerer = (
  request: IncomingMessage,
  response: ServerResponse,
  report: (failure: unknown) => void,
) => Promise<{ readonly route: string; readonly caller: string | null }>;

const routeOf = (routes: readonly OwnRoute[], request: IncomingMessage) =>
  routes.find((each) => each.method === request.method && each.path === pathOf(request));

/** Everything the hub is asked over TLS. */
function everything({ couch, own, status, console: side }: ServerOptions): Answerer {
  const routes = [...own, ...status];
  return async (request, response, report) => {
    const route = routeOf(routes, request);
    if (route !== undefined) return runOwn(route, request, response, report);
    return (await side(request, response)) ?? (await couch(request, response));
  };
}

const NO_DEVICES = new CouchError(404, 'not_found', '这个端口只供本机打开县级页面，站点请用县级服务的 https 地址');

/** What is asked on the hub's own machine: the console, and how the hub is. */
function consoleAlone({ status, console: side }: ServerOptions): Answerer {
  return async (request, response, report) => {
    const route = routeOf(status, request);
    if (route !== undefined) return runOwn(route, request, response, report);
    const answered = await side(request, response);
    if (answered !== null) return answered;
    if (!request.complete) response.setHeader('connection', 'close');
    await send(request, response, errorAnswer(NO_DEVICES, inChinese));
    return { route: '-', caller: null };
  };
}

function createListener({ control, now, log, report }: ServerOptions, answer: Answerer) {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const { route, caller } = await answer(request, response, report).catch((failure: unknown) => {
      report(failure);
      response.destroy();
      return { route: '-', caller: null };
    });
    const who = caller ?? control.exchanges.deviceOf(request);
    const ms = performance.now() - started;
    control.exchanges.handled(request, (moved) => {
      const answered = { method: request.method ?? '', route, status: response.statusCode, ms, ...moved };
      log(requestLine(new Date(now()).toISOString(), who, answered));
      control.traffic.record(answered, isFeed(request));
    });
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    if (control.exchanges.begin(request, response)) void serve(request, response);
  };
}

const HTTP_LIMITS = {
  maxHeaderSize: 32_768,
  headersTimeout: HEADERS_MS,
  requestTimeout: REQUEST_MS,
  // A site with nothing to say comes back on the same connection after its five minutes.
  keepAliveTimeout: 330_000,
};

const TLS_OPTIONS = {
  minVersion: 'TLSv1.2',
  ciphers:
    'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL',
  ecdhCurve: 'X25519:P-256',
  handshakeTimeout: HEADERS_MS,
  // A site shows itself the certificate at every connection; tickets would only add 400 bytes to each.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const;

const secure = ({ certificate, key }: TlsKey) => ({ cert: certificate, key });

export interface Place {
  readonly host: string;
  readonly port: number;
}

export interface DoorServer extends HubServer {
  /** Connections from now on see this key; those that are open go on. */
  use(tls: TlsKey): void;
}

async function listen(
  server: http.Server | https.Server,
  { connections, exchanges }: RequestControl,
  { host, port }: Place,
): Promise<HubServer> {
  connections.watch(server);
  answerMalformed(server, inChinese);
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, host, ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      exchanges.stop();
      const closed = new Promise((done) => server.close(done));
      // A connection whose answer is out waits for a next request that will not be taken.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      await exchanges.drained(GRACE_MS);
      clearInterval(sweep);
      server.closeAllConnections();
      await closed;
      // What was cut off must not meet a closed file.
      await exchanges.drained(GRACE_MS);
    },
  };
}

/** The front door. Rejects when the port is taken. */
export async function startDoor(options: ServerOptions, tls: TlsKey, place: Place): Promise<DoorServer> {
  const listener = createListener(options, everything(options));
  const server = https.createServer({ ...HTTP_LIMITS, ...TLS_OPTIONS, ...secure(tls) }, listener);
  return {
    ...(await listen(server, options.control, place)),
    use: (next) => server.setSecureContext({ ...TLS_OPTIONS, ...secure(next) }),
  };
}

/** Where the console listens without TLS: on this machine alone. */
export const CONSOLE_HOST = '127.0.0.1';

/** The console for a browser on the hub's own machine, which would warn of a certificate that no authority signed. */
export function startConsole(options: ServerOptions, port: number): Promise<HubServer> {
  const server = http.createServer(HTTP_LIMITS, createListener(options, consoleAlone(options)));
  return listen(server, options.control, { host: CONSOLE_HOST, port });
}
