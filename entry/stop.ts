/** What ends this program: a signal, or the end of the npm script that started it. For every program that a person starts. */
import { readFileSync } from 'node:fs';

/** Closing a console's window is SIGHUP on every system, Ctrl+Break is SIGBREAK under Windows. */
const SIGNALS: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
];
/** How often the parent is looked for, ms: `kill` of npm ends the program within a moment. */
const LOOK_MS = 250;

/** npm hands a signal on to the shell between it and this program, and shells end of it without a word to their child. A killed npm hands on nothing. */
const SCRIPT = process.env['npm_lifecycle_event'];

/** What Linux says of a process; null where it says nothing. */
function read(pid: number, what: 'stat' | 'environ'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1');
  } catch {
    return null;
  }
}

/** The fourth field of `stat`; the second, a name in brackets, may hold anything. */
const parentOf = (pid: number): number => Number(read(pid, 'stat')?.replace(/^.*\)/s, '').split(' ')[2] ?? 0);

/** What npm starts knows the script's name; npm itself does not. */
const isBelowNpm = (pid: number): boolean =>
  read(pid, 'environ')?.split('\0').includes(`npm_lifecycle_event=${SCRIPT}`) ?? false;

/** From this program's parent up to npm. Where a system does not say which processes lie between, the parent alone. */
function starters(): readonly number[] {
  const chain = [process.ppid];
  for (let last = process.ppid; isBelowNpm(last); chain.push(last)) last = parentOf(last);
  return chain;
}

/** Taken when the program begins: one that goes while it starts is missed later. */
const STARTERS = SCRIPT === undefined ? [] : starters();

/** A process that loses its parent gets another, except under Windows. */
function isOrphan(): boolean {
  const [parent = process.ppid] = STARTERS;
  const parents = [process.ppid, ...STARTERS.slice(0, -1).map((pid) => parentOf(pid))];
  if (parents.some((pid, index) => pid !== STARTERS[index])) return true;
  if (process.platform !== 'win32') return false;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Resolves when the program is to end. From the call on a signal ends nothing by itself, however often it comes: a terminal and npm may
 * both send it. Until then signals end the program as they do by default.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve());
    if (SCRIPT === undefined) return;
    const look = setInterval(() => {
      if (!isOrphan()) return;
      clearInterval(look);
      resolve();
    }, LOOK_MS);
    look.unref();
  });
}
