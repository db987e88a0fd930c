/** A browser that can't show a window, for whatever reason: the address is printed instead, with the reason, and the program goes on. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILT, CLOCK } from '../test/clock.ts';
import { startHost, type Host } from './host.ts';

let folder: string;
let host: Host | null = null;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), '便民 no window-'));
  writeFileSync(path.join(folder, 'index.html'), '页面');
  said = [];
});
afterEach(async () => {
  await host?.close();
  host = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A stand-in for the browser; its arguments are in `$@`. */
function browserOf(script: string): string {
  const file = path.join(folder, 'browser');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o700);
  return file;
}

async function open(browser: string): Promise<Host> {
  host = await startHost({
    dataFolder: path.join(folder, '数据'),
    pages: folder,
    clock: CLOCK,
    built: BUILT,
    random: Math.random,
    facts: 'x',
    highWaterFolder: null,
    browser,
    say: (line) => said.push(line),
  });
  host.show();
  return host;
}

async function signIn({ origin }: Host, address: string): Promise<boolean> {
  const response = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: new URL(address).hash.slice(1) }),
  });
  return response.ok;
}

const addresses = () => said.flatMap((line) => /http\S+/u.exec(line)?.[0] ?? []);
const settled = async (promise: Promise<void>) =>
  await Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(() => resolve(false)))]);

describe('a browser that shows nothing', () => {
  it.each([
    ['where there is no screen', 'echo "[1:1] Missing X server or \\$DISPLAY" >&2; exit 1', /没有图形界面/u],
    [
      'that lacks a library',
      'echo "chrome: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
      /缺少它要用的库 libnss3\.so/u,
    ],
    ['that gets no sandbox', 'echo "Running as root without --no-sandbox is not supported" >&2; exit 1', /沙箱/u],
    ['that says nothing', 'exit 0', /退出码 0/u],
    ['that falls', 'kill -9 $$', /SIGKILL/u],
  ])('%s: the reason and an address are printed, and the program goes on', async (_name, script, reason) => {
    const running = await open(browserOf(script));
    await expect.poll(addresses, { timeout: 30_000 }).toHaveLength(1);
    expect(said[0]).toMatch(reason);
    expect(await signIn(running, addresses()[0] ?? '')).toBe(true);
    expect(await settled(running.allClosed)).toBe(false);
    // It is not tried again and again.
    expect(running.show()).toBe(addresses()[1]);
  });

  it('as it is none: the system’s word for it is printed', async () => {
    await open(path.join(folder, 'none'));
    await expect.poll(addresses, { timeout: 30_000 }).toHaveLength(1);
    expect(said[0]).toContain('ENOENT');
  });
});

describe('a browser that shows the page', () => {
  it('ends the program when it is closed', async () => {
    const note = path.join(folder, 'note');
    const running = await open(
      browserOf(`for each; do case "$each" in --app=*) printf %s "\${each#--app=}" > '${note}.part';; esac; done
mv '${note}.part' '${note}'; while [ ! -e '${note}.close' ]; do sleep 0.1; done`),
    );
    await expect.poll(() => existsSync(note), { timeout: 30_000 }).toBe(true);
    const page = readFileSync(fileURLToPath(readFileSync(note, 'utf8')), 'utf8');
    expect(await signIn(running, /"(http[^"]+)"/u.exec(page)?.[1] ?? '')).toBe(true);
    writeFileSync(`${note}.close`, '');
    await running.allClosed;
    expect(said).toEqual([]);
  });

  it('is ended with all that it started, also where the first of it was through at once', async () => {
    const note = path.join(folder, 'note');
    const running = await open(browserOf(`sleep 600 & echo $! > '${note}.part'; mv '${note}.part' '${note}'`));
    await expect.poll(() => existsSync(note), { timeout: 30_000 }).toBe(true);
    const pid = Number(readFileSync(note, 'utf8'));
    expect(said).toEqual([]);
    await running.close();
    host = null;
    expect(() => process.kill(pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
  });
});
