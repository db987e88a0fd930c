/**
 * What lies in a data folder, looked at before anything in it is opened or made. A machine is new, sound so far, or damaged: a data file
 * that is empty or gone beside its key, its log or its backups is a loss to report, never a reason to begin anew.
 *
 *     bianmin.key, bianmin.db           sound: opening it tells the rest (a wrong key, a page that does not check)
 *     bianmin.key, backups/…            damaged: the data file is gone
 *     bianmin.db, bianmin.key.protected damaged for a program that can't unwrap the key; sound for the desktop program
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StoreError, type StoreErrorKind, USE_BACKUP } from './errors.ts';
import { makeKeyFile, readKeyFile, type KeyFile } from './key-file.ts';
import { hasDataFile } from './replace-file.ts';
import { syncFolder } from './fsync-folder.ts';

export interface DataFolder {
  /** The files that the folder's one key opens; what is said of the folder is said of the first that left a trace. */
  readonly dataFiles: readonly [string, ...string[]];
  readonly keyFile: string;
  /** The key as the operating system wrapped it for the desktop program; null where no program does that. */
  readonly protectedKey: string | null;
  /** Folder of the rolling backups; null where there is none. */
  readonly backups: string | null;
}

type Damage = 'file-empty' | 'file-gone' | 'key-gone' | 'key-protected' | 'all-gone';

export type FolderState =
  | { readonly kind: 'new' }
  | { readonly kind: 'sound' }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly error: StoreError };

const KINDS: Readonly<Record<Damage, StoreErrorKind>> = {
  'file-empty': 'Corrupt',
  'file-gone': 'Corrupt',
  'key-gone': 'WrongKey',
  'key-protected': 'WrongKey',
  'all-gone': 'WrongKey',
};

function sentence(damage: Damage, folder: DataFolder): string {
  const [file, key] = [path.basename(folder.dataFiles[0]), path.basename(folder.keyFile)];
  switch (damage) {
    case 'file-empty':
      return `数据文件是空的（断电、磁盘已满或同步软件都会这样）${USE_BACKUP}`;
    case 'file-gone':
      return `数据文件 ${file} 不见了，它的密钥、日志或备份还在。请把原来的文件放回去，或用备份恢复；这台电脑如果从来没有用过，请把 ${key} 移到别处再打开程序`;
    case 'key-gone':
      return `密钥文件 ${key} 不见了，数据文件和备份都打不开；请把原来的密钥文件放回数据文件夹`;
    case 'key-protected':
      return '这份数据的密钥由桌面版便民通和操作系统保护，这里打不开；请用原来的系统用户打开桌面版';
    case 'all-gone':
      return `数据文件 ${file} 和密钥文件 ${key} 都不见了，只剩备份；请先把原来的密钥文件放回数据文件夹，再用备份恢复`;
  }
}

/** Where a data file is made before it takes its name, so that a killed start leaves no half of one. While it lies there the folder is new. */
export const makingName = (dataFile: string): string => `${dataFile}.making`;

/** Names beside a data file that tell that there was one: its log, what a restore set aside, copies from before a change of its tables. */
const SIDECARS: readonly string[] = ['-wal', '-shm', '.replaced-', '.restoring', '.before-'];
/** What the programs put into the backup folder; a system's own litter (Thumbs.db) proves nothing. */
const BACKUP = /\.backup$|\.bak$|^trial-\d+\.db$/;

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function hasSidecar(dataFile: string): boolean {
  const name = path.basename(dataFile);
  return namesIn(path.dirname(dataFile)).some((each) => SIDECARS.some((tail) => each.startsWith(name + tail)));
}

function isEmpty(dataFile: string): boolean {
  const found = statSync(dataFile, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size === 0;
}

/** Returns what is left of one data file; null where there is no trace of it. */
function traceOf(dataFile: string): 'file' | 'file-empty' | 'file-gone' | null {
  // A finished file that waits for its place is as good as one that is there.
  if (hasDataFile(dataFile)) return isEmpty(dataFile) ? 'file-empty' : 'file';
  // A link whose target is away (a drive that is not connected) is no empty place.
  const isLink = lstatSync(dataFile, { throwIfNoEntry: false }) !== undefined;
  return isLink || hasSidecar(dataFile) ? 'file-gone' : null;
}

/** Returns whether there is such a file, or a trace of one. */
export const hasTrace = (dataFile: string): boolean => traceOf(dataFile) !== null;

type KeyState = 'here' | 'protected' | 'gone';

function keyState(folder: DataFolder): KeyState {
  if (existsSync(folder.keyFile)) return 'here';
  return folder.protectedKey !== null && existsSync(folder.protectedKey) ? 'protected' : 'gone';
}

function damageOf(folder: DataFolder, hasKey: boolean): Damage | 'new' | null {
  const key = keyState(folder);
  const trace = folder.dataFiles.map(traceOf).find((each) => each !== null) ?? null;
  const hasBackups = folder.backups !== null && namesIn(folder.backups).some((name) => BACKUP.test(name));
  const isLost = trace === null || trace === 'file-gone';
  if (trace === null && !hasBackups) {
    const wasBegun = folder.dataFiles.some((each) => existsSync(makingName(each)));
    if (wasBegun || key === 'gone') return 'new';
  }
  if (!hasKey && key === 'gone') return isLost ? 'all-gone' : 'key-gone';
  if (!hasKey && key === 'protected') return 'key-protected';
  if (isLost) return 'file-gone';
  return trace === 'file-empty' ? 'file-empty' : null;
}

/**
 * Looks at the folder and changes nothing. `hasKey`: does the caller bring the key itself (the desktop program)? The error of a damaged one
 * is a StoreError `Corrupt` or `WrongKey` with a Chinese sentence that says what to do.
 */
export function folderState(folder: DataFolder, hasKey = false): FolderState {
  const damage = damageOf(folder, hasKey);
  if (damage === 'new') return { kind: 'new' };
  if (damage === null) return { kind: 'sound' };
  return { kind: 'damaged', damage, error: new StoreError(KINDS[damage], { message: sentence(damage, folder) }) };
}

/** Notes that `dataFile` is being made, so that a kill between the key and the file leaves a machine that is new, not one that lost its file. */
export function beginDataFile(dataFile: string): void {
  mkdirSync(path.dirname(dataFile), { recursive: true, mode: 0o700 });
  writeFileSync(makingName(dataFile), '', { flag: 'a', mode: 0o600 });
  syncFolder(path.dirname(dataFile));
}

/** Takes the note away where the file was not made by `openDataFile` under its own name. */
export const endDataFile = (dataFile: string): void => rmSync(makingName(dataFile), { force: true });

/**
 * The folder's key: read where it lies, made where the machine is new and `dataFile` is about to be made, and nowhere else.
 * @throws StoreError of what is damaged, or what the key file says; nothing is made then.
 */
export function keyOfFolder(folder: DataFolder, dataFile: string = folder.dataFiles[0]): KeyFile {
  const state = folderState(folder);
  if (state.kind === 'damaged') throw state.error;
  if (state.kind === 'sound' || existsSync(folder.keyFile)) return readKeyFile(folder.keyFile);
  beginDataFile(dataFile);
  return makeKeyFile(folder.keyFile);
}
