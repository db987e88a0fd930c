/**
 * Backups of the one file: encrypted as it is, taken while work goes on, and the way back. The driver's own backup call can't copy an
 * encrypted file, so the file itself is copied: while a reader holds the state after a checkpoint, SQLite changes only the WAL.
 */
import { randomBytes } from 'node:crypto';
import { constants, copyFile, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { openEncrypted, readAside } from './data-file.ts';
import { asStoreError, StoreError, type StoreErrorKind } from './errors.ts';
import { RESTORED } from './settings.ts';
import { APPLICATION_ID } from './migrate.ts';
import { putInPlace } from './replace-file.ts';
import { syncFolder } from './fsync-folder.ts';
import type { ReadDb } from '../types.ts';

export interface Backup {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Copies the file to `target` while others go on writing; the copy is the state at the call. An existing target is replaced only by a
 * finished copy. `key` is the file's own. A folder that is not there is not made: it may be a disk that is not connected, and the copy would lie
 * below its name on the disk that it is to be kept apart from.
 * @throws StoreError `Full`, `ReadOnly`, `Busy`; ENOENT where there is no such folder.
 */
export async function backupTo(file: ReadDb, key: Buffer, target: string): Promise<Backup> {
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    // Nothing is awaited before the state is pinned: the backup is what was there at the call.
    const checkpoint = file.sql('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (checkpoint.busy !== 0) throw new StoreError('Busy');
    // A reader of the main file alone: until it ends no checkpoint may write there.
    const pin = openEncrypted(file.path, key, { readonly: true });
    try {
      pin.exec('BEGIN');
      pin.prepare('SELECT count(*) FROM sqlite_schema').get();
      await copyFile(file.path, part, constants.COPYFILE_FICLONE);
    } finally {
      pin.close();
    }
    const handle = await open(part, 'r+');
    await handle.sync();
    await handle.close();
    await rename(part, target);
    syncFolder(path.dirname(target));
    return { path: target, bytes: (await stat(target)).size };
  } catch (error) {
    await rm(part, { force: true });
    throw asStoreError(error);
  }
}

/** Removes what a killed program left of an unfinished copy. No other program may be making one in the folder. */
export async function clearParts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const parts = names.filter((name) => PART.test(name));
  await Promise.all(parts.map((name) => rm(path.join(folder, name), { force: true })));
}

const NAME = /^bianmin-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.backup$/;

const PART = /^bianmin-\d{8}T\d{6}\.backup\.[0-9a-f]{8}\.part$/;

/** The time that a rolling backup is named after, ms UTC: by the clock of its day, which may have been wrong. */
export function timeOfBackup(backup: string): number {
  return Date.parse(path.basename(backup).replace(NAME, '$1-$2-$3T$4:$5:$6Z'));
}

/**
 * A backup named after its time in `folder`; of those there, the `keep` that were written last stay, this one among them, whatever the clock says. No
 * other program may be making one there. `now` in ms since the epoch.
 */
export async function rollingBackup(
  file: ReadDb,
  key: Buffer,
  options: { readonly folder: string; readonly keep: number; readonly now: number },
): Promise<Backup> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  await clearParts(options.folder);
  const before = await backupsAsWritten(options.folder);
  const stamp = new Date(options.now).toISOString().slice(0, 19).replace(/[-:]/g, '');
  const made = await backupTo(file, key, path.join(options.folder, `bianmin-${stamp}.backup`));
  const [last] = before;
  const after = last === undefined ? options.now : Math.max(options.now, writtenAt(last) + ORDER_MS);
  await utimes(made.path, after / 1000, after / 1000);
  const old = [made.path, ...before.filter((each) => each !== made.path)].slice(options.keep);
  // What a killed reader left beside one goes with it.
  await Promise.all(old.flatMap((each) => ['', '-wal', '-shm'].map((tail) => rm(each + tail, { force: true }))));
  return made;
}

/** More than the coarsest file system rounds to. */
const ORDER_MS = 2000;

const writtenAt = (backup: string): number => statSync(backup, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * The rolling backups of a folder, what was written last first. A clock may have been wrong by years when one was named, so each bears a
 * later time of change than those before it.
 */
export async function backupsAsWritten(folder: string): Promise<string[]> {
  const all = (await listBackups(folder)).map((backup) => ({ backup, at: writtenAt(backup) }));
  return all.toSorted((a, b) => b.at - a.at).map(({ backup }) => backup);
}

/** The rolling backups of a folder, the latest name first. */
export async function listBackups(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

const BACKUP_TROUBLE: Partial<Record<StoreErrorKind, string>> = {
  WrongKey: '这份备份打不开：它是用另一把密钥做的，或者已损坏。没有改动任何文件',
  Corrupt: '这份备份已损坏，没有改动任何文件',
  NotOurs: '这个文件不是本程序的备份，没有改动任何文件',
};

/**
 * Reads a backup through, page by page.
 * @throws StoreError `WrongKey`, `NotOurs`, `Corrupt`.
 */
export function checkBackup(backup: string, key: Buffer): void {
  if (!existsSync(backup)) throw new StoreError('NotOurs', { message: '找不到备份文件，没有改动任何文件' });
  try {
    readAside(backup, key, (db) => {
      if (db.sql('PRAGMA application_id').pluck().get() !== APPLICATION_ID) throw new StoreError('NotOurs');
      if (db.sql('PRAGMA integrity_check(1)').pluck().get() !== 'ok') throw new StoreError('Corrupt');
    });
  } catch (error) {
    throw ofBackup(asStoreError(error));
  }
}

/** What opens a file speaks of the data file; here it is the backup that is wrong. */
function ofBackup(error: unknown): unknown {
  const message = error instanceof StoreError ? BACKUP_TROUBLE[error.kind] : undefined;
  return message === undefined ? error : new StoreError((error as StoreError).kind, { message, cause: error });
}

interface RestoreOptions {
  readonly backup: string;
  /** Where the data file is or was; must not be open. */
  readonly path: string;
  readonly key: Buffer;
  /** ms since the epoch; names the file that is set aside. */
  readonly now: number;
  /** Changes the copy before it is in place. What it throws ends the restore. */
  readonly prepare?: (copy: string) => void;
}

/**
 * Puts a backup in the place of the data file. What was there is set aside, never deleted; its path is answered. The next start begins a
 * new series, as the numbers after the backup may have been used (LEDGER §1). A kill leaves either file in place, never half of one.
 * @throws StoreError when the backup is not whole; nothing is changed then.
 */
export function restoreBackup({ backup, path: target, key, now, prepare }: RestoreOptions): {
  readonly setAside: string | null;
} {
  checkBackup(backup, key);
  const copy = `${target}.restoring`;
  // A log that a killed restore left behind would be taken for the new copy's.
  const clear = () => ['-wal', '-shm', ''].forEach((tail) => rmSync(copy + tail, { force: true }));
  try {
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    clear();
    copyFileSync(backup, copy);
    markRestored(copy, key);
    prepare?.(copy);
    const handle = openSync(copy, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    return { setAside: putInPlace(copy, target, now) };
  } catch (error) {
    clear();
    throw asStoreError(error);
  }
}

function markRestored(file: string, key: Buffer): void {
  const sqlite = openEncrypted(file, key);
  try {
    sqlite.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES (?, '1')").run(RESTORED);
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    sqlite.close();
  }
}
