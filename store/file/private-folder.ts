/**
 * Where a program's socket lies, and folders for sockets in a shared place, such as the temporary folder, where another user may have made one of
 * that name first.
 */
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Returns whether it is a folder of this very user that no other user can write to. */
export function isOwnFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** Makes it for this user alone. Returns false when it is another user's, or no folder. */
export function makeOwnFolder(folder: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
  chmodSync(folder, 0o700);
  return true;
}

/** `sun_path` is 108 bytes on Linux and 104 on macOS, with the closing zero. */
const LONGEST_SOCKET = 100;
const fits = (socket: string): boolean => Buffer.byteLength(socket) <= LONGEST_SOCKET;

/**
 * Returns where a program of this user listens for others: `inside` the folder that it is about, where every program that may open the folder finds
 * it. Where that path is too long for a socket, in a folder of this user alone (`shared`, named `<prefix>-<uid>`) in the temporary folder, or in the
 * system's own where the temporary folder lies too deep itself. Not for Windows, which has pipes.
 */
export function socketPlace(
  inside: string,
  prefix: string,
  name: string,
): { readonly socket: string; readonly shared: string | null } {
  if (fits(inside)) return { socket: inside, shared: null };
  const folders = [tmpdir(), '/tmp'].map((base) => path.join(base, `${prefix}-${userInfo().uid}`));
  const shared = folders.find((folder) => fits(path.join(folder, name))) ?? (folders[0] as string);
  return { socket: path.join(shared, name), shared };
}
