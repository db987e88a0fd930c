/** Reads a file of sheets in a process of its own, which may die of it: of a file that is too much nothing else here takes any harm. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { Sheet } from '../../shared/slips/cells.ts';
import type { ReadAnswer, ReadJob } from './reader-process.ts';
import { WorkbookError } from './workbook-error.ts';

/** A process that reads. `onEnd` is called once it has gone, whether or not it answered. */
export interface Reader {
  send(job: ReadJob): void;
  onAnswer(listener: (answer: ReadAnswer) => void): void;
  onEnd(listener: () => void): void;
  end(): void;
}

export interface ReadLimits {
  /** In MB. */
  readonly memory: number;
  readonly ms: number;
}

/** A file of 20 MB with a million formatted rows is read well within both, on a machine of ten years. */
const LIMITS: ReadLimits = { memory: 900, ms: 90_000 };

/** Beside this file, as source or as built. */
const SCRIPT = path.join(import.meta.dirname, `reader-process${path.extname(import.meta.filename)}`);

function forkReader(): Reader {
  // What a hostile file makes Node print on its way out is dropped; no flags of this process count there.
  const child = fork(SCRIPT, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    send: (job) => child.send(job, () => {}),
    onAnswer: (listener) => child.once('message', (answer) => listener(answer as ReadAnswer)),
    onEnd: (listener) => {
      child.once('exit', listener);
      child.once('error', listener);
    },
    end: () => child.kill('SIGKILL'),
  };
}

let startReader: () => Reader = forkReader;

/** For a program whose processes Node can't fork: Electron's. */
export function startReadersWith(start: () => Reader): void {
  startReader = start;
}

/** Sheets of a file; `name` is that of a sheet that has none. Throws WorkbookError, `took-too-much` when the process did not come back with an answer. */
export async function readAside(
  bytes: Uint8Array,
  name: string,
  limits: ReadLimits = LIMITS,
): Promise<readonly Sheet[]> {
  const reader = startReader();
  const answer = await new Promise<ReadAnswer | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), limits.ms);
    reader.onAnswer(resolve);
    reader.onEnd(() => {
      clearTimeout(timer);
      resolve(null);
    });
    reader.send({ bytes, name, memory: limits.memory });
  });
  reader.end();
  if (answer === null) throw new WorkbookError('took-too-much');
  if ('code' in answer) throw new WorkbookError(answer.code, answer.subject);
  return answer.sheets;
}
