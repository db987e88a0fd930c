/**
 * Opens our page in the machine's own browser, in app mode, with a profile that holds nothing and is gone afterwards. The address
 * with its token is never an argument (every user of the machine can read those): it stands in a file of this user alone that the
 * browser opens and that is gone when the token is.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserEnd } from './browser-end.ts';
import { utf8Locale } from './utf8-locale.ts';

/** Autofill, passwords, history and spelling aids that would write down what is typed. */
const PREFERENCES = {
  autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  browser: { enable_spellchecking: false },
  spellcheck: { dictionaries: [], use_spelling_service: false },
  search: { suggest_enabled: false },
  translate: { enabled: false },
  signin: { allowed: false },
  download: { prompt_for_download: true },
};

const SWITCHES = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-domain-reliability',
  '--disable-features=Translate,AutofillServerCommunication,OptimizationHints,MediaRouter',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--password-store=basic',
];

const PREFIX = 'bianmin-window-';

export interface AppWindow {
  /** Resolves when the browser has ended, with all it started, and its profile is gone: with how it ended. */
  readonly closed: Promise<BrowserEnd>;
  close(): void;
}

export interface AppWindowOptions {
  readonly browser: string;
  /** Page with its token in the fragment. */
  readonly address: string;
  /** The redirect file is removed after so long, whatever the browser did, ms. */
  readonly tokenMs: number;
}

/** What the browser is started with; the address is not among it. */
export function browserArguments(folder: string, redirect: string, isRoot: boolean): readonly string[] {
  return [
    `--user-data-dir=${path.join(folder, 'profile')}`,
    ...SWITCHES,
    // Chromium refuses to run as root with its sandbox; only containers do that.
    ...(isRoot ? ['--no-sandbox'] : []),
    '--window-size=1366,768',
    `--app=${pathToFileURL(redirect).href}`,
  ];
}

/** A page that goes to the address at once. The address is ours (an origin and base64url), yet is written so that it can't end the script. */
export function redirectPage(address: string): string {
  const text = JSON.stringify(address).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html><meta charset="utf-8"><title>便民通</title><script>location.replace(${text})</script>`;
}

export function openAppWindow(options: AppWindowOptions): AppWindow {
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  mkdirSync(path.join(folder, 'profile', 'Default'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(folder, 'profile', 'Default', 'Preferences'), JSON.stringify(PREFERENCES), { mode: 0o600 });
  const redirect = path.join(folder, 'open.html');
  writeFileSync(redirect, redirectPage(options.address), { mode: 0o600 });
  const isRoot = process.getuid?.() === 0;
  const child = spawn(options.browser, browserArguments(folder, redirect, isRoot), {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: a browser is often a script that starts one, and all of it is to end.
    detached: HAS_GROUPS,
    env: utf8Locale(process.env),
  });
  const timer = setTimeout(() => rmSync(redirect, { force: true }), options.tokenMs);
  let hard: NodeJS.Timeout | undefined;
  return {
    closed: ended(child).then((end) => {
      clearTimeout(timer);
      clearTimeout(hard);
      removeFolder(folder);
      return end;
    }),
    close() {
      signalAll(child, 'SIGTERM');
      hard ??= setTimeout(() => signalAll(child, 'SIGKILL'), GRACE_MS);
    },
  };
}

const HAS_GROUPS = process.platform !== 'win32';
/** A browser that was told to end has so long to do it, ms. */
const GRACE_MS = 5000;
/** What is kept of what it says: the reason stands at the end. */
const MOST_SAID = 4096;
const GROUP_LOOK_MS = 200;

/** Sends a signal to the browser and all it started. Returns whether one of them was there. */
function signalAll(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return HAS_GROUPS ? process.kill(-child.pid, signal) : child.kill(signal);
  } catch {
    return false;
  }
}

/** The first process may be a script that is through at once: the browser ends with the last of its group. */
async function ended(child: ChildProcess): Promise<BrowserEnd> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (said = (said + part).slice(-MOST_SAID)));
  const [code, signal, startError] = await new Promise<[number | null, NodeJS.Signals | null, string | null]>(
    (resolve) => {
      child.once('exit', (...how) => resolve([...how, null]));
      child.once('error', (error: NodeJS.ErrnoException) => resolve([null, null, error.code ?? error.message]));
    },
  );
  const isAlive = () => HAS_GROUPS && signalAll(child, 0);
  while (isAlive()) await new Promise((resolve) => setTimeout(resolve, GROUP_LOOK_MS));
  child.stderr?.destroy();
  return { code, signal, startError, said };
}

/** Windows lets go of a browser's files a moment after it has ended; what is still held then is removed at the next start. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch (error) {
    if (!HELD.includes(String((error as { code?: unknown }).code))) throw error;
  }
}
const HELD: readonly string[] = ['EBUSY', 'EPERM', 'ENOTEMPTY', 'EACCES'];

/** Removes profiles that a killed program left behind; their names hold its process id. Called at every start. */
export function removeStaleWindows(isAlive: (pid: number) => boolean = processIsAlive, root: string = tmpdir()): void {
  // A missing temporary folder is reported by the window that needs it.
  for (const name of existsSync(root) ? readdirSync(root) : []) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeFolder(path.join(root, name));
  }
}

function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
