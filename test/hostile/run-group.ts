/** Tries one group of readers, in the process that a test starts and may end: `run-group.ts NAME SEED`. */
import { configureGlobal } from 'fast-check';
import { GROUPS } from './groups.ts';

const [name, seed] = process.argv.slice(2);
configureGlobal({ seed: Number(seed) });
await GROUPS[name as keyof typeof GROUPS]();
