import { defineConfig } from 'vitest/config';
import { SETS } from './sets.ts';

/** The tests of one set of mutants (MUTANTS_OF); how they run is Stryker's to say. */
export default defineConfig({
  test: {
    include: [...(SETS[process.env['MUTANTS_OF'] ?? '']?.tests ?? [])],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/clock.ts', 'test/runner/own-temp.ts', 'test/runner/seed.ts'],
  },
});
