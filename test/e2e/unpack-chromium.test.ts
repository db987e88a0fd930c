/** Two at once, what an interrupted one left, and places that can't be used. Chromium itself says whether it is whole. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unpackedChromium } from './unpack-chromium.ts';

const MODULE = new URL('unpack-chromium.ts', import.meta.url).href;
const program = (place: string) =>
  `import { unpackedChromium } from ${JSON.stringify(MODULE)}; console.log(await unpackedChromium([${JSON.stringify(place)}]));`;

let folder: string;
let place: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), '解开 '));
  place = path.join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inOwnProcess = async () =>
  (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program(place)])).stdout.trim();
const versionOf = async (chromium: string) => (await promisify(execFile)(chromium, ['--version'])).stdout;

it('two processes at once get one whole Chromium, and nothing else is left', async () => {
  const [one, two] = await Promise.all([inOwnProcess(), inOwnProcess()]);
  expect(one).toBe(two);
  expect(await versionOf(one)).toMatch(/\d+\.\d+/);
  expect(readdirSync(place)).toHaveLength(1);
});

it('an unpacking that was killed is not taken, and what it left goes', async () => {
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program(place)], { stdio: 'ignore' });
  await expect.poll(() => existsSync(place) && readdirSync(place).length, { timeout: 30_000 }).toBe(1);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const chromium = await unpackedChromium([place]);
  expect(await versionOf(chromium)).toMatch(/\d+\.\d+/);
  expect(readdirSync(place)).toEqual([path.basename(path.dirname(chromium))]);
});

it('the names that the package uses in the temporary folder are not looked at, nor a place that can’t be written', async () => {
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary);
  writeFileSync(path.join(temporary, 'chromium'), 'half');
  chmodSync(path.join(temporary, 'chromium'), 0o700);
  vi.stubEnv('TMPDIR', temporary);
  const closed = path.join(temporary, 'chromium', 'cache');
  await expect(unpackedChromium([closed])).rejects.toThrow(/could not be unpacked.*ENOTDIR/);
  const chromium = await unpackedChromium([closed, place]);
  vi.unstubAllEnvs();
  expect(chromium).toContain(place);
  expect(await versionOf(chromium)).toMatch(/\d+\.\d+/);
  expect(readdirSync(temporary)).toEqual(['chromium']);
});
