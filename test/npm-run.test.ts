/** The README's commands through npm, as people start and end them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
  for (const child of children.splice(0)) endAll(child);
  copy.remove();
});

/** npm with all that it started, the program that outlives it too. */
function endAll({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts a script and waits for a line; `ended` when no process holds its output any more, the program itself included. */
async function npm(args: readonly string[], line: RegExp, env: NodeJS.ProcessEnv = {}) {
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
      ...env,
    },
    shell: process.platform === 'win32',
    detached: process.platform !== 'win32',
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
    const console = /县级页面\S*：(http:\S+)/.exec(hub.text())?.[1] ?? '';
    const page = await fetch(console, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<body>one')]);
    hub.child.kill('SIGTERM');
    await hub.ended;
    expect(walBytes(path.join(data, 'hub.db'))).toBe(0);
    await expect(fetch(console)).rejects.toThrow();
  });

  // Output ends when the last one that has it, the program itself, has ended.
  it.each(['hub', 'start'])('%s ends in order when npm is killed', async (script) => {
    const program = await npm([script, ...(script === 'start' ? ['--', '--no-window'] : [])], /Ctrl\+C|#\S+/);
    program.child.kill('SIGKILL');
    await program.ended;
    expect(walBytes(path.join(data, script === 'hub' ? 'hub.db' : 'bianmin.db'))).toBe(0);
  });

  it('start ends when npm is told to end', async () => {
    const client = await npm(['start', '--', '--no-window'], /#\S+/);
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(client.text())?.[0] ?? '';
    expect((await fetch(origin)).status).toBe(200);
    client.child.kill('SIGTERM');
    await client.ended;
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('start that is told to end takes along the browser that it opened, and its private profile', async () => {
    const [temp, browser, note] = ['temp', 'chrome', 'pid'].map((name) => path.join(copy.root, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(temp);
    // As browsers are often started: by a script that is through at once.
    writeFileSync(browser, '#!/bin/sh\nsleep 600 &\necho $! > "$NOTE.part" && mv "$NOTE.part" "$NOTE"\n', {
      mode: 0o700,
    });
    const client = await npm(['start'], /启动。/u, { TMPDIR: temp, CHROME_PATH: browser, NOTE: note });
    await expect.poll(() => existsSync(note), { timeout: 60_000 }).toBe(true);
    const windows = () => readdirSync(temp).filter((name) => name.startsWith('bianmin-window-'));
    expect(windows()).toHaveLength(1);
    const pid = Number(readFileSync(note, 'utf8'));
    client.child.kill('SIGTERM');
    await client.ended;
    expect(() => process.kill(pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
    expect(windows()).toEqual([]);
  });

  it('start with a data folder that can’t be used ends with one line that names it and --data', async () => {
    writeFileSync(path.join(copy.root, 'a-file'), '');
    const folder = path.join(copy.root, 'a-file', 'inside');
    const failed = await npm(['start', '--', '--no-window', '--data', folder], /^$/u).catch((error: Error) => error);
    const said = (failed as Error).message.split('\n').filter((each) => /\p{Script=Han}/u.test(each));
    expect(said.at(-1)).toContain(`数据文件夹 ${folder} 用不了：路径里有一段不是文件夹`);
    expect(said.at(-1)).toContain('--data');
    expect((failed as Error).message).not.toMatch(/ at .*\.ts:|node:internal/u);
  });
});
