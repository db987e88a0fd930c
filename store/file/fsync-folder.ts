/** Puts a folder's list of files on the medium: a power cut, or a stick pulled out, may otherwise lose a file whose bytes are there. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Network and user-space file systems that have no such call. */
const NO_SUCH_CALL: readonly unknown[] = ['EINVAL', 'ENOSYS', 'ENOTSUP'];

/** Files made or renamed in the folder stay so once it returns. Windows does that by itself, and opens no folder. Throws what the file system says. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!NO_SUCH_CALL.includes((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    closeSync(handle);
  }
}
