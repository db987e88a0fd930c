/** `npm test`: builds the pages, runs the unit tests and the browser tests, and closes with one line of both. Arguments go to vitest. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const HOUSE = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const BUILD = path.join(HOUSE, 'entry/build.ts');
const VITEST = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(process.execPath, [program, ...args], { cwd: HOUSE, stdio: 'inherit' }).status === 0;

/** A suite that could not even be loaded counts as one failure, so that the closing line never looks better than the run. */
function suite(args: readonly string[], report: string): { readonly passed: number; readonly failed: number } {
  const ok = run(VITEST, ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  let counts: Counts = { numPassedTests: 0, numFailedTests: 0 };
  try {
    counts = JSON.parse(readFileSync(report, 'utf8')) as Counts;
  } catch {
    // vitest ended before it could write its report.
  }
  return { passed: counts.numPassedTests, failed: ok ? 0 : Math.max(1, counts.numFailedTests) };
}

const chosen = process.argv.slice(2);
const reports = mkdtempSync(path.join(os.tmpdir(), 'bianmin-test-'));
try {
  const results = [suite(chosen, path.join(reports, 'unit.json'))];
  if (chosen.length === 0) {
    const built = run(BUILD, []);
    results.push(
      built
        ? suite(['--config', 'test/e2e/vitest.config.ts'], path.join(reports, 'browser.json'))
        : { passed: 0, failed: 1 },
    );
  }
  const sum = (pick: (each: (typeof results)[number]) => number) =>
    results.reduce((total, each) => total + pick(each), 0);
  const failed = sum(({ failed: count }) => count);
  console.log(`\n${sum(({ passed }) => passed)} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
