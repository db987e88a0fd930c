/** A folder for sockets in a shared place, such as the temporary folder, where anybody may have made one of that name first. */
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';

/** Is it a folder of this very user, that nobody else can write to? */
export function isOwnFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** Makes it for this user alone. False when it is somebody else's, or no folder. */
export function makeOwnFolder(folder: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
  chmodSync(folder, 0o700);
  return true;
}
