/** Texts of a hundred thousand characters, made to be much work, at the places where texts come in. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SEED } from '../runner/seed.ts';
import { GROUPS } from './groups.ts';

/** Each takes some two seconds of computing, several times that on a busy machine; work that grows with the square of a text takes minutes. */
const MS = 60_000;

/** How the group's process ended: what it says of itself where it failed, `hangs` where it had to be ended. */
function outcome(group: string): Promise<string> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'run-group.ts'), group, String(SEED)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
  return new Promise((resolve) => {
    child.once('close', (code, signal) =>
      resolve(signal === 'SIGKILL' ? 'hangs' : code === 0 ? 'done' : said.slice(-2000)),
    );
  });
}

describe('a text of a hundred thousand characters', () => {
  it.each(Object.keys(GROUPS))('%s is soon read', async (group) => {
    expect(await outcome(group)).toBe('done');
  });
});
