/** Where things lie: the data folder of a site, and the few things that must lie outside it. */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ApiError } from '../../shared/api/errors.ts';
import { socketPlace } from '../../store/file/private-folder.ts';

export interface SiteFolder {
  /** Absolute, links resolved; Chinese and long names are fine. */
  readonly root: string;
  readonly dataFile: string;
  /** A file of its own: what is tried is never mixed with what is real. */
  readonly trialFile: string;
  /** Both, the real one first. */
  readonly dataFiles: readonly [string, string];
  /** The key where the machine offers nothing better. */
  readonly keyFile: string;
  /** The key as the operating system wrapped it for the desktop program. */
  readonly protectedKey: string;
  readonly backups: string;
  readonly ownerFile: string;
  /** Where the owner listens: a socket file or a named pipe. */
  readonly socket: string;
  /** Folder of the socket when it had to lie elsewhere, else null. */
  readonly socketFolder: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of this user's data when none was given at set-up. Plain letters: other programs (backup, virus scanners) must cope with it, too. */
export function defaultDataFolder(env: Environment, platform: NodeJS.Platform): string {
  return path.join(perUser(env, platform, 'data'), 'bianmin');
}

/** Where high-water notes lie: outside the data folder, so that copying the folder back does not copy them back (LEDGER §1). */
export function highWaterFolder(env: Environment, platform: NodeJS.Platform): string {
  return path.join(perUser(env, platform, 'state'), 'bianmin-high-water');
}

/** Compiled code is kept per user, not in a temporary folder that others may write to: a program must not run what a stranger left. */
export function codeCacheFolder(env: Environment, platform: NodeJS.Platform): string {
  return path.join(perUser(env, platform, 'state'), 'bianmin-code');
}

function perUser(env: Environment, platform: NodeJS.Platform, kind: 'data' | 'state'): string {
  const home = homedir();
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return kind === 'data'
    ? (env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'))
    : (env['XDG_STATE_HOME'] ?? path.join(home, '.local', 'state'));
}

/** What the file system says of a folder that can't be used, and what a person can do. */
const TROUBLES: Readonly<Record<string, string>> = {
  EACCES: '没有权限写入',
  EPERM: '没有权限写入',
  EROFS: '磁盘只读',
  ENOTDIR: '路径里有一段不是文件夹',
  EEXIST: '它是一个文件，不是文件夹',
  ENAMETOOLONG: '路径太长',
  ELOOP: '路径里的链接绕成了圈',
};

/** The words for a data folder that can't be used; `code` is the file system's. */
export function folderTrouble(given: string, code: string): ApiError {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ApiError('disk-full', `磁盘已满，数据文件夹 ${given} 写不进去。请先腾出空间，再打开程序。`);
  const reason = TROUBLES[code] ?? `系统说 ${code}`;
  return new ApiError(
    'read-only',
    `数据文件夹 ${given} 用不了：${reason}。请改好它，或用 --data 文件夹（环境变量 BIANMIN_DATA）另指一个。`,
  );
}

/** Makes the folder if it is missing, for this user alone, and names what lies in it. Throws ApiError `read-only`, `disk-full`. */
export function openFolder(given: string, platform: NodeJS.Platform = process.platform): SiteFolder {
  try {
    mkdirSync(given, { recursive: true, mode: 0o700 });
    const root = realpathSync(given);
    return { ...locate(root), ...socketOf(root, platform) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : folderTrouble(given, code);
  }
}

function locate(root: string): Omit<SiteFolder, 'socket' | 'socketFolder'> {
  const [dataFile, trialFile] = [path.join(root, 'bianmin.db'), path.join(root, 'trial.db')];
  return {
    root,
    dataFile,
    trialFile,
    dataFiles: [dataFile, trialFile],
    keyFile: path.join(root, 'bianmin.key'),
    protectedKey: path.join(root, 'bianmin.key.protected'),
    backups: path.join(root, 'backups'),
    ownerFile: path.join(root, 'owner.lock'),
  };
}

function socketOf(root: string, platform: NodeJS.Platform): Pick<SiteFolder, 'socket' | 'socketFolder'> {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 24);
  if (platform === 'win32') return { socket: String.raw`\\.\pipe\bianmin-${name}`, socketFolder: null };
  const { socket, shared } = socketPlace(path.join(root, 'owner.sock'), 'bianmin', `${name}.sock`);
  return { socket, socketFolder: shared };
}
