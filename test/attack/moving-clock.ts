/** Programs whose clock is moved while they run: how far it is ahead stands in a file. */
import { writeFileSync } from 'node:fs';
import { runFirst } from '../date-ahead.ts';

/** The environment of a program that reads how far its clock is ahead from the file. Programs get this function as text: it uses nothing from outside. */
function followFile(file: string, read: (file: string) => string): void {
  const before = globalThis.Date;
  const known = { ms: 0, until: -1 };
  const ahead = (): number => {
    // Read at most a hundred times a second: FORGOTTEN_MS is longer than that.
    if (performance.now() >= known.until)
      Object.assign(known, { ms: Number(read(file)), until: performance.now() + 10 });
    return before.now() + known.ms;
  };
  globalThis.Date = new Proxy(before, {
    construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [ahead()] : given, asked),
    apply: () => new before(ahead()).toString(),
    get: (target, name) => (name === 'now' ? ahead : Reflect.get(target, name)),
  });
}

/** What a program had read before is not used any more. */
const FORGOTTEN_MS = 50;

export interface MovingClock {
  readonly environment: NodeJS.ProcessEnv;
  /** Ahead of this process's own clock, ms, negative where it is behind: for all that is asked of the program once this is done. */
  set(ms: number): Promise<void>;
}

export function movingClock(file: string): MovingClock {
  writeFileSync(file, '0');
  const set = async (ms: number) => {
    writeFileSync(file, String(ms));
    await new Promise((next) => setTimeout(next, FORGOTTEN_MS));
  };
  const script = `import fs from 'node:fs';(${followFile})(${JSON.stringify(file)}, (file) => fs.readFileSync(file, 'utf8'))`;
  return { environment: runFirst(script), set };
}
