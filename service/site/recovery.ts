/** When the data file can't be opened: what a person is told, and what there is to go back to. Nothing is ever deleted (DESIGN §4). */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '../../shared/api/errors.ts';
import type { RecoveryStatus } from '../../shared/api/rows.ts';
import { isOfTrial } from '../../store/trust/identity.ts';
import { backupsAsWritten, checkBackup, restoreBackup } from '../../store/file/backup.ts';
import { readAside } from '../../store/file/data-file.ts';
import { hasTrace } from '../../store/file/data-folder.ts';
import { StoreError, USE_BACKUP } from '../../store/file/errors.ts';
import type { StoreErrorKind } from '../../store/file/errors.ts';
import { readKeyFile } from '../../store/file/key-file.ts';
import type { SiteFolder } from './folder.ts';

/** Kinds of errors for which a backup helps; the other kinds are reported as they are. */
const RECOVERABLE: Partial<Record<StoreErrorKind, ErrorCode>> = {
  Corrupt: 'corrupt',
  WrongKey: 'wrong-key',
  NotOurs: 'corrupt',
};
const OTHERS: Partial<Record<StoreErrorKind, ErrorCode>> = {
  ReadOnly: 'read-only',
  Full: 'disk-full',
  Busy: 'busy',
  NewerVersion: 'newer-version',
};

export interface Recovery extends RecoveryStatus {
  readonly code: ErrorCode;
  /** Chinese; names the newest backup that is whole and how to go back to it, or what else there is to do. */
  readonly message: string;
  /** Path of the newest backup that was read through without a fault; null without one. */
  readonly newest: string | null;
}

const KEPT = '原文件原样保留，没有删除任何内容。';
const COUNTY = '县里收到过的办件还在县里';

/** A backup as a person would name it; the county has what came later and was handed in. */
function wayBack(backup: string, folder: SiteFolder): string {
  const command = `npm run cli -- restore "${backup}" --data "${folder.root}"`;
  return `最近一份完好的备份是 ${timeOf(backup)}。恢复：在页面上点“用这份备份恢复”，或运行 ${command} ；备份之后县里已收到的办件会从县里取回来。`;
}

function noWayBack(hasKey: boolean, folder: SiteFolder): string {
  if (!hasKey)
    return `数据文件夹是 ${folder.root} ，改好以后请重新打开程序。备份也要用同一把密钥才能打开。密钥找不回来的，${COUNTY}，请联系县管理员。`;
  const aside = `没有找到完好的备份。请把数据文件夹 ${folder.root} 里的文件都移到别处（不要删除），再打开程序`;
  if (!hasTrace(folder.dataFile) && existsSync(folder.trialFile))
    return `${aside}。里面只有试用的数据，可以重新试用或登记。`;
  return `${aside}，用县里给的新登记码重新登记：${COUNTY}，会取回来。`;
}

/** What to tell of a folder that would not open. `given` is the shell's key, null where the key file holds it. */
export async function recoveryOf(error: StoreError, folder: SiteFolder, given: Buffer | null): Promise<Recovery> {
  const code = RECOVERABLE[error.kind];
  const cause = error.message.replace(/[。.]$/u, '').replace(USE_BACKUP, '');
  if (code === undefined) {
    const message = `${cause}。改好以后请重新打开程序。`;
    return { code: OTHERS[error.kind] ?? 'internal', message, reason: message, backup: null, newest: null };
  }
  const key = given ?? keyIn(folder);
  const newest = key === null ? null : await newestWhole(folder, key);
  const reason = `${cause}。${KEPT}`;
  const way = newest === null ? noWayBack(key !== null, folder) : wayBack(newest, folder);
  return {
    code,
    message: reason + way,
    reason: newest === null ? `${reason}\n${way}` : reason,
    backup: newest === null ? null : { time: timeOf(newest) },
    newest,
  };
}

/** The key of the key file; null where it can't be read. */
export function keyIn(folder: SiteFolder): Buffer | null {
  try {
    return readKeyFile(folder.keyFile).key;
  } catch {
    return null;
  }
}

/** A backup of the trial is none of a site that works for real. */
async function newestWhole(folder: SiteFolder, key: Buffer): Promise<string | null> {
  const isReal = hasTrace(folder.dataFile);
  const backups = await backupsAsWritten(folder.backups);
  return backups.find((backup) => isWhole(backup, key) && !(isReal && readAside(backup, key, isOfTrial))) ?? null;
}

function isWhole(backup: string, key: Buffer): boolean {
  try {
    checkBackup(backup, key);
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

export interface RestoreRequest {
  readonly folder: SiteFolder;
  /** Absolute. */
  readonly backup: string;
  /** The shell's; null where the key file holds it. */
  readonly key: Buffer | null;
  /** ms since the epoch. */
  readonly now: number;
}

/**
 * Puts a backup in the place of the data file it was made from, the real one or the trial's; no program may have it open. Returns whether a file
 * was set aside. Throws StoreError when the backup is not whole or not of this key; nothing is changed then.
 */
export function restoreSite({ folder, backup, key, now }: RestoreRequest): boolean {
  const opened = key ?? readKeyFile(folder.keyFile).key;
  checkBackup(backup, opened);
  const target = readAside(backup, opened, isOfTrial) ? folder.trialFile : folder.dataFile;
  return restoreBackup({ backup, path: target, key: opened, now }).setAside !== null;
}

/** `2026-11-23 09:30` in Shanghai, from the backup's name (UTC). */
function timeOf(backup: string): string {
  const parts = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(path.basename(backup));
  if (parts === null) return path.basename(backup);
  const [, year, month, day, hour, minute] = parts.map(Number) as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour + 8, minute)).toISOString().slice(0, 16).replace('T', ' ');
}
