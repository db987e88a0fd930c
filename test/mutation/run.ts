/**
 * `npm run mutants -- SET [FILE…]`: breaks the code of one set in one place at a time, runs the tests that come by that place, and lists the breaks
 * that no test sees. FILE: some of the set's files only. `--lines N`: only in every N-th line, a sample. `--tests TEST,…`: only by these tests. What is known
 * already is kept in dist/mutants/ and only run again where code or tests changed; `--afresh` forgets it.
 */
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { SETS } from './sets.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { lines: { type: 'string' }, tests: { type: 'string' }, afresh: { type: 'boolean' } },
});
const [name = '', ...chosen] = positionals;
const set = SETS[name];
if (set === undefined) {
  console.error(`npm run mutants -- ${Object.keys(SETS).join('|')} [FILE…] [--lines N] [--tests TEST,…] [--afresh]`);
  process.exit(1);
}

const tests = values.tests?.split(',') ?? set.tests;

/** Every N-th line of a file, as Stryker writes ranges. */
function linesOf(file: string, step: number): string[] {
  const count = readFileSync(file, 'utf8').split('\n').length;
  return Array.from({ length: Math.floor(count / step) }, (_, n) => `${file}:${(n + 1) * step}-${(n + 1) * step}`);
}

const exclude = set.files.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
const filesOfSet = () =>
  globSync(
    set.files.filter((glob) => !glob.startsWith('!')),
    { exclude },
  ).toSorted();
const files = chosen.length > 0 ? chosen : filesOfSet();
const mutate =
  values.lines === undefined ? files : files.flatMap((file) => linesOf(file, Math.max(1, Number(values.lines))));

process.env['MUTANTS_TESTS'] = JSON.stringify(tests);
await new Stryker({
  ...(set.ofProcesses === true
    ? { testRunner: 'command', commandRunner: { command: `vitest run --bail 1 ${tests.join(' ')}` } }
    : {
        testRunner: 'vitest',
        plugins: ['@stryker-mutator/vitest-runner'],
        vitest: { configFile: 'test/mutation/vitest.config.ts' },
      }),
  mutate,
  // Sentences are for people, and a wrong code is the compiler's to find.
  mutator: { excludedMutations: ['StringLiteral'] },
  // Stryker reads it with the programming interface that TypeScript 7 has no more; the code runs as it stands.
  tsconfigFile: 'none.json',
  ignorePatterns: ['dist'],
  concurrency: 1,
  // All tests of a set once, beside whatever else the machine does.
  dryRunTimeoutMinutes: 30,
  tempDirName: 'dist/mutants/tree',
  incremental: true,
  force: values.afresh === true,
  incrementalFile: `dist/mutants/${name}.json`,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, skipFull: true },
  allowConsoleColors: false,
}).runMutationTest();
