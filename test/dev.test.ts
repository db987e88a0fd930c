/** `npm run dev`, as a developer starts it, changes code and ends it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyProgram, type ProgramCopy } from './program-copy.ts';

let copy: ProgramCopy;
let child: ChildProcess | null = null;
let text = '';
beforeEach(() => {
  copy = copyProgram();
  text = '';
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  copy.remove();
});

const said = (line: RegExp, timeout = 90_000) => expect.poll(() => text, { timeout, interval: 50 }).toMatch(line);

function dev(...words: readonly string[]): Promise<number | null> {
  const started = spawn('npm', ['run', 'dev', '--', ...words], { cwd: copy.root, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  for (const stream of [started.stdout, started.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return new Promise((done) => started.once('close', done));
}

async function call(origin: string, method: string): Promise<unknown> {
  const answer = await fetch(`${origin}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-bianmin-key': 'whatever' },
    body: JSON.stringify({ method, input: {} }),
  });
  return await answer.json();
}

describe('npm run dev', () => {
  it('shows pages from their sources before a sample village, and starts it anew when its code changes', async () => {
    const ended = dev('village', '--port', '0');
    await said(/#development-pages/u);
    const origin = /http:\/\/127\.0\.0\.1:\d+/u.exec(text)?.[0] ?? '';
    expect(await (await fetch(`${origin}/index.html`)).text()).toContain('/@vite/client');
    const sample = { ok: true, value: { mode: 'trial', place: { kind: 'village' } } };
    expect(await call(origin, 'site.status')).toMatchObject(sample);

    appendFileSync(path.join(copy.root, 'service', 'handlers', 'all.ts'), '\n// changed\n');
    await said(/服务已重启/u);
    expect(await call(origin, 'site.status')).toMatchObject(sample);

    // Code that does not run is said, and mended code runs again.
    const file = path.join(copy.root, 'service', 'handlers', 'all.ts');
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, `${sound}\nthrow new Error('no');\n`);
    await said(/样例服务停了/u);
    text = '';
    writeFileSync(file, sound);
    await said(/服务已重启/u);
    expect(await call(origin, 'site.status')).toMatchObject(sample);

    child?.kill('SIGTERM');
    await ended;
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('answers words that make no sense with how it is used', async () => {
    expect(await dev('town')).toBe(2);
    expect(text).toContain('npm run dev -- [centre|village|county]');
  });
});
