/**
 * `npm run test:later [-- DAYS]`: on a machine whose date is DAYS on (400 when left out), the tests that show each way in which tests come to a
 * clock or start a program. They own their clock, so they must not notice.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import config from '../vitest.config.ts';
import { dateAhead } from './date-ahead.ts';

const HOUSE = path.resolve(import.meta.dirname, '..');
const VITEST = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const DAY_MS = 86_400_000;

/** A test has to do with a clock when it loads one of these, itself or through the tests' own helpers: hubs and sites come from there. */
const CLOCK = path.join(HOUSE, 'test/clock.ts');
const PROGRAMS = 'node:child_process';

/** A test may quote an import, of a module that is not there. */
const isHelper = (file: string): boolean =>
  file.endsWith('.ts') && /^test\/|\/testing\//u.test(path.relative(HOUSE, file)) && existsSync(file);

const loadsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/gu)].map(([, name = '']) =>
    name.startsWith('.') ? path.resolve(path.dirname(file), name) : name,
  );

/** Returns whether a module comes to a clock or a program, itself or by helpers. `seen`: those that were looked at, as helpers may name each other. */
const comesThere = (module: string, seen: Set<string>): boolean => {
  if (module === CLOCK || module === PROGRAMS) return true;
  if (!isHelper(module) || seen.has(module)) return false;
  seen.add(module);
  return loadsOf(module).some((each) => comesThere(each, seen));
};

/** Those of the modules that a file loads by which it comes to a clock or a program. */
const waysOf = (file: string): string[] => loadsOf(file).filter((each) => comesThere(each, new Set()));

const namesADay = (file: string): boolean => /\b20\d\d-\d\d-\d\d/u.test(readFileSync(file, 'utf8'));

/** Of the tests that come to a clock those that show each way to it, the short ones that name a day before others; all would be `npm test`. */
function eachWayOnce(files: readonly string[]): string[] {
  const size = (file: string) => statSync(path.join(HOUSE, file)).size * (namesADay(path.join(HOUSE, file)) ? 1 : 1000);
  const shown = new Set<string>();
  return files
    .toSorted((a, b) => size(a) - size(b))
    .filter((file) => {
      const fresh = waysOf(path.join(HOUSE, file)).filter((way) => !shown.has(way));
      for (const way of fresh) shown.add(way);
      return fresh.length > 0;
    });
}

const days = Number(process.argv[2] ?? 400);
if (!Number.isInteger(days)) {
  console.error('usage: npm run test:later [-- DAYS]');
  process.exitCode = 2;
} else {
  const { include = [], exclude = [] } = config.test ?? {};
  const files = eachWayOnce(globSync(include, { cwd: HOUSE, exclude }));
  const env = { ...process.env, ...dateAhead(days * DAY_MS) };
  process.exitCode =
    spawnSync(process.execPath, [VITEST, 'run', ...files], { cwd: HOUSE, env, stdio: 'inherit' }).status ?? 1;
}
