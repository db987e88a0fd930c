/** The requests that are being answered: one that moves too slowly is ended, and a hub that stops waits for the others. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Limits } from './limits.ts';

/** For a client that is told to come again while the hub stops, in seconds. */
const AGAIN_AFTER_S = 10;
const SLOW = { error: 'timeout', reason: '发送太慢，没有收下，请稍后分成小批再发' };
const STOPPING = { error: 'stopping', reason: '县级服务正在停止，请稍后再试' };

/** Bytes of one exchange as the connection counts them. */
export interface ByteCount {
  readonly bytesIn: number;
  readonly bytesOut: number;
}

type WhenOver = (moved: ByteCount) => void;

interface Open {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of its own: a request whose reading is broken off loses its socket. */
  readonly socket: Socket;
  readonly ends: WhenOver[];
  /** The device that has logged in with it. */
  device: string | null;
  /** Throws where it may no longer go on: what its device reads with it is not its to read any more. */
  mayGoOn: (() => void) | null;
  /** What is to be done when the handler is through with it. */
  done: WhenOver | null;
  /** What it moved, when the connection has the whole answer or is gone. */
  over: ByteCount | null;
  moved: number;
  slowLooks: number;
}

/** Bytes that really left or came over the connection. */
const movedOn = (socket: Socket): number => socket.bytesRead + socket.bytesWritten - socket.writableLength;

/**
 * Returns how many slow looks in a row a request may have: by whether the client still sends its body or still reads its answer; no end of them while
 * the hub itself works.
 */
function patienceWith({ request, response, socket }: Open, slow: Limits['slow']): number {
  if (socket.destroyed) return Number.POSITIVE_INFINITY;
  if (!request.complete) return slow.sendingLooks;
  const reads = response.writableLength > 0 || socket.writableLength > 0;
  return reads ? slow.readingLooks : Number.POSITIVE_INFINITY;
}

export class OpenRequests {
  readonly #open = new Map<IncomingMessage, Open>();
  readonly #slow: Limits['slow'];
  readonly #timer: NodeJS.Timeout;
  readonly #ending = new AbortController();
  /** What was counted of a connection so far: the head of a request has come before its handler is called. */
  readonly #counted = new WeakMap<Socket, ByteCount>();
  readonly #idle = new AbortController();

  constructor(slow: Limits['slow']) {
    this.#slow = slow;
    this.#timer = setInterval(() => this.#look(), slow.everyMs);
    this.#timer.unref();
  }

  /** Aborted when the hub begins to stop: feeds come to their end. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** False: the hub stops, and the request has its answer. */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.ending.aborted) {
      refuse(response, 503, STOPPING, { 'retry-after': String(AGAIN_AFTER_S) });
      request.resume();
      return false;
    }
    const { socket } = request;
    const moved = movedOn(socket);
    const open: Open = {
      request,
      response,
      socket,
      ends: [],
      device: null,
      mayGoOn: null,
      done: null,
      over: null,
      moved,
      slowLooks: 0,
    };
    this.#open.set(request, open);
    response.once('close', () => {
      open.over = this.#count(socket);
      for (const end of open.ends) end(open.over);
      this.#closeIfOver(open);
    });
    return true;
  }

  #count(socket: Socket): ByteCount {
    const before = this.#counted.get(socket) ?? { bytesIn: 0, bytesOut: 0 };
    const now = { bytesIn: socket.bytesRead, bytesOut: socket.bytesWritten };
    this.#counted.set(socket, now);
    return { bytesIn: now.bytesIn - before.bytesIn, bytesOut: now.bytesOut - before.bytesOut };
  }

  /** Calls `end` when the connection has the whole answer or is gone. */
  whenOver(request: IncomingMessage, end: WhenOver): void {
    this.#open.get(request)?.ends.push(end);
  }

  /** Notes the device of a request: what is refused from here on is logged with it, too. */
  isOf(request: IncomingMessage, device: string): void {
    const open = this.#open.get(request);
    if (open !== undefined) open.device = device;
  }

  /** It reads: ended, with what still waits to go out, as soon as `ask` throws. */
  goesOnWhile(request: IncomingMessage, ask: () => void): void {
    const open = this.#open.get(request);
    if (open !== undefined) open.mayGoOn = ask;
  }

  /** Ends what may no longer go on. */
  review(): void {
    for (const { mayGoOn, socket } of this.#open.values()) {
      try {
        mayGoOn?.();
      } catch {
        socket.destroy();
      }
    }
  }

  /** Returns the device that has logged in with it; null without one, and when the request is over. */
  deviceOf(request: IncomingMessage): string | null {
    return this.#open.get(request)?.device ?? null;
  }

  /** The handler is through with it; `done` is called when the connection is, too. */
  handled(request: IncomingMessage, done: WhenOver): void {
    const open = this.#open.get(request);
    if (open === undefined) return;
    open.done = done;
    this.#closeIfOver(open);
  }

  #closeIfOver({ request, done, over }: Open): void {
    if (done === null || over === null) return;
    this.#open.delete(request);
    done(over);
    if (this.ending.aborted && this.#open.size === 0) this.#idle.abort();
  }

  /** Takes no more and ends the feeds. */
  stop(): void {
    this.#ending.abort();
  }

  /** After `stop`: resolves when every handler is through and every answer out, after `ms` at the latest. May be called several times. */
  async drained(ms: number): Promise<void> {
    clearInterval(this.#timer);
    if (this.#open.size === 0 || this.#idle.signal.aborted) return;
    // Aborted when the last one is out, so the wait itself ends by a rejection.
    await wait(ms, undefined, { signal: this.#idle.signal }).catch(() => undefined);
  }

  #look(): void {
    // Rights may end with a day, too.
    this.review();
    const least = (this.#slow.bytesPerSecond * this.#slow.everyMs) / 1000;
    for (const open of this.#open.values()) {
      const moved = movedOn(open.socket);
      const patience = patienceWith(open, this.#slow);
      open.slowLooks = Number.isFinite(patience) && moved - open.moved < least ? open.slowLooks + 1 : 0;
      open.moved = moved;
      if (open.slowLooks >= patience) cut(open);
    }
  }
}

function refuse(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}

function cut({ response, socket }: Open): void {
  if (response.headersSent) socket.destroy();
  else {
    response.once('finish', () => socket.destroy());
    refuse(response, 408, SLOW);
  }
}
