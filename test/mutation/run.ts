/**
 * `npm run mutants -- SET [FILE…]`: breaks the code of one set in one place at a time, runs the tests that come by that place, and lists the breaks
 * that no test sees. FILE: some of the set's files only. What is known already is kept in dist/mutants/ and only run again where code or tests
 * changed; `--afresh` forgets it.
 */
import { Stryker } from '@stryker-mutator/core';
import { SETS } from './sets.ts';

const words = process.argv.slice(2);
const [name = '', ...files] = words.filter((word) => !word.startsWith('--'));
const set = SETS[name];
if (set === undefined) {
  console.error(`npm run mutants -- ${Object.keys(SETS).join('|')} [FILE…] [--afresh]`);
  process.exit(1);
}
process.env['MUTANTS_OF'] = name;
await new Stryker({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: files.length > 0 ? files : [...set.files],
  // Sentences are for people, and a wrong code is the compiler's to find.
  mutator: { excludedMutations: ['StringLiteral'] },
  // Stryker reads it with the programming interface that TypeScript 7 has no more; the code runs as it stands.
  tsconfigFile: 'none.json',
  ignorePatterns: ['dist'],
  concurrency: 1,
  tempDirName: 'dist/mutants/tree',
  incremental: true,
  force: words.includes('--afresh'),
  incrementalFile: `dist/mutants/${name}.json`,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, skipFull: true },
  allowConsoleColors: false,
}).runMutationTest();
