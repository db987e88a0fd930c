/**
 * Reads a large data file through after a start that no clean close preceded, on a thread of its own: it takes some 20 s a GB, and the person who
 * waits is told so meanwhile.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { openEncrypted, SMALL_FILE, wasClosedClean } from './data-file.ts';
import { StoreError } from './errors.ts';
import type { FileCheckJob, FileCheckResult } from './file-check-worker.ts';

/** Beside this file, as source or as built. */
const SCRIPT = new URL(`./file-check-worker${path.extname(import.meta.url)}`, import.meta.url);

export interface FileCheck {
  readonly file: string;
  readonly key: Buffer;
  /** Told when a check begins, with the size of the file in bytes. */
  readonly begun: (bytes: number) => void;
  /** Ends the check early; it then answers false. */
  readonly signal: AbortSignal;
}

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** Returns the sentence for the person who waits, without its full stop. `bytes` is the size of the file. */
export function checkingSentence(bytes: number): string {
  const size = bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GB` : `${Math.round(bytes / MIB)} MB`;
  return `上次没有正常关闭，正在检查数据文件（${size}）`;
}

/**
 * Returns the size in bytes of a file whose check is due and takes longer than a moment, else null; also for a file that does not open, which opening
 * it reports.
 */
function isDue(file: string, key: Buffer): number | null {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= SMALL_FILE) return null;
  try {
    const sqlite = openEncrypted(file, key);
    try {
      return wasClosedClean(sqlite) ? null : bytes;
    } finally {
      sqlite.close();
    }
  } catch {
    return null;
  }
}

/** Null where the thread came to its end without an answer. */
function onThread(job: FileCheckJob, signal: AbortSignal): Promise<FileCheckResult | null> {
  return new Promise((resolve) => {
    const worker = new Worker(SCRIPT, { workerData: job });
    signal.addEventListener('abort', () => void worker.terminate(), { once: true });
    worker.once('message', (result: FileCheckResult) => resolve(result));
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}

/**
 * True when the file was read through and found whole: `openDataFile` need not do it again. False where nothing was due or the thread
 * failed. No other program may have the file open. Throws StoreError `Corrupt`.
 */
export async function checkFileAhead({ file, key, begun, signal }: FileCheck): Promise<boolean> {
  const bytes = isDue(file, key);
  if (bytes === null) return false;
  begun(bytes);
  const result = await onThread({ file, key }, signal);
  if (result === 'corrupt') throw new StoreError('Corrupt');
  return result === 'whole';
}
