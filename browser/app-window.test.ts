import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserArguments, openAppWindow, redirectPage, removeStaleWindows } from './app-window.ts';
import { utf8Locale } from './utf8-locale.ts';
import { browserCandidates, findBrowser } from './find-browser.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const ADDRESS = 'http://127.0.0.1:4321/#dG9rZW4tdG9rZW4tdG9rZW4';

describe('the app window', () => {
  it('gets its address from a file of this user, never by an argument', async () => {
    // A stand-in for the browser that writes down what it was given and reads.
    const notes = path.join(folder, 'notes.json');
    const browser = path.join(folder, 'a browser');
    const program = path.join(folder, 'browser.mjs');
    const script = `
      import { readFileSync, statSync, writeFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      const app = process.argv.find((a) => a.startsWith('--app=')).slice(6);
      const profile = process.argv.find((a) => a.startsWith('--user-data-dir=')).slice(16);
      const file = fileURLToPath(app);
      writeFileSync(${JSON.stringify(notes)}, JSON.stringify({
        argv: process.argv, page: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777, profile,
        locale: process.env.LC_ALL,
        preferences: JSON.parse(readFileSync(profile + '/Default/Preferences', 'utf8')) }));`;
    writeFileSync(program, script);
    // A system reads no quotes in a first line with `#!`: the paths, which may have spaces, stand in the second.
    writeFileSync(browser, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`);
    chmodSync(browser, 0o700);
    for (const name of ['LC_ALL', 'LC_CTYPE', 'LANG']) vi.stubEnv(name, undefined);
    await openAppWindow({ browser, address: ADDRESS, tokenMs: 60_000 }).closed;
    vi.unstubAllEnvs();
    const seen = JSON.parse(readFileSync(notes, 'utf8')) as {
      argv: string[];
      page: string;
      mode: number;
      locale?: string;
      profile: string;
      preferences: { autofill: { enabled: boolean } };
    };
    expect(seen.argv.join(' ')).not.toContain('dG9rZW4');
    expect(seen.page).toContain(ADDRESS);
    expect(seen.mode).toBe(0o600);
    expect(seen.locale).toBe('C.UTF-8');
    expect(seen.preferences.autofill.enabled).toBe(false);
    expect(existsSync(seen.profile)).toBe(false);
  });

  it('ends quietly when the program is no browser', async () => {
    await openAppWindow({ browser: path.join(folder, 'none'), address: ADDRESS, tokenMs: 1000 }).closed;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the cache and crash reports off and the sandbox on', () => {
    const switches = browserArguments('/x', '/x/open.html', false);
    expect(switches).toEqual(expect.arrayContaining(['--disk-cache-size=1', '--disable-breakpad']));
    expect(switches).not.toContain('--no-sandbox');
  });

  it('writes an address that cannot end the script it stands in', () => {
    expect(redirectPage('http://x/#</script><script>alert(1)')).not.toContain('</script><script>');
  });

  it('removes what a killed program left behind and nothing else', () => {
    mkdirSync(path.join(folder, 'bianmin-window-111-abc', 'profile'), { recursive: true });
    mkdirSync(path.join(folder, 'bianmin-window-222-abc'));
    mkdirSync(path.join(folder, 'other'));
    removeStaleWindows((pid) => pid === 222, folder);
    expect(readdirSync(folder).sort()).toEqual(['bianmin-window-222-abc', 'other']);
  });
});

describe('the locale of a browser', () => {
  it.each([
    [{}, 'C.UTF-8'],
    [{ LANG: 'C' }, 'C.UTF-8'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'POSIX' }, 'C.UTF-8'],
    [{ LANG: 'zh_CN.GBK', LC_ALL: '' }, 'C.UTF-8'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: '' }, ''],
    [{ LANG: 'C', LC_CTYPE: 'en_US.utf8' }, undefined],
  ])('of %j is one of UTF-8', (env, expected) => {
    expect(utf8Locale(env)['LC_ALL']).toBe(expected);
  });
});

describe('finding a browser', () => {
  it('takes CHROME_PATH alone when it is set', () => {
    expect(browserCandidates({ CHROME_PATH: '/opt/my/chrome', PATH: '/usr/bin' }, 'linux')).toEqual(['/opt/my/chrome']);
  });

  it('looks where the installers of Windows and Linux put it', () => {
    expect(browserCandidates({ PROGRAMFILES: 'C:\\Program Files' }, 'win32')).toContain(
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    );
    expect(browserCandidates({ PATH: '/usr/bin::relative:/snap/bin' }, 'linux')).toContain('/snap/bin/chromium');
  });

  it('finds only what is a program', () => {
    const file = path.join(folder, 'chromium');
    writeFileSync(file, '');
    expect(findBrowser({ PATH: folder }, 'linux')).toBeNull();
    chmodSync(file, 0o700);
    expect(findBrowser({ PATH: folder }, 'linux')).toBe(file);
  });
});
