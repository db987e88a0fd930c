import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,store,sync,pages,entry,service,hub,browser,electron,renderer,test}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'test/e2e/**', '**/*.page.test.tsx'],
    // Real files, sockets and child processes: slow machines need room, and a hang must still end.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    pool: 'forks',
    setupFiles: ['test/clock.ts', 'test/runner/own-listeners.ts', 'test/runner/own-temp.ts', 'test/runner/seed.ts'],
  },
});
