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

/** A connection. */
interface Line {
  /** Answers that have not gone out yet. */
  readonly running: Map<ServerResponse, IncomingMessage>;
  /** Called when one of them has. */
  onClose: () => void;
}

/** Resolves when every answer to a request that came whole has gone out: answers keep the order of the requests. */
const allAnswered = (line: Line): Promise<void> =>
  new Promise((done) => {
    line.onClose = () => {
      if (![...line.running.values()].some((request) => request.complete)) done();
    };
    line.onClose();
  });

/** Read on for a while, as a client that still sends would otherwise be cut off before it has read the answer. */
function lingeringEnd(socket: Duplex, text: string): void {
  socket.end(text);
  socket.resume();
  const late = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(late));
}

/** Answers what is not HTTP with CouchDB's kind of body and closes the connection. Nothing that follows on it is read. */
export function answerMalformed(server: Server, reasonOf: ReasonOf = ({ message }) => message): void {
  const lines = new WeakMap<Duplex, Line>();
  const lineOf = (socket: Duplex): Line => {
    const line = lines.get(socket) ?? { running: new Map(), onClose: () => undefined };
    lines.set(socket, line);
    return line;
  };

  server.on('request', (request, response) => {
    const line = lineOf(request.socket);
    line.running.set(response, request);
    response.once('close', () => {
      line.running.delete(response);
      line.onClose();
    });
  });

  /** The parser gives up anew at everything that a client sends on: it is told once. */
  const told = new WeakSet<Duplex>();

  async function answer(failure: NodeJS.ErrnoException, socket: Duplex): Promise<void> {
    const line = lineOf(socket);
    await allAnswered(line);
    // An answer that has begun can only be broken off.
    const begun = [...line.running.keys()].some((response) => response.headersSent);
    if (!socket.writable || begun || failure.code === 'ECONNRESET') socket.destroy();
    else lingeringEnd(socket, lastAnswer(BY_CODE[failure.code ?? ''] ?? NO_HTTP, reasonOf));
  }

  server.on('clientError', (failure: NodeJS.ErrnoException, socket) => {
    if (told.has(socket)) return;
    told.add(socket);
    void answer(failure, socket);
  });
}
