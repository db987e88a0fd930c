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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserArguments, openAppWindow, redirectPage, removeStaleWindows } from './app-window.ts';
import { browserCandidates, findBrowser } from './find-browser.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ADDRESS = 'http://127.0.0.1:4321/#dG9rZW4tdG9rZW4tdG9rZW4';

describe('the app window', () => {
  it('gets its address from a file of this user, never by an argument', async () => {
    // A stand-in for the browser that writes down what it was given and reads.
    const notes = path.join(folder, 'notes.json');
    const browser = path.join(folder, 'browser.mjs');
    const script = `#!${process.execPath}
      import { readFileSync, statSync, writeFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      const app = process.argv.find((a) => a.startsWith('--app=')).slice(6);
      const profile = process.argv.find((a) => a.startsWith('--user-data-dir=')).slice(16);
      const file = fileURLToPath(app);
      writeFileSync(${JSON.stringify(notes)}, JSON.stringify({
        argv: process.argv, page: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777, profile,
        preferences: JSON.parse(readFileSync(profile + '/Default/Preferences', 'utf8')) }));`;
    writeFileSync(browser, script);
    chmodSync(browser, 0o700);
    await openAppWindow({ browser, address: ADDRESS, tokenMs: 60_000 }).closed;
    const seen = JSON.parse(readFileSync(notes, 'utf8')) as {
      argv: string[];
      page: string;
      mode: number;
      profile: string;
      preferences: { autofill: { enabled: boolean } };
    };
    expect(seen.argv.join(' ')).not.toContain('dG9rZW4');
    expect(seen.page).toContain(ADDRESS);
    expect(seen.mode).toBe(0o600);
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
