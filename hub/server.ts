/** The hub's HTTP server: pages and console for the county, the door for devices, one line in the log for each. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from './couch/answer.ts';
import { type CouchHandler, errorAnswer } from './couch/handler.ts';
import { toCouchError } from './couch/errors.ts';
import { answerMalformed } from './couch/malformed.ts';
import type { OwnRoute } from './door/own-routes.ts';
import { inChinese } from './door/words.ts';
import { limitConnections } from './front/connections.ts';
import type { Front } from './front/front.ts';
import { isFeed } from './front/gate.ts';
import { type LogWriter, failureLine, requestLine } from './request-log.ts';

/** Answers a request that is its own; null: not its own. */
export type SideHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<{ readonly route: string; readonly caller: string | null } | null>;

export interface ServerOptions {
  readonly couch: CouchHandler;
  readonly own: readonly OwnRoute[];
  readonly console: SideHandler;
  readonly front: Front;
  readonly now: () => number;
  readonly log: LogWriter;
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
    // A client that went away, or was sent away for being slow, is no failure of ours.
    if (response.destroyed || response.headersSent) response.destroy();
    else {
      if (toCouchError(failure).status >= 500) report(failure);
      await send(request, response, errorAnswer(failure, inChinese));
    }
    return { route: route.path, caller: null };
  }
}

function createListener({ couch, own, console: side, front, now, log }: ServerOptions) {
  const report = (failure: unknown) => log(failureLine(new Date(now()).toISOString(), failure));

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const route = own.find((each) => each.method === request.method && each.path === pathOf(request));
    if (route !== undefined) return runOwn(route, request, response, report);
    return (await side(request, response)) ?? (await couch(request, response));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const { route, caller } = await answer(request, response).catch((failure: unknown) => {
      report(failure);
      response.destroy();
      return { route: '-', caller: null };
    });
    const ms = performance.now() - started;
    front.exchanges.handled(request, (moved) => {
      const answered = { method: request.method ?? '', route, status: response.statusCode, ms, ...moved };
      log(requestLine(new Date(now()).toISOString(), caller, answered));
      front.traffic.record(answered, isFeed(request));
    });
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    if (front.exchanges.begin(request, response)) void serve(request, response);
  };
}

/** Listens on loopback only: until the hub speaks TLS nothing else is offered. Rejects when the port is taken. */
export async function startServer(options: ServerOptions, port: number): Promise<HubServer> {
  const server = http.createServer(
    { maxHeaderSize: 32_768, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: 15_000 },
    createListener(options),
  );
  limitConnections(server, options.front.limits);
  answerMalformed(server, inChinese);
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const { exchanges } = options.front;
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
