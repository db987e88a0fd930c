/** What a client is told that does not speak HTTP, or stopped in the middle: the parser gave up before there was a whole request. */
import { type IncomingMessage, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LINGER_MS } from './answer.ts';
import { CouchError } from './errors.ts';

const TOO_LATE = new CouchError(408, 'timeout', 'The request could not be processed in a reasonable amount of time.');
const HEADERS_TOO_LARGE = new CouchError(431, 'too_large', 'the request line and headers are too large');
const NO_HTTP = new CouchError(400, 'bad_request', 'the request is no valid HTTP');

const BY_CODE: Readonly<Record<string, CouchError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: TOO_LATE,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
};

type ReasonOf = (error: CouchError) => string;

function lastAnswer(failure: CouchError, reasonOf: ReasonOf): string {
  const body = `${JSON.stringify({ error: failure.error, reason: reasonOf(failure) })}\n`;
  return [
    `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status] ?? ''}`,
    'connection: close',
    'cache-control: must-revalidate',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** Resolves when every answer to a request that came whole has gone out: answers keep the order of the requests. */
async function settled(running: ReadonlyMap<ServerResponse, IncomingMessage>): Promise<void> {
  const whole = [...running].filter(([, request]) => request.complete);
  await Promise.all(whole.map(([response]) => new Promise((done) => response.once('close', done))));
}

/** Read on for a while, as a client that still sends would otherwise be cut off before it has read the answer. */
function lingeringEnd(socket: Duplex, text: string): void {
  socket.end(text);
  socket.resume();
  const late = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(late));
}

/** Answers what is not HTTP with CouchDB's kind of body and closes the connection. Nothing that follows on it is read. */
export function answerMalformed(server: Server, reasonOf: ReasonOf = ({ message }) => message): void {
  const lines = new WeakMap<Duplex, Map<ServerResponse, IncomingMessage>>();
  const runningOn = (socket: Duplex) => {
    const running = lines.get(socket) ?? new Map<ServerResponse, IncomingMessage>();
    lines.set(socket, running);
    return running;
  };

  server.on('request', (request, response) => {
    const running = runningOn(request.socket);
    running.set(response, request);
    response.once('close', () => running.delete(response));
  });

  /** The parser gives up anew at everything that a client sends on: it is told once. */
  const told = new WeakSet<Duplex>();

  async function answer(failure: NodeJS.ErrnoException, socket: Duplex): Promise<void> {
    const running = runningOn(socket);
    await settled(running);
    // An answer that has begun can only be broken off.
    const begun = [...running.keys()].some((response) => response.headersSent);
    if (!socket.writable || begun || failure.code === 'ECONNRESET') socket.destroy();
    else lingeringEnd(socket, lastAnswer(BY_CODE[failure.code ?? ''] ?? NO_HTTP, reasonOf));
  }

  server.on('clientError', (failure: NodeJS.ErrnoException, socket) => {
    if (told.has(socket)) return;
    told.add(socket);
    void answer(failure, socket);
  });
}
