/**
 * The tests' own clock. Whatever day the machine has, a test file begins at START and its clock runs from there: in its own process, in
 * every Node program that it starts, and in the pages that it opens. Loading this file sets the clock; vitest loads it before each file.
 */
import { localDateOf } from '../shared/base/local-date.ts';
import { dateAhead, runFirst, setDateAhead } from './date-ahead.ts';

/** A Tuesday with no holiday near, ten in the morning in China; ms UTC. */
export const START = Date.parse('2026-11-24T02:00:00.000Z');
/** The day of START in China. */
export const TODAY = localDateOf(START);
/** The day on which the programs under test were put together, in China. */
const RELEASED = '2026-11-20';
/** Its beginning, ms UTC. */
export const BUILT = Date.parse(`${RELEASED}T00:00:00+08:00`);

/** The running clock, ms UTC. */
export const now = (): number => Date.now();
/** The same as sites take it. */
export const CLOCK = { now };

/** How far the running clock is ahead of the machine's own, in whole ms, as clocks are; negative where it is behind. */
export const aheadOfMachine = (): number => Math.round(now() - (performance.timeOrigin + performance.now()));

/** Programs know their day from package.json. Under test they find another one there, as no switch of theirs is for tests. */
const RELEASED_THEN = `
import module from 'node:module';
module.registerHooks?.({
  load(url, context, next) {
    const loaded = next(url, context);
    if (context.importAttributes?.type !== 'json' || !url.endsWith('/package.json')) return loaded;
    return { ...loaded, source: JSON.stringify({ ...JSON.parse(loaded.source), released: '${RELEASED}' }) };
  },
});`;

/** Left for the programs that a test starts and that load this file too: they are on its clock already. */
const MARK = 'TESTS_OWN_CLOCK';
if (process.env[MARK] === undefined) {
  const ms = START - Date.now();
  setDateAhead(ms);
  Object.assign(process.env, { [MARK]: '1' }, dateAhead(ms));
  Object.assign(process.env, runFirst(RELEASED_THEN));
}
