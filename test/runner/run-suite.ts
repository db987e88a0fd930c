/** Runs vitest in a process of its own, and says how it went. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { TALLY_FILE, type Tally } from './tally.ts';

export const HOUSE = path.resolve(import.meta.dirname, '../..');
const NOTHING: Tally = {
  passed: 0,
  failed: 0,
  skipped: 0,
  unexplained: ['vitest ended before it could say how it went'],
};

/** Arguments are vitest's. `shown`: what it prints is shown as it comes, or all of it at its end, so that two that run at once can be read. */
export async function runSuite(
  args: readonly string[],
  shown: 'as it comes' | 'at its end' = 'as it comes',
): Promise<Tally> {
  const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-tally-'));
  const file = path.join(folder, 'tally.json');
  const reporters = ['--reporter=default', `--reporter=${path.join(import.meta.dirname, 'tally.ts')}`];
  try {
    const output = shown === 'as it comes' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [vitest, 'run', ...args, ...reporters], {
      cwd: HOUSE,
      stdio: ['inherit', output, output],
      env: { ...process.env, [TALLY_FILE]: file },
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => printed.push(part));
    const status = await new Promise<number | null>((ended) => child.once('close', ended));
    process.stdout.write(Buffer.concat(printed));
    const tally = readTally(file);
    const isRed = tally.failed > 0 || tally.unexplained.length > 0;
    return status === 0 || isRed ? tally : { ...tally, unexplained: [`vitest ended with ${status}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTally(file: string): Tally {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return NOTHING;
  }
}

/** The closing line of a run, preceded by what nothing explains. */
export function closing(tallies: readonly Tally[]): { readonly text: string; readonly ok: boolean } {
  const sum = (name: 'passed' | 'failed' | 'skipped') => tallies.reduce((total, each) => total + each[name], 0);
  const unexplained = tallies.flatMap((each) => each.unexplained);
  const line = `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
  return { text: [...unexplained, line].join('\n'), ok: sum('failed') === 0 && unexplained.length === 0 };
}
