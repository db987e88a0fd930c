import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from '../service/site/folder.ts';
import { reachOwner } from '../service/site/single-instance.ts';
import { startHost } from './host.ts';
import type { Host } from './host.ts';
import { BUILT, CLOCK } from '../test/clock.ts';

let folder: string;
const hosts: Host[] = [];
const said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), '便民 host-'));
  writeFileSync(path.join(folder, 'index.html'), '页面');
  said.length = 0;
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Host> {
  const host = await startHost({
    dataFolder: path.join(folder, '数据'),
    pages: folder,
    clock: CLOCK,
    built: BUILT,
    random: Math.random,
    facts: 'x',
    highWaterFolder: null,
    browser: null,
    say: (line) => said.push(line),
  });
  hosts.push(host);
  return host;
}

async function post(host: Host, where: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(host.origin + where, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: host.origin, ...headers },
    body: JSON.stringify(body),
  });
  return await response.json();
}

async function signIn(host: Host, address: string): Promise<string | undefined> {
  const token = new URL(address).hash.slice(1);
  return ((await post(host, '/session', { token })) as { key?: string }).key;
}

describe('the browser host', () => {
  it('answers the page that came with its address, and no other', async () => {
    const host = await start();
    const address = host.address();
    const key = await signIn(host, address);
    expect(await signIn(host, address)).toBeUndefined();
    const call = { method: 'site.status', input: {} };
    expect(await post(host, '/rpc', call, { 'x-bianmin-key': key ?? '' })).toMatchObject({
      ok: true,
      value: { mode: 'new' },
    });
    expect(await post(host, '/rpc', call)).toMatchObject({ ok: false, code: 'needs-sign-in' });
  });

  it('prints an address where there is no browser, and another when it is asked to show itself', async () => {
    const host = await start();
    host.show();
    const owner = await reachOwner(openFolder(path.join(folder, '数据')));
    await owner?.show();
    owner?.close();
    const addresses = said.map((line) => /http\S+/.exec(line)?.[0] ?? '');
    expect(addresses).toHaveLength(2);
    expect(await Promise.all(addresses.map((address) => signIn(host, address)))).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });

  it('is one per data folder', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'in-use' });
  });

  it('tries, keeps and shows the same site at the next start', async () => {
    const first = await start();
    const key = (await signIn(first, first.address())) ?? '';
    await post(first, '/rpc', { method: 'site.try', input: { as: 'village' } }, { 'x-bianmin-key': key });
    await hosts.pop()?.close();
    const second = await start();
    expect(second.site?.status()).toMatchObject({ mode: 'trial', place: { kind: 'village' } });
    expect(await post(second, '/rpc', { method: 'site.status', input: {} }, { 'x-bianmin-key': key })).toMatchObject({
      code: 'needs-sign-in',
    });
  });
});
