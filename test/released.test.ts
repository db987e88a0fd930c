import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { programBuilt } from '../service/site/program.ts';
import { dayNumber, LocalDateSchema, localDateOf } from '../shared/base/local-date.ts';

const HOUSE = path.resolve(import.meta.dirname, '..');
/** A clock that is right is never before the released day; one that is a season old would let a wrong clock pass as right. */
const MOST_DAYS = 45;

/** What git says in this folder's own repository; null in a copy without history. */
function git(...words: readonly string[]): string | null {
  const run = spawnSync('git', ['-C', HOUSE, ...words], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : null;
}

it('the released day is a day of the calendar', () => {
  const day = LocalDateSchema.parse(manifest.released);
  expect(localDateOf(programBuilt())).toBe(day);
});

it('the released day is no later than the last commit and at most 45 days before it', (context) => {
  const top = git('rev-parse', '--show-toplevel');
  if (top === null || realpathSync(top) !== realpathSync(HOUSE)) context.skip('a copy without its history');
  const committed = localDateOf(Date.parse(git('log', '-1', '--format=%cI') ?? ''));
  const daysBefore = (day: unknown) => dayNumber(committed) - dayNumber(LocalDateSchema.parse(day));
  // A day that is being set is judged once it is committed.
  const { released = manifest.released } = JSON.parse(git('show', 'HEAD:package.json') ?? '{}') as typeof manifest;
  expect(daysBefore(released), '"released" in package.json lies after the last commit').toBeGreaterThanOrEqual(0);
  expect(daysBefore(manifest.released), 'set "released" in package.json to the day of this work').toBeLessThanOrEqual(
    MOST_DAYS,
  );
});
