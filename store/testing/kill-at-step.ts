/**
 * Loaded before a program (`node --import`): ends its process, as a kill does, before the step of the file system whose number `KILL_AT` names.
 * Counted are the synchronous calls that change what lies in a folder, and the copies.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const killAt = Number(process.env['KILL_AT']);
let steps = 0;

for (const name of ['copyFileSync', 'fsyncSync', 'mkdirSync', 'renameSync', 'rmSync'] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  const counted = (...args: unknown[]): unknown => {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
  Object.assign(fs, { [name]: counted });
}
syncBuiltinESMExports();
