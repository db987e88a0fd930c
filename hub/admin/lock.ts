/**
 * One process owns a data folder: the one that holds the lock of a file in it. A socket is no lock: two processes that find one left behind would
 * each delete it, one of them the other's new one. The owner alone touches the folder's socket, which takes one line of a request from the command
 * line.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { ApiError } from '../../shared/api/errors.ts';
import { lockFile } from '../../store/file/file-lock.ts';
import { isOwnFolder, makeOwnFolder, socketPlace } from '../../store/file/private-folder.ts';
import { fileError, naming, StartError } from '../start-error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

const LOCK_FILE = 'hub.lock';
/** The socket's name in sentences for a person. */
const SOCKET = '命令行用的套接字';

/**
 * In the folder itself, where every program that may open the file finds it: a service often has a temporary folder of its own. In the
 * temporary folder only where the path would be too long, in one of this user's own: `shared`.
 */
function socketOf(folder: string): { readonly socket: string; readonly shared: string | null } {
  const whole = path.resolve(folder);
  const name = `bianmin-${createHash('sha256').update(whole).digest('hex').slice(0, 20)}`;
  if (process.platform === 'win32') return { socket: `\\\\.\\pipe\\${name}`, shared: null };
  return socketPlace(path.join(whole, 'hub.sock'), 'bianmin-hub', `${name}.sock`);
}

export type OwnerRequest = (line: string) => Promise<string>;

/** More than any path. */
const MAX_LINE = 8192;

function serve(peer: net.Socket, onRequest: OwnerRequest): void {
  let text = '';
  peer.setEncoding('utf8');
  peer.on('error', () => peer.destroy());
  peer.on('data', (part: string) => {
    text += part;
    if (text.length > MAX_LINE) peer.destroy();
    else if (text.endsWith('\n'))
      void onRequest(text.trim()).then(
        (answer) => peer.end(answer),
        (error: unknown) => peer.end(error instanceof Error ? error.message : ''),
      );
  });
}

function listen(socket: string, onRequest: OwnerRequest): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((peer) => serve(peer, onRequest));
    server.once('error', reject);
    server.listen(socket, () => {
      if (process.platform !== 'win32') chmodSync(socket, 0o600);
      resolve(server);
    });
    server.unref();
  });
}

/** Returns what the owner of the folder answers to a line; null when no process owns it. Throws ApiError `busy` for an owner that does not listen yet. */
export async function askOwner(folder: string, line: string): Promise<string | null> {
  const text = await ask(folder, line);
  if (text === '') throw new ApiError('busy', '县级服务正在启动或停止，请稍后再试');
  return text;
}

function ask(folder: string, line: string): Promise<string | null> {
  const { socket, shared } = socketOf(folder);
  // Another user's socket is asked nothing.
  if (shared !== null && !isOwnFolder(shared)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const peer = net.connect(socket, () => peer.write(`${line}\n`));
    let text = '';
    peer.setEncoding('utf8');
    peer.on('data', (part: string) => (text += part));
    peer.once('end', () => resolve(text));
    peer.once('error', () => resolve(null));
  });
}

/** null: another process has it. Throws StartError, StoreError where the folder can't be used. */
export async function lockFolder(folder: string, onRequest: OwnerRequest): Promise<FolderLock | null> {
  const { socket, shared } = socketOf(folder);
  naming('数据文件夹', folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  const lock = path.join(folder, LOCK_FILE);
  const unlock = naming('锁文件', lock, () => lockFile(lock));
  if (unlock === null) return null;
  try {
    if (shared !== null && !naming(SOCKET, shared, () => makeOwnFolder(shared)))
      throw new StartError(
        `${SOCKET}要放的文件夹 ${shared} 是别人的，不能使用；请让人删去它，或把数据文件夹放到更短的路径`,
      );
    // Left behind by a process that was killed: a living one has the lock.
    if (process.platform !== 'win32') naming(SOCKET, socket, () => rmSync(socket, { force: true }));
    const server = await listen(socket, onRequest).catch((failure: unknown) => {
      throw fileError(failure, SOCKET, socket);
    });
    return {
      async release() {
        await new Promise((done) => server.close(done));
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A command that works on the folder of a hub that does not run has it for moments. */
const TRIES = 20;
const BETWEEN_MS = 250;

/** As `lockFolder`, but waits some seconds for one who has the folder: a hub that is started again while a command works comes after it. */
export async function waitForFolder(folder: string, onRequest: OwnerRequest): Promise<FolderLock | null> {
  for (let tried = 1; ; tried += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one try after the other is what waiting is
    const lock = await lockFolder(folder, onRequest);
    if (lock !== null || tried === TRIES) return lock;
    // oxlint-disable-next-line no-await-in-loop
    await delay(BETWEEN_MS);
  }
}
