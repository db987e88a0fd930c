/** The clock of the tests: that it holds everywhere, and that nothing reads another one. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDateOf } from '../shared/base/local-date.ts';
import { BUILT, now, START, TODAY } from './clock.ts';
import { dateAhead } from './date-ahead.ts';

const HOUSE = path.resolve(import.meta.dirname, '..');
const ROOMS = [
  'shared',
  'store',
  'sync',
  'pages',
  'entry',
  'service',
  'hub',
  'browser',
  'electron',
  'renderer',
  'test',
];
/** The entries take the machine's clock and hand it on; the tests' own clock lies in one file. */
const MAY_READ: readonly string[] = [
  'browser/demo.ts',
  'browser/dev/sample.ts',
  'browser/launcher.ts',
  'electron/service.ts',
  'hub/main.ts',
  'service/cli/main.ts',
  // Moves the machine's own clock beneath whole runs of the tests.
  'test/anywhere/run.ts',
  'test/clock.ts',
  // The browser's, to set it by how far it is from the tests'.
  'test/e2e/people.ts',
  'test/pages/page/clock.ts',
];

const READS =
  /\bDate\s*(\?\.|\.)\s*now\b|\bDate\s*\[|\bnew\s+Date\s*(\(\s*\)|[;,)\]}])|(?<![.\w]|new\s+)Date\s*\(|[=(,?]\s*Date\s*[;,)]|\.timeOrigin\b|\bTemporal\s*\.\s*Now\b/u;
/** A program that gets an environment made from nothing, and so without the tests' clock. */
const STARTS_BARE = /\benv:\s*\{\s*(?!\.\.\.|\s)/u;
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/gu, '');
const readsTheClock = (text: string) => READS.test(withoutComments(text));
const startsBare = (text: string) => STARTS_BARE.test(withoutComments(text));

const isTest = (name: string) => name.startsWith('test/') || /\.test\.tsx?$|\/testing\//u.test(name);
/** Names of the files for which `holds`; this file quotes what it forbids. */
const sourcesWhere = (holds: (text: string, name: string) => boolean): string[] =>
  ROOMS.flatMap((room) =>
    readdirSync(path.join(HOUSE, room), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(room, name).replaceAll(path.sep, '/'),
    ),
  )
    .filter((name) => /\.tsx?$/u.test(name) && !/(^|\/)node_modules\//u.test(name) && name !== 'test/clock.test.ts')
    .filter((name) => holds(readFileSync(path.join(HOUSE, name), 'utf8'), name))
    .sort();

describe('the machine’s clock', () => {
  it.each([
    'const at = Date.now();',
    'start({ now: Date.now })',
    'const stamp = new Date().toISOString();',
    'const at = new Date;',
    'say(Date())',
    'const Clock = Date;',
    'freshen(Date, 1)',
    'const at = performance.timeOrigin + performance.now();',
    'const at = Temporal.Now.instant();',
    "const at = Date['now']();",
  ])('is read by %s', (line) => expect(readsTheClock(line)).toBe(true));

  it.each([
    'const at = new Date(now());',
    'const at = Date.parse(text) + Date.UTC(2026, 1);',
    'function cell(value: Date, other: Map<string, Date>) {}',
    'if (value instanceof Date) return;',
    '// Date.now() would be the machine’s.',
    'formatDate()',
  ])('is not read by %s', (line) => expect(readsTheClock(line)).toBe(false));

  it('is read by the entries alone, which hand it on', () => {
    expect(sourcesWhere(readsTheClock)).toEqual(MAY_READ);
  });
});

describe('the tests’ clock', () => {
  /** What a Node program prints. */
  const printed = (script: string, env: NodeJS.ProcessEnv = {}) => {
    const options = { env: { ...process.env, ...env }, encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
    return stdout.trim() || stderr;
  };
  const isNow = (before: number, time: string) =>
    expect([before <= Number(time), Number(time) <= now()]).toEqual([true, true]);

  it('begins at the same instant in every file, and runs', async () => {
    expect([now() >= START, localDateOf(now())]).toEqual([true, TODAY]);
    const before = now();
    await expect.poll(() => now() > before).toBe(true);
  });

  it('is told by every way to ask for it', () => {
    const before = now();
    isNow(before, String(new Date().getTime()));
    isNow(before - 1000, String(Date.parse(Date())));
    class Stamp extends Date {}
    const stamp = new Stamp();
    isNow(before, String(stamp.getTime()));
    expect([stamp instanceof Stamp, stamp instanceof Date, new Date(0).toISOString()]).toEqual([
      true,
      true,
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  it('is that of a program and of its threads', () => {
    const before = now();
    isNow(before, printed('console.log(Date.now())'));
    const thread = `import { Worker, isMainThread } from 'node:worker_threads';
      if (isMainThread) new Worker(new URL('data:text/javascript,' + encodeURIComponent('console.log(new Date().getTime())')));`;
    isNow(before, printed(thread));
  });

  it('is behind that of a program whose machine is ahead', () => {
    const before = now();
    const ahead = 400 * 86_400_000;
    isNow(before, String(Number(printed('console.log(Date.now())', dateAhead(ahead))) - ahead));
  });

  it('goes with the environment to every program that a test starts', () => {
    expect(["spawn('x', { env: { A: '1' } })", 'spawn(x, { env: {} })'].map(startsBare)).toEqual([true, true]);
    expect(startsBare('spawn(x, { env: {\n  ...process.env, A } })')).toBe(false);
    expect(sourcesWhere((text, name) => isTest(name) && startsBare(text))).toEqual([
      // Its rounds name what they change in the environment that they hand on.
      'test/anywhere/rounds.ts',
      // Another user reads nothing of ours: no program of this house runs there.
      'test/attack/classes/users.ts',
    ]);
  });

  it('comes with a day on which the programs were put together', () => {
    const program = new URL('../service/site/program.ts', import.meta.url).href;
    expect(printed(`console.log((await import('${program}')).programBuilt())`)).toBe(String(BUILT));
  });
});
