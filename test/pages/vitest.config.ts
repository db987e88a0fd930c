/** Tests of pages in a real browser, with real keys, over a real service. They stand beside what they test: `renderer/**` + `/*.page.test.tsx`. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browser, QUIET } from '../e2e/chromium.ts';
import { watched } from '../e2e/watched.ts';

const HOUSE = path.resolve(import.meta.dirname, '../..');

// The pages' libraries do some things otherwise for tests of their own: they run as they are shipped.
process.env['NODE_ENV'] = 'production';

export default defineConfig(async () => ({
  root: HOUSE,
  plugins: [react()],
  // What the programs load is prepared before the first test: a page that is loaded anew in the midst of one would lose it.
  optimizeDeps: { entries: ['renderer/*.tsx', 'test/pages/page/*.tsx'] },
  test: {
    include: ['renderer/**/*.page.test.tsx'],
    // A busy machine needs room, and a hang must still end.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // The keyboard is one: two pages at a time would take it from each other.
    fileParallelism: false,
    globalSetup: ['test/pages/start-service.ts'],
    setupFiles: ['test/pages/page/clock.ts'],
    browser: {
      enabled: true,
      provider: playwright({
        launchOptions: { ...(await browser()), args: QUIET, ...watched() },
        contextOptions: { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
        actionTimeout: 30_000,
      }),
      instances: [{ browser: 'chromium' as const }],
      headless: watched().headless ?? true,
      ui: false,
      screenshotFailures: false,
      // Townships have such screens.
      viewport: { width: 1366, height: 768 },
    },
  },
}));
