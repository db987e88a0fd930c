/**
 * `npm run mutants -- SET [FILE…]`: breaks the code of one set in one place at a time, runs the tests that come by that place, and lists the breaks
 * that no test sees. FILE: some of the set's files only. `--lines N`: only in every N-th line. `--tests TEST,…`: only by these tests. What is known
 * already is kept in dist/mutants/ and only run again where code or tests changed; `--afresh` forgets it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { SETS } from './sets.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { lines: { type: 'string' }, tests: { type: 'string' }, afresh: { type: 'boolean' } },
});
const [name = '', ...chosen] = positionals;
const set = SETS[name];
if (set === undefined || (values.lines !== undefined && chosen.length === 0)) {
  console.error(`npm run mutants -- ${Object.keys(SETS).join('|')} [FILE…] [--lines N] [--tests TEST,…] [--afresh]`);
  console.error('--lines needs the names of files.');
  process.exit(1);
}

const tests = values.tests?.split(',') ?? set.tests;

/** Every N-th line of a file, as Stryker writes ranges. */
function linesOf(file: string, step: number): string[] {
  const count = readFileSync(file, 'utf8').split('\n').length;
  return Array.from({ length: Math.floor(count / step) }, (_, n) => `${file}:${(n + 1) * step}-${(n + 1) * step}`);
}

const mutate =
  values.lines === undefined ? chosen : chosen.flatMap((file) => linesOf(file, Math.max(1, Number(values.lines))));

process.env['MUTANTS_TESTS'] = JSON.stringify(tests);
await new Stryker({
  ...(set.ofProcesses === true
    ? { testRunner: 'command', commandRunner: { command: `vitest run --bail 1 ${tests.join(' ')}` } }
    : {
        testRunner: 'vitest',
        plugins: ['@stryker-mutator/vitest-runner'],
        vitest: { configFile: 'test/mutation/vitest.config.ts' },
      }),
  mutate: mutate.length > 0 ? mutate : [...set.files],
  // Sentences are for people, and a wrong code is the compiler's to find.
  mutator: { excludedMutations: ['StringLiteral'] },
  // Stryker reads it with the programming interface that TypeScript 7 has no more; the code runs as it stands.
  tsconfigFile: 'none.json',
  ignorePatterns: ['dist'],
  concurrency: 1,
  tempDirName: 'dist/mutants/tree',
  incremental: true,
  force: values.afresh === true,
  incrementalFile: `dist/mutants/${name}.json`,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, skipFull: true },
  allowConsoleColors: false,
}).runMutationTest();
