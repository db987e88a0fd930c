import { defineConfig } from 'vitest/config';

/** The tests of one set of mutants; how they run is Stryker's to say. */
export default defineConfig({
  test: {
    // A glob may hold commas.
    include: JSON.parse(process.env['MUTANTS_TESTS'] ?? '[]') as string[],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/clock.ts', 'test/runner/own-temp.ts', 'test/runner/seed.ts'],
  },
});
