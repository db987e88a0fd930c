/**
 * `npm run test:later [-- DAYS]`: the tests that have to do with a clock or start a program, on a machine whose date is DAYS on (400 when left
 * out). They own their clock, so they must not notice.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import config from '../vitest.config.ts';
import { dateAhead } from './date-ahead.ts';

const HOUSE = path.resolve(import.meta.dirname, '..');
const VITEST = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const DAY_MS = 86_400_000;

/** What such a test loads, itself or through the tests' own helpers. */
const CLOCK = path.join(HOUSE, 'test/clock.ts');
const PROGRAMS = 'node:child_process';

const isHelper = (file: string): boolean =>
  file.endsWith('.ts') && /^test\/|\/testing\//u.test(path.relative(HOUSE, file));

const known = new Map<string, boolean>();
function isBound(file: string): boolean {
  const answer = known.get(file);
  if (answer !== undefined) return answer;
  known.set(file, false);
  const loads = [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/gu)].map(([, name = '']) =>
    name.startsWith('.') ? path.resolve(path.dirname(file), name) : name,
  );
  const bound = loads.some((each) => each === CLOCK || each === PROGRAMS || (isHelper(each) && isBound(each)));
  known.set(file, bound);
  return bound;
}

const days = Number(process.argv[2] ?? 400);
if (!Number.isInteger(days)) {
  console.error('usage: npm run test:later [-- DAYS]');
  process.exitCode = 2;
} else {
  const { include = [], exclude = [] } = config.test ?? {};
  const files = globSync(include, { cwd: HOUSE, exclude }).filter((name) => isBound(path.join(HOUSE, name)));
  const env = { ...process.env, ...dateAhead(days * DAY_MS) };
  process.exitCode =
    spawnSync(process.execPath, [VITEST, 'run', ...files], { cwd: HOUSE, env, stdio: 'inherit' }).status ?? 1;
}
