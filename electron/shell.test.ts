/** The shell without Electron: everything that decides something is a plain function. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { MenuItemConstructorOptions } from 'electron';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILT, CLOCK } from '../test/clock.ts';
import { guardedCall, isTrustedSender, mayHavePermission, mayNavigate, WEB_PREFERENCES } from './guards.ts';
import { menuTemplate } from './menu.ts';
import { isOwnPage, serveOwnPage, START_PAGE } from './own-pages.ts';
import { callOverPort, servePort } from './port.ts';
import type { Port } from './port.ts';
import { ApiError, ERROR_TEXTS } from '../shared/api/errors.ts';
import { openFolder } from '../service/site/folder.ts';
import { startService } from '../service/site/start-service.ts';
import { protectedKey } from './protected-key.ts';
import { failStart } from './start-failed.ts';
import type { ProtectedKey, Protector } from './protected-key.ts';

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
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal'])
      expect([permission, mayHavePermission(permission, START_PAGE)]).toEqual([permission, false]);
  });

  it('lets our own page put text onto the clipboard, and no other', () => {
    expect(mayHavePermission('clipboard-sanitized-write', START_PAGE)).toBe(true);
    expect(mayHavePermission('clipboard-sanitized-write', new URL('/', START_PAGE).href)).toBe(true);
    expect(mayHavePermission('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
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

describe('a start that fails', () => {
  it('shows the sentence of what is wrong in a dialog, and then ends the program', () => {
    const seen: unknown[] = [];
    const shell = {
      dialog: { showErrorBox: (...texts: string[]) => void seen.push(texts) },
      app: { exit: (code: number) => void seen.push(code) },
    };
    failStart(shell, new ApiError('in-use'));
    failStart(shell, new Error('nobody foresaw\nthis'));
    expect(seen).toEqual([
      ['便民通没有启动', ERROR_TEXTS['in-use']],
      1,
      ['便民通没有启动', '没有启动：nobody foresaw this'],
      1,
    ]);
  });

  it('ends also where no dialog can be shown', () => {
    const seen: number[] = [];
    const dialog = {
      showErrorBox: () => {
        throw new Error('no screen');
      },
    };
    expect(() =>
      failStart({ dialog, app: { exit: (code) => void seen.push(code) } }, new ApiError('in-use')),
    ).toThrow();
    expect(seen).toEqual([1]);
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
  const siteFolder = () => openFolder(folder);
  const file = () => siteFolder().protectedKey;
  /** As the service does it for the program: a site is tried, so that the first data file is made. */
  async function tried(made: ProtectedKey | null): Promise<void> {
    const service = await startService({
      dataFolder: folder,
      clock: CLOCK,
      random: () => 0.5,
      built: BUILT,
      facts: 'x',
      highWaterFolder: null,
      show: () => null,
      onBug: (_method, error) => {
        throw error;
      },
      ...(made === null ? {} : { key: made.key, ...(made.wrapped === null ? {} : { wrappedKey: made.wrapped }) }),
    });
    expect(await service.call({ method: 'site.try', input: { as: 'village' } })).toMatchObject({ ok: true });
    await service.close();
  }

  it('is kept wrapped once the first data file is made, and is the same at every start', async () => {
    const made = await protectedKey(system('gnome_libsecret'), siteFolder());
    expect(made?.key).toHaveLength(32);
    expect(readdirSync(folder)).toEqual([]);
    await tried(made);
    expect(readFileSync(file()).includes(made?.key.toString('base64') ?? '-')).toBe(false);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).not.toContain('bianmin.key');
    expect(await protectedKey(system('gnome_libsecret'), siteFolder())).toEqual({ key: made?.key, wrapped: null });
  });

  it('is not made where something lies whose key is gone', async () => {
    for (const name of ['bianmin.db', 'trial.db', 'bianmin.db-wal', 'bianmin.db.replaced-1']) {
      writeFileSync(path.join(folder, name), 'something');
      expect(await protectedKey(system('gnome_libsecret'), siteFolder())).toBeNull();
      rmSync(path.join(folder, name));
    }
  });

  it('is not protected by backends that only look like it', async () => {
    for (const backend of ['basic_text', 'unknown'])
      expect(await protectedKey(system(backend), siteFolder())).toBeNull();
    const none = system(undefined, { isAsyncEncryptionAvailable: () => Promise.resolve(false) });
    expect(await protectedKey(none, siteFolder())).toBeNull();
    expect(existsSync(file())).toBe(false);
  });

  it('stays the plain key file where data was written with that', async () => {
    writeFileSync(path.join(folder, 'bianmin.key'), Buffer.alloc(32));
    expect(await protectedKey(system(undefined), siteFolder())).toBeNull();
  });

  it('of another user is said, and nothing is made over it', async () => {
    await tried(await protectedKey(system(undefined), siteFolder()));
    const before = readFileSync(file());
    const stranger = system(undefined, { decryptStringAsync: () => Promise.reject(new Error('no')) });
    await expect(protectedKey(stranger, siteFolder())).rejects.toMatchObject({ code: 'wrong-key' });
    expect(readFileSync(file())).toEqual(before);
  });

  it('is wrapped anew when the system changed its own key', async () => {
    const made = await protectedKey(system(undefined), siteFolder());
    await tried(made);
    const changed = system(undefined, {
      encryptStringAsync: (text) => Promise.resolve(Buffer.from(`new${text}`)),
      decryptStringAsync: (wrapped) =>
        Promise.resolve({ result: Buffer.from(wrapped).reverse().toString(), shouldReEncrypt: true }),
    });
    expect(await protectedKey(changed, siteFolder())).toEqual({ key: made?.key, wrapped: null });
    expect(readFileSync(file()).toString()).toMatch(/^new/);
  });
});
