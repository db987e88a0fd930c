import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPT = path.join(import.meta.dirname, '../../test/site/on-full-disk.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-full-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** On a small disk that is there for this command alone; needs a kernel that lets its users mount one. */
function onSmallDisk(...command: readonly string[]): ReturnType<typeof spawnSync> {
  const mount = 'mount -t tmpfs -o size=12m tmpfs "$0" && exec "$@"';
  return spawnSync('unshare', ['-rm', 'sh', '-c', mount, folder, ...command], { encoding: 'utf8' });
}

it('a full disk at the start is called so, nothing is called damaged, and the site is there again when there is room', (context) => {
  if (onSmallDisk('true').status !== 0) context.skip('this system lets nobody mount a disk to fill');
  const run = onSmallDisk(process.execPath, SCRIPT, folder);
  expect(run.stderr).toBe('');
  const { told, left, later } = JSON.parse(String(run.stdout)) as Record<'told' | 'left' | 'later', unknown>;
  expect(told).toMatchObject({ ok: false, code: 'disk-full', message: expect.stringContaining('磁盘已满') });
  expect(left).toEqual(['bianmin.key', 'owner.lock', 'trial.db']);
  expect(later).toMatchObject({ ok: true, value: { mode: 'trial' } });
});
