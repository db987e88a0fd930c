import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { putInPlace } from './replace-file.ts';

const NOW = 1000;
let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-place-'));
  target = path.join(folder, 'a.db');
});
afterEach(() => {
  healed();
  rmSync(folder, { recursive: true, force: true });
});

/** As a program that was killed leaves it: the log holds what was acknowledged last. */
const OLD: Readonly<Record<string, string>> = { 'a.db': 'old', 'a.db-shm': 'old index', 'a.db-wal': 'old log' };

function lay(): string {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
  for (const [name, text] of Object.entries(OLD)) writeFileSync(path.join(folder, name), text);
  const fresh = path.join(folder, 'a.db.restoring');
  writeFileSync(fresh, 'new');
  return fresh;
}

const lies = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));

/** The disk refuses this one of the steps that put a file in place. Returns whether it came to it. */
function failingAt(step: number): () => boolean {
  let steps = 0;
  for (const name of ['renameSync', 'fsyncSync'] as const) {
    const real = fs[name] as (...args: unknown[]) => void;
    vi.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
      steps += 1;
      if (steps === step) throw Object.assign(new Error(`EIO: ${name}`), { code: 'EIO' });
      real(...args);
    });
  }
  syncBuiltinESMExports();
  return () => steps >= step;
}

function healed(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

describe('a file put in the place of another', () => {
  it('sets that one aside with its log', () => {
    expect(putInPlace(lay(), target, NOW)).toBe(`${target}.replaced-${NOW}`);
    expect(lies()).toEqual({
      'a.db': 'new',
      [`a.db.replaced-${NOW}`]: 'old',
      [`a.db.replaced-${NOW}-shm`]: 'old index',
      [`a.db.replaced-${NOW}-wal`]: 'old log',
    });
  });

  it('leaves all as it was whatever step the disk refuses, the log with its own file', () => {
    for (let step = 1, isRefused = true; isRefused; step += 1) {
      const fresh = lay();
      const came = failingAt(step);
      try {
        putInPlace(fresh, target, NOW);
      } catch (error) {
        expect(String(error)).toContain('EIO');
      }
      isRefused = came();
      healed();
      if (!isRefused) expect(step).toBeGreaterThan(5);
      else expect([step, lies()]).toEqual([step, step === 1 ? { ...OLD, 'a.db.restoring': 'new' } : OLD]);
    }
    expect(lies()['a.db']).toBe('new');
  });
});
