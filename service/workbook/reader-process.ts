/**
 * A process that reads one file of sheets and ends. The reading itself is on a thread with little memory; this thread watches over what that
 * limit does not count, and is there to end when the program that asked has gone. Started by read-aside.ts, in the desktop program by Electron.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Sheet } from '../../shared/slips/cells.ts';
import type { ProblemSubject, WorkbookErrorCode } from './workbook-error.ts';

export interface ReadJob {
  readonly bytes: Uint8Array;
  /** Of a sheet that has no name of its own. */
  readonly name: string;
  /** In MB: what the process may hold in all, its own code and that of Node included. */
  readonly memory: number;
}

export type ReadAnswer =
  | { readonly sheets: readonly Sheet[] }
  | { readonly code: WorkbookErrorCode; readonly subject: ProblemSubject };

/** Node and the libraries themselves, in MB. */
const OWN_MEMORY = 120;
const WATCH_MS = 50;
const MB = 1024 * 1024;

async function answer({ bytes, name }: ReadJob): Promise<ReadAnswer> {
  // Not for the thread that watches.
  const [{ readAnyFile }, { WorkbookError }] = await Promise.all([
    import('./any-file.ts'),
    import('./workbook-error.ts'),
  ]);
  try {
    return { sheets: await readAnyFile(bytes, name) };
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    return { code: error.code, subject: error.subject };
  }
}

/** The other end, in a process that Node forked or in one of Electron's. */
interface Asker {
  onJob(listener: (job: ReadJob) => void): void;
  /** `sent` is called when the process may end. */
  answer(answer: ReadAnswer, sent: () => void): void;
}

interface ElectronPort {
  once(event: 'message', listener: (event: { readonly data: ReadJob }) => void): void;
  postMessage(message: ReadAnswer): void;
}

function asker(): Asker {
  const port = (process as unknown as { readonly parentPort?: ElectronPort }).parentPort;
  if (port !== undefined)
    return {
      onJob: (listener) => port.once('message', ({ data }) => listener(data)),
      // The program that asked ends this process when the answer is there.
      answer: (message) => port.postMessage(message),
    };
  process.once('disconnect', () => process.exit());
  return {
    onJob: (listener) => process.once('message', (job) => listener(job as ReadJob)),
    answer: (message, sent) => process.send?.(message, undefined, undefined, sent),
  };
}

function watchAndRead(job: ReadJob, reply: (answer: ReadAnswer) => void): void {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: job.memory - OWN_MEMORY, maxYoungGenerationSizeMb: 32 },
  });
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > job.memory * MB) process.exit(1);
  }, WATCH_MS);
  worker.once('message', (read: ReadAnswer) => {
    clearInterval(watch);
    reply(read);
  });
  // Out of memory, or ended without a word.
  worker.once('error', () => process.exit(1));
}

if (isMainThread) {
  const other = asker();
  other.onJob((job) => watchAndRead(job, (read) => other.answer(read, () => process.exit())));
} else parentPort?.postMessage(await answer(workerData as ReadJob));
