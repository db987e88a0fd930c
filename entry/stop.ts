/** Who wants this program to end: a signal, or the end of the npm script that started it. For every program that a person starts. */

/** Closing a console's window is SIGHUP on every system, Ctrl+Break is SIGBREAK under Windows. */
const SIGNALS: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
];
/** How often the parent is looked for, ms: `kill` of npm ends the program before anybody wonders. */
const LOOK_MS = 250;

/** Taken when the program begins: a parent that goes while it starts is missed later. */
const PARENT = process.ppid;
/** npm hands a signal on to the shell between it and this program, and shells end of it without a word to their child. */
const IS_SCRIPT = process.env['npm_lifecycle_event'] !== undefined;

function isOrphan(): boolean {
  if (process.ppid !== PARENT) return true;
  // Windows gives an orphan no other parent.
  if (process.platform !== 'win32') return false;
  try {
    process.kill(PARENT, 0);
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
    if (!IS_SCRIPT) return;
    const look = setInterval(() => {
      if (!isOrphan()) return;
      clearInterval(look);
      resolve();
    }, LOOK_MS);
    look.unref();
  });
}
