/** The shell without Electron: everything that decides something is a plain function. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { MenuItemConstructorOptions } from 'electron';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guardedCall, isTrustedSender, mayHavePermission, mayNavigate, WEB_PREFERENCES } from './guards.ts';
import { menuTemplate } from './menu.ts';
import { isOwnPage, serveOwnPage, START_PAGE } from './own-pages.ts';
import { callOverPort, servePort } from './port.ts';
import type { Port } from './port.ts';
import { protectedKey } from './protected-key.ts';
import type { Protector } from './protected-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a window', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(WEB_PREFERENCES).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(WEB_PREFERENCES.partition).not.toMatch(/^persist:/);
  });

  it('stays on our own pages and gets no permission', () => {
    expect(mayNavigate(START_PAGE)).toBe(true);
    for (const address of [
      'https://example.com/',
      'file:///etc/passwd',
      'app://other/index.html',
      'app://bianmin.example/',
      'app://user@bianmin/',
      'javascript:alert(1)',
      '',
    ])
      expect(mayNavigate(address)).toBe(false);
    expect(mayHavePermission()).toBe(false);
  });

  it('takes no text for ours but an address of our host', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (address) => {
        if (isOwnPage(address)) expect(new URL(address).host).toBe('bianmin');
      }),
      { numRuns: 30 },
    );
  });

  it('lets only our page at the top of a window call the service', async () => {
    const calls: unknown[] = [];
    const call = (raw: unknown) => {
      calls.push(raw);
      return Promise.resolve({ ok: true, value: 1 } as const);
    };
    expect(await guardedCall({ url: START_PAGE, top: true }, 'x', call)).toEqual({ ok: true, value: 1 });
    for (const sender of [null, { url: START_PAGE, top: false }, { url: 'https://example.com/', top: true }]) {
      expect(isTrustedSender(sender)).toBe(false);
      expect(await guardedCall(sender, 'x', call)).toMatchObject({ ok: false, code: 'not-allowed' });
    }
    expect(calls).toEqual(['x']);
  });

  it('has a menu in Chinese without reload or developer tools', () => {
    const items = (list: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
      list.flatMap((item) => [item, ...items((item.submenu as MenuItemConstructorOptions[] | undefined) ?? [])]);
    const all = items(menuTemplate(() => undefined)).filter((item) => item.type !== 'separator');
    for (const { label } of all) expect(label).toMatch(/^[\u4e00-\u9fff]+$/u);
    expect(all.map((item) => item.role)).not.toContain('toggleDevTools');
    expect(all.map((item) => item.role)).not.toContain('reload');
  });
});

describe('our own pages', () => {
  it('come with the policy and a fresh nonce; everything else is not there', async () => {
    await mkdir(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
    const page = await serveOwnPage(folder, START_PAGE);
    const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    for (const address of [
      'app://bianmin/none.js',
      'app://bianmin/..%2f..%2fetc/passwd',
      'app://other/index.html',
      'https://x/',
    ])
      expect((await serveOwnPage(folder, address)).status).toBe(404);
  });
});

describe('calls over a port', () => {
  const portOf = (port: MessagePort): Port => ({
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
  });

  it('find their answers, in whatever order they come', async () => {
    const { port1, port2 } = new MessageChannel();
    servePort(portOf(port1), async (raw) => {
      const { ms } = raw as { ms: number };
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { ok: true, value: ms };
    });
    const call = callOverPort(portOf(port2));
    const answers = await Promise.all([call({ ms: 20 }), call({ ms: 1 })]);
    expect(answers).toEqual([
      { ok: true, value: 20 },
      { ok: true, value: 1 },
    ]);
    port1.close();
  });

  it('are answered when the service process ends, and never hang', async () => {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', () => port1.close());
    const call = callOverPort(portOf(port2));
    expect(await call({})).toMatchObject({ ok: false, code: 'internal' });
    expect(await call({})).toMatchObject({ ok: false, code: 'internal' });
  });
});

describe("the data file's key", () => {
  /** A stand-in for the operating system: turns the bytes around. */
  function system(backend: string | undefined, more: Partial<Protector> = {}): Protector {
    return {
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
      encryptStringAsync: (text) => Promise.resolve(Buffer.from(text).reverse()),
      decryptStringAsync: (wrapped) =>
        Promise.resolve({ result: Buffer.from(wrapped).reverse().toString(), shouldReEncrypt: false }),
      ...more,
    };
  }
  const file = () => path.join(folder, 'bianmin.key.protected');

  it('is made once, kept wrapped, and the same at every start', async () => {
    const key = await protectedKey(system('gnome_libsecret'), folder);
    expect(key).toHaveLength(32);
    expect(readFileSync(file()).includes(key?.toString('base64') ?? '-')).toBe(false);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await protectedKey(system('gnome_libsecret'), folder)).toEqual(key);
  });

  it('is not protected by backends that only look like it', async () => {
    for (const backend of ['basic_text', 'unknown']) expect(await protectedKey(system(backend), folder)).toBeNull();
    const none = system(undefined, { isAsyncEncryptionAvailable: () => Promise.resolve(false) });
    expect(await protectedKey(none, folder)).toBeNull();
    expect(existsSync(file())).toBe(false);
  });

  it('stays the plain key file where data was written with that', async () => {
    writeFileSync(path.join(folder, 'bianmin.key'), Buffer.alloc(32));
    expect(await protectedKey(system(undefined), folder)).toBeNull();
  });

  it('of another user is said, and nothing is made over it', async () => {
    await protectedKey(system(undefined), folder);
    const before = readFileSync(file());
    const stranger = system(undefined, { decryptStringAsync: () => Promise.reject(new Error('no')) });
    await expect(protectedKey(stranger, folder)).rejects.toMatchObject({ code: 'wrong-key' });
    expect(readFileSync(file())).toEqual(before);
  });

  it('is wrapped anew when the system changed its own key', async () => {
    const key = await protectedKey(system(undefined), folder);
    const changed = system(undefined, {
      encryptStringAsync: (text) => Promise.resolve(Buffer.from(`new${text}`)),
      decryptStringAsync: (wrapped) =>
        Promise.resolve({ result: Buffer.from(wrapped).reverse().toString(), shouldReEncrypt: true }),
    });
    expect(await protectedKey(changed, folder)).toEqual(key);
    expect(readFileSync(file()).toString()).toMatch(/^new/);
  });
});
