/** Where the rounds run: a fresh clone in a folder of mode 0700 whose path has a space and Chinese characters. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { HOUSE } from '../runner/run-suite.ts';

/** Open to every user, unlike most temporary folders of a run: what lies in it is not. */
const OPEN = '/var/tmp';
export const OTHER_USER = 'bianmin-anywhere';

/** Runs a step of the preparation; throws what it said when it fails. */
function step(command: string, args: readonly string[], options: { cwd?: string } = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28, ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

const isRoot = process.getuid?.() === 0;

/** Null when the file is there, or could be installed; else why not. */
export function install(debianPackage: string, file: string): string | null {
  if (existsSync(file)) return null;
  if (!isRoot) return `${debianPackage} is not installed, and only root can install it`;
  console.log(`installing ${debianPackage}`);
  try {
    step('apt-get', ['update', '-q']);
    step('apt-get', ['install', '-y', '-q', debianPackage]);
    return existsSync(file) ? null : `${debianPackage} has no ${file}`;
  } catch (error) {
    return `${debianPackage} can't be installed: ${(error as Error).message.slice(0, 200)}`;
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
