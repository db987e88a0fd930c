/**
 * `npm run test:anywhere [-- ROUND …] [-- FILE …]`: the suite from a fresh clone of what is committed, under the circumstances that a new user, another
 * day or another machine bring. Installs Debian packages and makes a user for itself where it may; says what it did, and sums up in a table. Without
 * names it runs all rounds, which takes hours; `user+later` is one round under both circumstances. FILEs are for vitest: with them a round runs those
 * alone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { install, makeOtherUser, OTHER_USER, Place, STEP_LIMIT_MS } from './place.ts';
import { type Circumstances, SUITE_ROUNDS, together } from './rounds.ts';

interface Outcome {
  readonly result: 'passed' | 'FAILED' | 'skipped';
  readonly word: string;
}
interface Round {
  readonly name: string;
  readonly what: string;
  run(place: Place, log: string): Promise<Outcome>;
}

const FAKETIME = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;
/** npm keeps its own compiled code there. */
const NPMS = 'node-compile-cache';
const skipped = (word: string): Outcome => ({ result: 'skipped', word });

function clockOf({ clock }: Circumstances): Record<string, string> {
  if (clock === undefined) return {};
  const now = new Date();
  const seconds = Math.round((clock(now).getTime() - now.getTime()) / 1000);
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    // Waiting stays what it is: the day alone is another.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

const lastLine = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';

const suiteRound = (round: Circumstances, files: readonly string[]): Round => ({
  name: round.name,
  what: round.what,
  async run(place, log) {
    const missing =
      (round.clock === undefined ? null : install('faketime', FAKETIME)) ??
      (round.otherUser === undefined ? null : makeOtherUser());
    if (missing !== null) return skipped(missing);
    place.clean();
    const temporary = place.folder('临时 tmp');
    const home = place.folder('家 home');
    place.give(round.otherUser === undefined ? String(process.getuid?.()) : OTHER_USER);
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      TMPDIR: temporary,
      LC_ALL: 'C',
      // The last line is the suite's own, not npm's word of a newer npm.
      npm_config_update_notifier: 'false',
      ...round.env,
      ...clockOf(round),
    };
    const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const script = 'umask 077; cd "$0" && exec env -i "$@"';
    const command = ['-c', script, place.clone, ...words, 'npm', 'test', '--', ...(round.args ?? []), ...files];
    const [program, ...args] =
      round.otherUser === undefined ? ['sh', ...command] : ['runuser', '-u', OTHER_USER, '--', 'sh', ...command];
    const loops = round.busy === undefined ? [] : [0, 1].map(() => spawn(process.execPath, ['-e', 'for (;;);']));
    const out = openSync(log, 'w');
    const code = await exitOf(spawn(program as string, args, { stdio: ['ignore', out, out] }));
    for (const loop of loops) loop.kill('SIGKILL');
    const left = readdirSync(temporary).filter((name) => name !== NPMS);
    if (left.length > 0) return { result: 'FAILED', word: `left in the temporary folder: ${left.join(', ')}` };
    return { result: code === 0 ? 'passed' : 'FAILED', word: lastLine(log) };
  },
});

/** Pages are built before the hub listens, beside whatever else this machine does. */
const LISTEN_LIMIT_MS = 600_000;
const END_LIMIT_MS = 60_000;

/** Starts the hub, as `argv` says, and waits until it listens or ends; one that does neither is ended, and its last line told. */
async function hubListens(place: Place, argv: readonly string[], log: string): Promise<Outcome> {
  const data = place.folder('数据 hub');
  const out = openSync(log, 'w');
  const [program, ...args] = argv;
  const env = { ...process.env, BIANMIN_HUB_DATA: data, BIANMIN_HUB_PORT: '0', BIANMIN_HUB_CONSOLE_PORT: '0' };
  const child = spawn(program as string, args, { cwd: place.clone, env, stdio: ['ignore', out, out] });
  const ended = exitOf(child).then(() => 'ended' as const);
  const within = (ms: number) => Promise.race([ended, delay(ms, 'not yet' as const, { ref: false })]);
  const listens = () => readFileSync(log, 'utf8').includes('县级服务已启动');
  const began = performance.now();
  while (!listens() && performance.now() - began < LISTEN_LIMIT_MS && (await within(200)) === 'not yet');
  const listened = listens();
  child.kill('SIGTERM');
  const ends = (await within(END_LIMIT_MS)) === 'ended';
  child.kill('SIGKILL');
  if (listened && ends) return { result: 'passed', word: 'the hub listens, and ends when told' };
  return { result: 'FAILED', word: `${listened ? 'does not end when told' : 'did not listen'}: ${lastLine(log)}` };
}

const OTHER_ROUNDS: readonly Round[] = [
  {
    name: 'no-netlink',
    what: 'the hub under the unit’s address families',
    async run(place, log) {
      const missing = install('python3-seccomp', '/usr/share/doc/python3-seccomp');
      if (missing !== null) return skipped(missing);
      const filter = path.join(place.clone, 'test/anywhere/no-netlink.py');
      const node = path.join(place.clone, 'node_modules/.bin/node');
      return hubListens(place, ['/usr/bin/python3', filter, node, 'hub/launch.ts'], log);
    },
  },
  ...['10.8.2', '11.0.0'].map((version): Round => ({
    name: `npm-${version}`,
    what: `installed without dev by npm ${version}; the hub and the command line`,
    async run(place, log) {
      place.clean();
      const out = openSync(log, 'w');
      const inClone = (args: readonly string[]) =>
        spawnSync('npx', ['-y', `npm@${version}`, ...args], {
          cwd: place.clone,
          stdio: ['ignore', out, out],
          timeout: STEP_LIMIT_MS,
        }).status;
      try {
        if (inClone(['ci', '--omit=dev']) !== 0) return { result: 'FAILED', word: lastLine(log) };
        if (inClone(['run', 'cli', '--', 'help']) !== 0) return { result: 'FAILED', word: lastLine(log) };
        return await hubListens(place, ['npx', '-y', `npm@${version}`, 'run', 'hub'], `${log}.hub`);
      } finally {
        place.install();
      }
    },
  })),
];

const given = process.argv.slice(2);
const cut = given.includes('--') ? given.indexOf('--') : given.length;
const [names, files] = [given.slice(0, cut), given.slice(cut + 1)];
const circumstances = (name: string) => SUITE_ROUNDS.find((round) => round.name === name);
/** The round of a name, or of names with `+` between them; null for one that there is not. */
function roundOf(name: string): Round | null {
  const other = OTHER_ROUNDS.find((round) => round.name === name);
  if (other !== undefined) return other;
  const parts = name.split('+').map(circumstances);
  return parts.every((part) => part !== undefined) ? suiteRound(together(parts), files) : null;
}
const all = [...SUITE_ROUNDS, ...OTHER_ROUNDS];
const asked = (names.length > 0 ? names : all.map(({ name }) => name)).map((name) => ({ name, round: roundOf(name) }));
const unknown = asked.filter(({ round }) => round === null).map(({ name }) => name);
if (unknown.length > 0) {
  console.error(`no round is called ${unknown.join(', ')}. There are:`);
  for (const { name, what } of all) console.error(`  ${name.padEnd(16)}${what}`);
  process.exit(2);
}
const chosen = asked.flatMap(({ round }) => round ?? []);
const logs = mkdtempSync(path.join(os.tmpdir(), 'bianmin-anywhere-logs-'));
const place = new Place();
const rows: string[] = [];
let ok = true;
try {
  console.log(`cloning what is committed into ${place.base} (mode 0700), umask 077; logs in ${logs}`);
  place.fill();
  for (const round of chosen) {
    console.log(`round ${round.name}: ${round.what}`);
    const began = performance.now();
    const log = path.join(logs, `${round.name}.log`);
    const { result, word } = await round.run(place, log);
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    ok &&= result !== 'FAILED';
    rows.push(
      [round.name.padEnd(16), result.padEnd(8), `${minutes} min`.padStart(9), ` ${round.what}: ${word}`].join(' '),
    );
    console.log(rows.at(-1));
  }
} finally {
  place.remove();
}
console.log(`\n${rows.join('\n')}`);
process.exitCode = ok ? 0 : 1;
