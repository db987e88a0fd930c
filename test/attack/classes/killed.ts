import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileOf } from '../../site/compare.ts';
import { Machine } from '../../site/machine.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, QUIET } from '../county.ts';
import type { Draw } from '../draw.ts';

const SLIPS = path.join(import.meta.dirname, '../../fixtures/slips');
const FILE = path.join(SLIPS, 'village-week-clean.xlsx');
/** What becomes of its rows, undisturbed. */
const { clean } = JSON.parse(readFileSync(path.join(SLIPS, 'expected.json'), 'utf8')) as {
  clean: { expect: string }[];
};
const TAKEN = clean.filter((row) => row.expect === 'take').length;
const ASKED = clean.length - TAKEN;

interface Held {
  readonly cases: number;
  readonly drafts: number;
}

async function heldBy(machine: Machine): Promise<Held> {
  const open = await machine.open();
  try {
    const file = fileOf(open);
    // Its own: others of the place come down by the sync that runs meanwhile.
    const cases = file
      .sql("SELECT count(*) FROM event_row WHERE type = 'proxy-received' AND device = (SELECT device FROM identity)")
      .pluck()
      .get() as number;
    return { cases, drafts: (await open.call('batch.open', {})).rows.length };
  } finally {
    await open.close();
  }
}

/** Begins the command and kills it so long after it has begun to write into the folder; it may have come to its end before. */
async function killedAtWork(machine: Machine, ms: number, args: readonly string[]): Promise<void> {
  const traces = () =>
    readdirSync(machine.folder)
      .filter((name) => /-wal$|restoring/.test(name))
      .map((name) => `${name} ${statSync(path.join(machine.folder, name), { throwIfNoEntry: false })?.size}`)
      .join();
  const before = traces();
  const child = machine.spawn('service/cli.ts', [...args, '--data', machine.folder]);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  while (child.exitCode === null && traces() === before) await new Promise((next) => setTimeout(next, 2));
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await ended;
  clearTimeout(timer);
}

/** An import that is killed again and again before it is let through. */
async function importKilled(county: County, draw: Draw): Promise<string | null> {
  const machine = await new Machine().enrol(county.hub, QUIET);
  const args = ['import', FILE, '--finish', '--json'];
  try {
    for (let kill = 0; kill < 2; kill += 1) await killedAtWork(machine, draw.int(0, 250), args);
    const { code, err } = await machine.cli(...args);
    const { cases, drafts } = await heldBy(machine);
    const checks = await machine.cli('verify', '--json');
    return firstOf(
      when(code !== 0, `the last one ended with ${code}: ${err[0]}`),
      when(cases !== TAKEN || drafts !== ASKED, `${cases} cases and ${drafts} drafts of ${TAKEN} and ${ASKED}`),
      when(checks.code !== 0, `verify: ${checks.out.filter((line) => line.includes('false')).join(' ')}`),
    );
  } finally {
    machine.remove();
  }
}

/** A restore that is killed leaves the old file or the restored one. */
async function restoreKilled(county: County, draw: Draw): Promise<string | null> {
  const machine = await new Machine().enrol(county.hub, QUIET);
  const backup = path.join(machine.base, 'a.backup');
  try {
    if ((await machine.cli('backup', backup)).code !== 0) return 'no backup was made';
    for (let kill = 0; kill < 2; kill += 1) await killedAtWork(machine, draw.int(0, 60), ['restore', backup]);
    const { code, err } = await machine.cli('status', '--json');
    const again = await machine.cli('restore', backup);
    const checks = await machine.cli('verify', '--json');
    return firstOf(
      when(code !== 0, `the folder does not open: ${err[0]}`),
      when(again.code !== 0, `the restore ended with ${again.code}: ${again.err[0]}`),
      when(
        checks.code !== 0,
        `verify: ${[...checks.err, ...checks.out.filter((line) => line.includes('false'))].join(' ')}`,
      ),
    );
  } finally {
    machine.remove();
  }
}

export const killed: AttackClass = {
  name: 'killed',
  attacked: 'commands that are killed and given again',
  through: 'a row that is lost, handed over twice or left behind, or a file that does not open',
  async play({ county, draw, attack, brief }) {
    const commands = { 'import --finish': importKilled, restore: restoreKilled };
    for (const [name, play] of draw.some(Object.entries(commands), brief ? 1 : 2))
      await attack(name, () => play(county, draw));
  },
};
