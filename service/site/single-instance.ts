/**
 * One process owns a data folder (DESIGN §6). The lock is the operating system's, on a tiny SQLite file: it cannot be held twice
 * and ends with the process, however that ends. The socket beside it is how others reach the owner.
 */
import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Answer } from '../../shared/api/contract.ts';
import { ApiError, ERROR_TEXTS } from '../../shared/api/errors.ts';
import { isDiskFull } from '../../store/file/disk.ts';
import { StoreError } from '../../store/file/errors.ts';
import { lockFile } from '../../store/file/file-lock.ts';
import { isOwnFolder, makeOwnFolder } from '../../store/file/private-folder.ts';
import { folderTrouble, type SiteFolder } from './folder.ts';

/** A line holds a whole request: a workbook of 20 MB in base64. */
const LONGEST_LINE = 32 * 1024 * 1024;

interface OwnerDoors {
  /** A call as it came, not yet checked. */
  readonly call: (raw: unknown) => Promise<Answer<unknown>>;
  /** A second start asks the running program to show itself; its answer is shown where it was started: an address, where there is no window. */
  readonly show: () => string | null;
}

export interface Owner {
  /** Begins to answer others. Rejects when the socket cannot be made. */
  listen(doors: OwnerDoors): Promise<void>;
  close(): Promise<void>;
}

/** A lock that can't be had for another reason than its owner: the folder can't be written. */
function lockOf(folder: SiteFolder): (() => void) | null {
  try {
    return lockFile(folder.ownerFile);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw folderTrouble(folder.root, isDiskFull(folder.root) ? 'ENOSPC' : 'EACCES');
  }
}

/** The lock, or null when another process has it. Throws ApiError `read-only`, `disk-full` where the folder can't be written. */
export function takeOwnership(folder: SiteFolder): Owner | null {
  const release = lockOf(folder);
  if (release === null) return null;
  let server: net.Server | null = null;
  const sockets = new Set<net.Socket>();
  return {
    async listen(doors) {
      server = await listenAlone(folder, (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        serve(socket, doors);
      });
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      release();
    },
  };
}

/** Only the user may reach the socket; what is left of a killed owner is removed, as the lock says that it is dead. */
async function listenAlone(folder: SiteFolder, onSocket: (socket: net.Socket) => void): Promise<net.Server> {
  const isPipe = folder.socket.startsWith('\\\\');
  // A folder that another user made first is not to be trusted.
  if (folder.socketFolder !== null && !makeOwnFolder(folder.socketFolder)) throw new ApiError('in-use');
  if (!isPipe) rmSync(folder.socket, { force: true });
  const server = net.createServer(onSocket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(folder.socket, resolve);
  });
  if (!isPipe) chmodSync(folder.socket, 0o600);
  return server;
}

const RequestSchema = z.union([
  z.strictObject({ id: z.int(), call: z.unknown() }),
  z.strictObject({ id: z.int(), show: z.literal(true) }),
]);

function serve(socket: net.Socket, doors: OwnerDoors): void {
  socket.on('error', () => socket.destroy());
  let size = 0;
  socket.on('data', (part: Buffer) => {
    size = part.includes(10) ? 0 : size + part.length;
    if (size > LONGEST_LINE) socket.destroy();
  });
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
    void answerLine(line, doors).then((text) => socket.writable && socket.write(`${text}\n`));
  });
}

async function answerLine(line: string, doors: OwnerDoors): Promise<string> {
  const request = readRequest(line);
  if (request === null)
    return JSON.stringify({ id: null, answer: { ok: false, code: 'bad-input', message: ERROR_TEXTS['bad-input'] } });
  if ('show' in request) {
    return JSON.stringify({ id: request.id, answer: { ok: true, value: doors.show() } });
  }
  return JSON.stringify({ id: request.id, answer: await doors.call(request.call) });
}

function readRequest(line: string): z.infer<typeof RequestSchema> | null {
  try {
    const parsed = RequestSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export interface OwnerClient {
  call(call: { readonly method: string; readonly input: unknown }): Promise<Answer<unknown>>;
  /** An address to print at the second start, where the program has no window to show; else null. */
  show(): Promise<string | null>;
  close(): void;
}

/** Reaches the process that owns the folder; null when none answers there. */
export async function reachOwner(folder: SiteFolder): Promise<OwnerClient | null> {
  if (folder.socketFolder !== null && !isOwnFolder(folder.socketFolder)) return null;
  const socket = net.connect(folder.socket);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return null;
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  const fail = () => {
    for (const settle of waiting.values())
      settle({ ok: false, code: 'internal', message: '程序已经关闭，请再试一次。' });
    waiting.clear();
  };
  socket.on('error', fail);
  socket.on('close', fail);
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
    const { id, answer } = JSON.parse(line) as { id: number; answer: Answer<unknown> };
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  let next = 0;
  const send = (body: object) =>
    new Promise<Answer<unknown>>((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      socket.write(`${JSON.stringify({ id: next, ...body })}\n`);
    });
  return {
    call: (call) => send({ call }),
    async show() {
      const answer = await send({ show: true });
      return answer.ok && typeof answer.value === 'string' ? answer.value : null;
    },
    close: () => socket.end(),
  };
}
