/**
 * The tests' own clock. Whatever day the machine has, a test file begins at START and its clock runs from there: in its own process, in
 * every Node program that it starts, and in the pages that it opens. Loading this file sets the clock; vitest loads it before each file.
 */
import { localDateOf } from '../shared/domain/local-date.ts';

/** A Tuesday with no holiday near, ten in the morning in China; ms UTC. */
export const START = Date.parse('2026-11-24T02:00:00.000Z');
/** The day of START in China. */
export const TODAY = localDateOf(START);
/** When the programs under test were put together, ms UTC. */
export const BUILT = Date.parse('2026-11-20T00:00:00.000Z');

/** The running clock, ms UTC. */
export const now = (): number => Date.now();
/** The same as sites take it. */
export const CLOCK = { now };

/** How far the running clock is ahead of the machine's true one, ms; negative where it is behind. */
export const aheadOfMachine = (): number => now() - (performance.timeOrigin + performance.now());

/** From now on `Date` is `ms` ahead of what it was. Children and pages get this function as text: it uses nothing from outside. */
export function setDateAhead(ms: number): void {
  const before = globalThis.Date;
  const ahead = (): number => before.now() + ms;
  globalThis.Date = new Proxy(before, {
    construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [ahead()] : given, asked),
    apply: () => new before(ahead()).toString(),
    get: (target, name) => (name === 'now' ? ahead : Reflect.get(target, name)),
  });
}

/** The option by which Node runs a module's text before the program. */
const first = (script: string): string => `--import=data:text/javascript,${encodeURIComponent(script)}`;

const withOptions = (...more: readonly string[]) => ({
  NODE_OPTIONS: [process.env['NODE_OPTIONS'] ?? '', ...more].join(' ').trim(),
});

/** What a Node program's environment needs beside that of this process, that its machine's clock is `ms` ahead of the tests'. */
export function clockAhead(ms: number): { readonly NODE_OPTIONS: string } {
  return withOptions(first(`(${setDateAhead})(${ms})`));
}

/** Programs know their day from what is shipped with them. Under test they find another one there, as no switch of theirs is for tests. */
const BUILT_THEN = first(`
import module from 'node:module';
const source = \`
import manifest from '../../package.json' with { type: 'json' };
export const PROGRAM_VERSION = manifest.version;
export const programBuilt = () => ${BUILT};\`;
module.registerHooks?.({
  load: (url, context, next) =>
    url.endsWith('/service/site/program.ts') ? { format: 'module', shortCircuit: true, source } : next(url, context),
});`);

/** Left for the programs that a test starts and that load this file too: they run on its clock. */
const MARK = 'TESTS_OWN_CLOCK';
if (process.env[MARK] === undefined) {
  const ms = START - Date.now();
  setDateAhead(ms);
  Object.assign(process.env, clockAhead(ms), { [MARK]: '1' });
  Object.assign(process.env, withOptions(BUILT_THEN));
}
