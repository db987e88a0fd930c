import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // One story with real processes and a real browser: minutes on a slow machine, and a hang must still end.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    pool: 'forks',
    setupFiles: ['../clock.ts', '../runner/own-temp.ts'],
    // Each part of the story needs the one before.
    bail: 1,
  },
});
