import { defineConfig } from 'vitest/config';

/** The tests of one set of mutants; how they run is Stryker's to say. */
export default defineConfig({
  test: {
    include: (process.env['MUTANTS_TESTS'] ?? '').split(','),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/clock.ts', 'test/runner/own-temp.ts', 'test/runner/seed.ts'],
  },
});
