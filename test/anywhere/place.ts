/** Where the rounds run: a fresh clone in a folder of mode 0700 whose path has a space and Chinese characters. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { HOUSE } from '../runner/run-suite.ts';

/** Open to every user, unlike most temporary folders of a run: what lies in it is not. */
const OPEN = '/var/tmp';
export const OTHER_USER = 'bianmin-anywhere';

const MINUTE_MS = 60_000;
/** Within it every step of a preparation is through, on a slow line too: what waits for an answer longer than that gets none. */
export const STEP_LIMIT_MS = 20 * MINUTE_MS;
/** For one of apt's: without a mirror, or beside another apt, it would wait for ever. */
const APT_LIMIT_MS = 5 * MINUTE_MS;
const APT_OPTIONS = ['-q', '-y', '-o', 'Acquire::http::Timeout=30', '-o', 'DPkg::Lock::Timeout=60'];

/** Runs a step of the preparation, which is asked nothing; throws what it said when it fails, or that it took too long. */
function step(command: string, args: readonly string[], options: { cwd?: string; timeout?: number } = {}): string {
  const { timeout = STEP_LIMIT_MS } = options;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...options,
    timeout,
  });
  const words = [command, ...args].join(' ');
  if (isTimeout(error)) throw new Error(`${words} was ended after ${timeout / MINUTE_MS} minutes`);
  if (status !== 0) throw new Error(`${words} ended with ${status ?? error?.message}: ${stderr}`);
  return stdout;
}

const isTimeout = (error: NodeJS.ErrnoException | undefined): boolean => error?.code === 'ETIMEDOUT';

const isRoot = process.getuid?.() === 0;

/** Null when the file is there, or could be installed; else why not. */
export function install(debianPackage: string, file: string): string | null {
  if (existsSync(file)) return null;
  if (!isRoot) return `${debianPackage} is not installed, and only root can install it`;
  console.log(`installing ${debianPackage}`);
  try {
    for (const words of [['update'], ['install', debianPackage]])
      step('apt-get', [...APT_OPTIONS, ...words], { timeout: APT_LIMIT_MS });
    return existsSync(file) ? null : `${debianPackage} has no ${file}`;
  } catch (error) {
    return `${debianPackage} is missing and can't be installed: ${(error as Error).message.slice(0, 300)}`;
  }
}

/** Null when the other user is there, or could be made; else why not. */
export function makeOtherUser(): string | null {
  if (!isRoot) return 'only root can run tests as another user';
  if (spawnSync('id', [OTHER_USER]).status === 0) return null;
  console.log(`making the user ${OTHER_USER}`);
  step('useradd', ['--system', '--no-create-home', '--shell', '/bin/sh', OTHER_USER]);
  return null;
}

export class Place {
  readonly base = mkdtempSync(path.join(OPEN, '便民 anywhere-'));
  readonly clone = path.join(this.base, '程序 house');

  /** Clones what is committed, and installs. */
  fill(): void {
    chmodSync(this.base, 0o700);
    step('git', ['clone', '-q', HOUSE, this.clone]);
    this.install();
  }

  install(): void {
    step('sh', ['-c', 'umask 077; exec npm ci --no-audit --no-fund'], { cwd: this.clone });
  }

  /** As cloned, with nothing that an earlier round made. */
  clean(): void {
    // A round as another user left it theirs, and git works in no other user's clone.
    this.give(String(process.getuid?.()));
    step('git', ['clean', '-q', '-fdx', '-e', 'node_modules'], { cwd: this.clone });
    rmSync(path.join(this.clone, 'node_modules', '.cache'), { recursive: true, force: true });
    rmSync(path.join(this.clone, 'node_modules', '.vite'), { recursive: true, force: true });
  }

  /** An empty folder of mode 0700. */
  folder(name: string): string {
    const folder = path.join(this.base, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  give(user: string): void {
    if (isRoot) step('chown', ['-R', user, this.base]);
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}
