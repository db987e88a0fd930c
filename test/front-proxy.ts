/** A real proxy with the hub's own TLS key in front of it, as a county's nginx stands there: it passes requests on, or answers them itself. */
import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Hub } from '../hub/hub.ts';
import { presentKey } from '../hub/tls/keys.ts';

/** Answers a request in the hub's place; its body is being thrown away meanwhile. */
export type OwnAnswer = (response: http.ServerResponse) => void;

export interface FrontProxy {
  readonly address: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Says who answers a path: a function does, without one the hub. */
  answer(rule: (path: string, request: http.IncomingMessage) => OwnAnswer | null): void;
  close(): Promise<void>;
}

export async function frontProxy(hub: Hub): Promise<FrontProxy> {
  const { key, certificate } = presentKey(hub.ledger.file, null);
  const asked: string[] = [];
  let rule: Parameters<FrontProxy['answer']>[0] = () => null;
  const server = https.createServer({ key, cert: certificate }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', hub.address);
    asked.push(pathname);
    request.on('error', () => response.destroy());
    const own = rule(pathname, request);
    if (own !== null) {
      request.resume();
      own(response);
      return;
    }
    const onward = https.request(
      new URL(request.url ?? '/', hub.address),
      { method: request.method, headers: request.headers, rejectUnauthorized: false, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer(next) {
      rule = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const page = (words: string) => `<html>\r\n<head><title>${words}</title></head>\r\n<body>${words}</body></html>\r\n`;

/** A page, as nginx and portals make it. */
export const pageOf =
  (status: number, headers: http.OutgoingHttpHeaders = {}): OwnAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end(page(`${status} nginx`));
  };

/** A piece each so many ms, for ever; the head comes first, and says what `headers` say. */
export const dripping =
  (everyMs: number, piece: string, status = 200, headers: http.OutgoingHttpHeaders = {}): OwnAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const timer = setInterval(() => response.write(piece), everyMs);
    response.on('close', () => clearInterval(timer));
  };
