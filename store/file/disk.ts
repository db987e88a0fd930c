/** Whether there is room on the disk, found out by writing: what a disk says of itself leaves out quotas and what is kept for the administrator. */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the smallest step of the data file needs: a page of its log, and the log's index. */
const PROBE_BYTES = 64 * 1024;
const NO_ROOM: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** True when a few pages find no room in the folder; false also where nothing can be written there for another reason. */
export function isDiskFull(folder: string): boolean {
  const probe = path.join(folder, `.room-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(probe, Buffer.alloc(PROBE_BYTES), { flag: 'wx', mode: 0o600, flush: true });
    return false;
  } catch (error) {
    return NO_ROOM.includes((error as NodeJS.ErrnoException).code);
  } finally {
    rmSync(probe, { force: true });
  }
}
