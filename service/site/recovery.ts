/** When the data file can't be opened: what a person is told, and what there is to go back to. Nothing is ever deleted (DESIGN §4). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../../shared/api/contract.ts';
import type { ErrorCode } from '../../shared/api/errors.ts';
import { checkBackup, listBackups } from '../../store/backup.ts';
import { StoreError } from '../../store/errors.ts';
import type { StoreErrorKind } from '../../store/errors.ts';
import type { SiteFolder } from './folder.ts';

/** Where going back to a backup is the answer; the other kinds are told as they are. */
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

export interface Recovery {
  readonly code: ErrorCode;
  /** Chinese; names the newest backup that is whole, and what the county has. */
  readonly message: string;
  /** Newest backup that was read through without a fault; null without one. */
  readonly backup: string | null;
}

/** What to tell of a file that would not open. `key` is the file's, where it is known. */
export async function recoveryOf(error: StoreError, folder: SiteFolder, key: Buffer | null): Promise<Recovery> {
  const code = RECOVERABLE[error.kind];
  if (code === undefined) return { code: OTHERS[error.kind] ?? 'internal', message: error.message, backup: null };
  const backup = await newestWhole(folder, key ?? keyOf(folder));
  const way =
    backup === null
      ? '没有找到完好的备份;县里收到过的办件还在县里,请联系县管理员。'
      : `最近一份完好的备份是 ${timeOf(backup)}。恢复:关闭程序后运行 npm run cli -- restore "${backup}";备份之后县里已收到的办件会从县里取回。`;
  return { code, message: `${error.message}。原文件原样保留,没有删除任何内容。${way}`, backup };
}

/** Answers every call with the same sentence, so that the page shows it whatever it asks. */
export function recoveryCall({ code, message }: Recovery): () => Promise<Answer<unknown>> {
  return () => Promise.resolve({ ok: false, code, message });
}

function keyOf(folder: SiteFolder): Buffer | null {
  return existsSync(folder.keyFile) ? readFileSync(folder.keyFile) : null;
}

async function newestWhole(folder: SiteFolder, key: Buffer | null): Promise<string | null> {
  if (key === null) return null;
  const backups = await listBackups(folder.backups);
  return backups.find((backup) => isWhole(backup, key)) ?? null;
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

/** `2026-11-23 09:30` in Shanghai, from the backup's name (UTC). */
function timeOf(backup: string): string {
  const parts = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(path.basename(backup));
  if (parts === null) return path.basename(backup);
  const [, year, month, day, hour, minute] = parts.map(Number) as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour + 8, minute)).toISOString().slice(0, 16).replace('T', ' ');
}
