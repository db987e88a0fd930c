/** `npm test`: runs the unit tests, builds the pages, runs the tests of single pages beside those of whole programs in a browser, and closes with one line of all. Arguments go to vitest. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { closing, HOUSE, runSuite } from './runner/run-suite.ts';
import type { Tally } from './runner/tally.ts';

const BUILD_FAILED: Tally = { passed: 0, failed: 0, skipped: 0, unexplained: ['the pages could not be built'] };

/** Only an order is for all suites: files, names and other options mean the unit tests alone. */
async function browserSuite(options: readonly string[]): Promise<Tally> {
  const built = spawnSync(process.execPath, ['entry/build.ts'], { cwd: HOUSE, stdio: 'inherit' }).status === 0;
  return built ? runSuite(['--config', 'test/e2e/vitest.config.ts', ...options]) : BUILD_FAILED;
}

const pageSuite = (options: readonly string[]): Promise<Tally> =>
  runSuite(['--config', 'test/pages/vitest.config.ts', ...options], 'at its end');

/** Both have one browser each, which leaves a processor to the other. */
const inBrowsers = (options: readonly string[]): Promise<readonly Tally[]> =>
  Promise.all([browserSuite(options), pageSuite(options)]);

const chosen = process.argv.slice(2);
const isWhole = chosen.every((argument) => argument.startsWith('--sequence.'));
if (!existsSync(path.join(HOUSE, 'node_modules', 'vitest'))) {
  console.error(
    'The tests need what `npm ci --omit=dev` and NODE_ENV=production leave out: run `npm ci --include=dev`.',
  );
  process.exit(1);
}
const temporary = mkdtempSync(path.join(os.tmpdir(), 'bm-'));
for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = temporary;
// What the shell says of a program in production is not for the tests.
delete process.env['NODE_ENV'];
try {
  const tallies = [await runSuite(chosen), ...(isWhole ? await inBrowsers(chosen) : [])];
  const left = readdirSync(temporary).map((name) => `left behind in the temporary folder: ${name}`);
  const { text, ok } = closing([...tallies, { passed: 0, failed: 0, skipped: 0, unexplained: left }]);
  console.log(`\n${text}`);
  process.exitCode = ok ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
