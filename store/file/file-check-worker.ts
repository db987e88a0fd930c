/** A thread that reads a data file through. Started by file-check.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { openEncrypted } from './data-file.ts';
import { StoreError } from './errors.ts';

export interface FileCheckJob {
  readonly file: string;
  readonly key: Uint8Array;
}

/** `unknown`: opening the file will say what is wrong. */
export type FileCheckResult = 'whole' | 'corrupt' | 'unknown';

function check({ file, key }: FileCheckJob): FileCheckResult {
  try {
    const sqlite = openEncrypted(file, Buffer.from(key));
    try {
      return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok' ? 'whole' : 'corrupt';
    } finally {
      sqlite.close();
    }
  } catch (error) {
    return error instanceof StoreError && error.kind === 'Corrupt' ? 'corrupt' : 'unknown';
  }
}

parentPort?.postMessage(check(workerData as FileCheckJob));
