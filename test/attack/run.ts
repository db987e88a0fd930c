/**
 * `npm run attack -- [--class NAME] [--seed N] [--rounds N]`: plays every class of attacks, or one, at a county of its own, round by round, and says what was
 * tried and what got through. Ends with 1 where anything did.
 */
// The clock is the tests' own: set before any program is started.
import '../clock.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CLASSES } from './classes/all.ts';
import { playRound, type Score } from './play.ts';

const USAGE = `usage: npm run attack -- [--class NAME] [--seed N] [--rounds N]
classes: ${CLASSES.map(({ name }) => name).join(', ')}`;
const ROUNDS = 5;

interface Asked {
  readonly classes: typeof CLASSES;
  readonly seed: number;
  readonly rounds: number;
}

/** Null where it is not clear what is meant. */
function asked(): Asked | null {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { class: text, seed: text, rounds: text } });
    const classes = CLASSES.filter(({ name }) => values.class === undefined || name === values.class);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
    const rounds = Number(values.rounds ?? ROUNDS);
    const isRight = classes.length > 0 && Number.isInteger(seed) && Number.isInteger(rounds) && rounds > 0;
    return isRight ? { classes, seed, rounds } : null;
  } catch {
    return null;
  }
}

const cells = (row: readonly (string | number)[]): string =>
  row.map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(14))).join('');

/** One line a class, all rounds together. */
function table(scores: readonly Score[]): string {
  const rows = [...Map.groupBy(scores, ({ name }) => name)].map(([name, of]) => [
    name,
    of.reduce((sum, { tried }) => sum + tried, 0),
    of.reduce((sum, { through }) => sum + through.length, 0),
    Math.max(...of.map(({ honestMs }) => Math.round(honestMs))),
    Math.max(...of.map(({ memory }) => Math.round(memory / 2 ** 20))),
  ]);
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  const heads = ['class', 'tried', 'got through', 'honest sync ms', 'hub peak MB'];
  return [heads, ...rows, ['all', sum(1), sum(2), '', '']].map(cells).join('\n');
}

async function attack({ classes, seed, rounds }: Asked): Promise<number> {
  // Everything lies in a folder of this run, and goes with it.
  const own = mkdtempSync(path.join(os.tmpdir(), 'bm-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = own;
  const scores: Score[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      // The seed that plays this round alone again.
      console.log(`round ${round + 1} of ${rounds}, seed ${seed + round}`);
      const played = await playRound(classes, { seed: seed + round, brief: false }, ({ name, tried, through }) => {
        console.log(`  ${name.padEnd(12)} ${tried} tried, ${through.length} got through`);
        for (const line of through) console.log(`    ${line}`);
      });
      scores.push(...played);
    }
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  console.log(`\n${table(scores)}`);
  return scores.some(({ through }) => through.length > 0) ? 1 : 0;
}

const wanted = asked();
if (wanted === null) console.error(USAGE);
process.exitCode = wanted === null ? 2 : await attack(wanted);
