/**
 * Loaded before a program (`node --import`): sends its process `STEP_SIGNAL` before the step of the file system whose number is `STEP`, and says
 * so on the standard output. Counted are the synchronous calls that change what lies in a folder, and the copies.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const step = Number(process.env['STEP']);
const signal = process.env['STEP_SIGNAL'] as NodeJS.Signals;
let steps = 0;

for (const name of ['copyFileSync', 'fsyncSync', 'mkdirSync', 'renameSync', 'rmSync'] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  const counted = (...args: unknown[]): unknown => {
    steps += 1;
    if (steps === step) {
      fs.writeSync(process.stdout.fd, `${signal}\n`);
      process.kill(process.pid, signal);
    }
    return real(...args);
  };
  Object.assign(fs, { [name]: counted });
}
syncBuiltinESMExports();
