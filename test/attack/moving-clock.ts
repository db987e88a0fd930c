/** Programs whose clock is moved while they run: how far it is ahead stands in a file. */
import { writeFileSync } from 'node:fs';
import { runFirst } from '../date-ahead.ts';

/** The environment of a program that reads how far its clock is ahead from the file. Programs get this function as text: it uses nothing from outside. */
function followFile(file: string, read: (file: string) => string): void {
  const before = globalThis.Date;
  const known = { ms: 0, until: -1 };
  const ahead = (): number => {
    // Read at most a hundred times a second.
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

export interface MovingClock {
  readonly environment: NodeJS.ProcessEnv;
  /** Ahead of this process's own clock from now on, ms; negative where it is behind. */
  set(ms: number): void;
}

export function movingClock(file: string): MovingClock {
  const set = (ms: number) => writeFileSync(file, String(ms));
  set(0);
  const script = `import fs from 'node:fs';(${followFile})(${JSON.stringify(file)}, (file) => fs.readFileSync(file, 'utf8'))`;
  return { environment: runFirst(script), set };
}
