/** The README's commands through npm, as people start and end them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyProgram, type ProgramCopy } from './program-copy.ts';

let copy: ProgramCopy;
let data: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  copy = copyProgram();
  data = path.join(copy.root, 'data');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  copy.remove();
});

/** Starts a script and waits for a line; `ended` when nobody holds its output any more, the program itself included. */
async function npm(args: readonly string[], line: RegExp) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(BIANMIN_|npm_)/i.test(name)));
  const child = spawn('npm', ['run', ...args], {
    cwd: copy.root,
    env: {
      ...own,
      HOME: copy.root,
      BIANMIN_DATA: data,
      BIANMIN_HUB_DATA: data,
      BIANMIN_HUB_PORT: '0',
      BIANMIN_HUB_CONSOLE_PORT: '0',
    },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  await new Promise<void>((ready, failed) => {
    void ended.then(() => failed(new Error(text)));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (line.test(text)) ready();
      });
  });
  return { child, ended, text: () => text };
}

const walBytes = (file: string) => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0);

describe('npm run', { timeout: 120_000 }, () => {
  it('hub shows the console without another step, and ends when npm is told to end', async () => {
    const hub = await npm(['hub'], /Ctrl\+C/);
    const console = /县级页面\S*:(http:\S+)/.exec(hub.text())?.[1] ?? '';
    const page = await fetch(console, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<body>one')]);
    hub.child.kill('SIGTERM');
    await hub.ended;
    expect(walBytes(path.join(data, 'hub.db'))).toBe(0);
    await expect(fetch(console)).rejects.toThrow();
  });

  it('start ends when npm is told to end', async () => {
    const client = await npm(['start', '--', '--no-window'], /#\S+/);
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(client.text())?.[0] ?? '';
    expect((await fetch(origin)).status).toBe(200);
    client.child.kill('SIGTERM');
    await client.ended;
    await expect(fetch(origin)).rejects.toThrow();
  });
});
