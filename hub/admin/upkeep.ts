/** Backup, restore and a new secret, from the command line. A running hub is asked through its folder's socket; the rest needs it stopped. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ApiError } from '../../shared/api/errors.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { backupTo, checkBackup, restoreBackup } from '../../store/file/backup.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { readKeyFile } from '../../store/file/key-file.ts';
import { hasDataFile } from '../../store/file/replace-file.ts';
import { StoreError } from '../../store/file/errors.ts';
import { syncFolder } from '../../store/file/fsync-folder.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { renewAdminSecret } from './admin-secret.ts';
import { type BackupNote, BackupNoteSchema, noteBackup } from './backups.ts';
import type { HubSettings } from '../environment.ts';
import { DATA_FILE, KEY_FILE, openHubFile } from './hub-file.ts';
import { askOwner, lockFolder } from './lock.ts';
import { HUB_MIGRATIONS } from '../migrations/list.ts';
import { carryKeys } from '../tls/keys.ts';
import { WrongCall } from './wrong-call.ts';

function absolute(file: string | undefined): string {
  if (file === undefined || file === '') throw new WrongCall('请写明备份文件的路径');
  return path.resolve(file);
}

const keyOf = (folder: string) => readKeyFile(path.join(folder, KEY_FILE)).key;

/** Runs `work` while no hub can start on the folder. Throws ApiError `in-use`, `not-found`. */
async function whileStopped<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  if (!existsSync(path.join(folder, KEY_FILE)))
    throw new ApiError('not-found', `文件夹 ${folder} 里没有县级服务的密钥文件 ${KEY_FILE}`);
  const lock = await lockFolder(folder, () => Promise.resolve(''));
  if (lock === null) throw new ApiError('in-use', '县级服务正在运行，请先停止');
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Runs `work` on the data file of a hub that does not run. Throws ApiError as `whileStopped`, StoreError. */
function withFile<T>(folder: string, now: number, work: (file: WriteDb) => Promise<T> | T): Promise<T> {
  return whileStopped(folder, async () => {
    const { file } = openHubFile({ folder, county: referencePlaces().county.code, now });
    try {
      return await work(file);
    } finally {
      file.close();
    }
  });
}

const OwnerAnswerSchema = z.union([z.strictObject({ error: z.string() }), BackupNoteSchema]);

async function copyOf(file: ReadDb, folder: string, target: string, now: number): Promise<BackupNote> {
  const at = new Date(now).toISOString();
  try {
    return { at, bytes: (await backupTo(file, keyOf(folder), target)).bytes };
  } catch (failure) {
    if (failure instanceof StoreError) throw failure;
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new ApiError(
        'not-found',
        `没有文件夹 ${path.dirname(target)}，没有备份；请检查要存备份的那块盘是不是已经接上`,
      );
    throw new ApiError('bad-input', `写不到 ${path.dirname(target)}，请检查路径和权限（${code ?? ''}）`);
  }
}

async function answer(file: WriteDb, folder: string, line: string, now: number): Promise<BackupNote> {
  const [, word, rest = ''] = /^(\S+) (.+)$/.exec(line) ?? [];
  if (word === 'backup' && path.isAbsolute(rest)) return copyOf(file, folder, rest, now);
  if (word !== 'backed-up') throw new ApiError('bad-input', '不认识的请求');
  const note = BackupNoteSchema.parse(JSON.parse(rest));
  noteBackup(file, note);
  return note;
}

/**
 * Does what the running hub is asked through its socket: `backup <file>` copies, `backed-up <note>` keeps that the copy was found whole. The command
 * that asked reads the copy through, so that no request waits at the hub meanwhile. `now`: ms UTC. Returns JSON.
 */
export async function answerOwner(file: WriteDb, folder: string, line: string, now: number): Promise<string> {
  try {
    return JSON.stringify(await answer(file, folder, line, now));
  } catch (failure) {
    return JSON.stringify({ error: failure instanceof Error ? failure.message : '' });
  }
}

/** Null when no hub runs on the folder. Throws ApiError with what the running hub says, `busy` while it starts. */
async function askHub(folder: string, line: string): Promise<BackupNote | null> {
  const text = await askOwner(folder, line);
  if (text === null) return null;
  const answered = OwnerAnswerSchema.parse(JSON.parse(text));
  if ('error' in answered) throw new ApiError('internal', answered.error);
  return answered;
}

const backedUp = (folder: string, target: string, { bytes }: BackupNote) =>
  `已备份到 ${target}（${bytes} 字节），并通读核对无误。恢复时还需要密钥文件 ${path.join(folder, KEY_FILE)}，请另外保管。`;

/** Returns the name of a copy until it has been read through: only a checked one bears a backup's name. */
const uncheckedOf = (target: string): string => `${target}.unchecked`;
const UNCHECKED = /\.unchecked(\.[0-9a-f]{8}\.part)?$/;
/** An unchecked copy that is so much older than the one being made now belongs to a program that has ended. */
const LEFT_MS = 6 * 3_600_000;

/** Takes away what killed backups left in the folder of `fresh`, by the clock of that disk alone. Others may be making backups there. */
function clearUnchecked(fresh: string): void {
  const folder = path.dirname(fresh);
  const { mtimeMs } = statSync(fresh);
  for (const name of readdirSync(folder).filter((each) => UNCHECKED.test(each))) {
    const left = path.join(folder, name);
    const at = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? mtimeMs;
    if (mtimeMs - at > LEFT_MS) rmSync(left, { force: true });
  }
}

/** Reads a copy through and gives it its name. One that is not whole is no backup and must not lie about as one. Throws ApiError `corrupt`, `duplicate`. */
function takeWhole(folder: string, target: string): void {
  const copy = uncheckedOf(target);
  try {
    checkBackup(copy, keyOf(folder));
  } catch {
    rmSync(copy, { force: true });
    throw new ApiError('corrupt', `写到 ${target} 的备份读不通，已删去。请换一块盘再备份，并检查这块盘`);
  }
  refuseExisting(target);
  renameSync(copy, target);
  syncFolder(path.dirname(target));
  clearUnchecked(target);
}

function refuseExisting(target: string): void {
  if (existsSync(target)) throw new ApiError('duplicate', `文件 ${target} 已经存在，没有覆盖`);
}

/** Backs up to a file, with the hub running or not, and reads the copy through. `now`: ms UTC. Returns the sentence to print. Throws ApiError, StoreError. */
export async function backupHub({ dataFolder }: HubSettings, given: string | undefined, now: number): Promise<string> {
  const target = absolute(given);
  refuseExisting(target);
  const made = await askHub(dataFolder, `backup ${uncheckedOf(target)}`);
  if (made !== null) {
    takeWhole(dataFolder, target);
    // The hub may have gone meanwhile: then it is kept in its file.
    if ((await askHub(dataFolder, `backed-up ${JSON.stringify(made)}`)) === null)
      await withFile(dataFolder, now, (file) => noteBackup(file, made));
    return backedUp(dataFolder, target, made);
  }
  return withFile(dataFolder, now, async (file) => {
    const note = await copyOf(file, dataFolder, uncheckedOf(target), now);
    takeWhole(dataFolder, target);
    noteBackup(file, note);
    return backedUp(dataFolder, target, note);
  });
}

function within<T>(
  target: string,
  key: Buffer,
  work: (file: WriteDb) => T,
  more: { readonly backupFolder?: null } = {},
): T {
  const file = openDataFile({ path: target, key, migrations: [HUB_MIGRATIONS], ...more });
  try {
    return work(file);
  } finally {
    file.close();
  }
}

/** The TLS keys of the file that is replaced, where it can still be read: sites may have seen the newest one and trust no other. */
function keysOf(target: string, key: Buffer): (to: WriteDb) => void {
  if (!hasDataFile(target)) return () => undefined;
  try {
    return within(target, key, carryKeys);
  } catch {
    // What is damaged is replaced for that.
    return () => undefined;
  }
}

/** Puts a backup in place; the next start begins a new epoch, and the sites hand in what the backup lacks. `now`: ms UTC. */
export async function restoreHub({ dataFolder }: HubSettings, given: string | undefined, now: number): Promise<string> {
  const from = absolute(given);
  return whileStopped(dataFolder, () => {
    const target = path.join(dataFolder, DATA_FILE);
    const key = keyOf(dataFolder);
    const carry = keysOf(target, key);
    const prepare = (copy: string) => within(copy, key, carry, { backupFolder: null });
    const { setAside } = restoreBackup({ backup: from, path: target, key, now, prepare });
    const kept = setAside === null ? '' : `原来的数据文件保留为 ${setAside}。`;
    return `已从 ${from} 恢复。${kept}下次启动后，各站点会把备份之后的办件重新交上来。`;
  });
}

/** The new secret, in the sentence to print. `now`: ms UTC. */
export async function renewSecret({ dataFolder }: HubSettings, now: number): Promise<string> {
  return withFile(dataFolder, now, (file) => `新的管理口令（只显示这一次）：${renewAdminSecret(file)}`);
}
