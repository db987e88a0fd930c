/** `npm test` as a person runs it, on small suites: the line it closes with, and its exit code. */
import { spawnSync } from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { HOUSE } from './run-suite.ts';

// Each of them starts vitest anew.
vi.setConfig({ testTimeout: 120_000 });

function run(...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['test/run.ts', '--config', 'test/fixtures/suites/vitest.config.ts', ...args],
    { cwd: HOUSE, encoding: 'utf8' },
  );
  const lines = stdout.trimEnd().split('\n');
  return { status, lines: lines.slice(lines.findLastIndex((line) => line === '') + 1) };
}

it('counts what a story’s failure kept from running, in its file and in those after it', () => {
  const { status, lines } = run('--bail=1', 'story');
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 3 skipped');
  expect(lines.join('\n')).toMatch(/not run: .*would go on/);
  expect(lines.join('\n')).toMatch(/(never ran|not run): .*story-2/);
  expect(status).toBe(1);
});

it('counts the tests of a file that can’t be loaded, and is red', () => {
  const { status, lines } = run('unloadable');
  expect(lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
  expect(lines.join('\n')).toMatch(/unloadable/);
  expect(status).toBe(1);
});

it('takes a skipped test that says why, and is red for one that does not', () => {
  const { status, lines } = run('skips');
  expect(lines).toEqual([expect.stringMatching(/^not run: .*does not say why$/), '1 passed, 0 failed, 2 skipped']);
  expect(status).toBe(1);
  // A run of named tests gives the reason for the others.
  expect(run('skips', '-t', 'says why it')).toEqual({ status: 0, lines: ['0 passed, 0 failed, 3 skipped'] });
});

it('is red for a file that left something in the temporary folder', () => {
  const { status, lines } = run('leaves');
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 0 skipped');
  expect(lines.join('\n')).toMatch(/broken outside of its tests: .*leaves/);
  expect(status).toBe(1);
});

it('is green for what passed', () => {
  expect(run('story-2')).toEqual({ status: 0, lines: ['2 passed, 0 failed, 0 skipped'] });
});
