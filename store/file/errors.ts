/** What can be wrong with the file, in kinds a program can act on; the message is a sentence for the person. */

export type StoreErrorKind =
  | 'Corrupt'
  | 'ReadOnly'
  | 'Full'
  | 'Busy'
  | 'WrongKey'
  | 'NewerVersion'
  | 'NotOurs'
  /** What was to be written breaks the envelope; nothing was changed. */
  | 'Rejected'
  | 'Failed';

/** What to do where a backup helps; a caller that knows the backups names one instead. */
export const USE_BACKUP = '，请用最近的备份恢复';

const MESSAGES: Readonly<Record<StoreErrorKind, string>> = {
  Corrupt: `数据文件已损坏${USE_BACKUP}`,
  ReadOnly: '数据文件是只读的，没有写入任何内容',
  Full: '磁盘已满，没有写入任何内容，请清理磁盘后重试',
  Busy: '数据文件正被另一个程序使用，请稍后再试',
  WrongKey: '数据文件打不开：密钥不对，或者文件已损坏',
  NewerVersion: '这个数据文件由更新的版本写成，请先升级程序',
  NotOurs: '这个文件不是本程序的数据文件，没有改动它',
  Rejected: '内容不符合要求，没有写入',
  Failed: '读写数据文件时出错，没有写入任何内容',
};

export class StoreError extends Error {
  readonly kind: StoreErrorKind;
  /** Path of the bad part of what was to be written. */
  readonly field: string | undefined;

  constructor(kind: StoreErrorKind, detail?: { message?: string; field?: string; cause?: unknown }) {
    super(detail?.message ?? MESSAGES[kind], detail?.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'StoreError';
    this.kind = kind;
    this.field = detail?.field;
  }
}

/** SQLite's result codes and the adapter's, by their beginning. */
const KINDS: readonly (readonly [prefix: string, kind: StoreErrorKind])[] = [
  ['SQLITE_BUSY', 'Busy'],
  ['SQLITE_LOCKED', 'Busy'],
  ['SQLITE_NOTADB', 'WrongKey'],
  ['SQLITE_READONLY', 'ReadOnly'],
  ['SQLITE_CANTOPEN', 'ReadOnly'],
  ['SQLITE_FULL', 'Full'],
  ['SQLITE_CORRUPT', 'Corrupt'],
  ['SQLITE_', 'Failed'],
  ['busy', 'Busy'],
  ['wrong_key', 'WrongKey'],
  ['newer_file', 'NewerVersion'],
  ['foreign_file', 'NotOurs'],
  ['read_only', 'ReadOnly'],
  ['disk_full', 'Full'],
  ['corrupt', 'Corrupt'],
  ['bad_document', 'Rejected'],
  ['storage_failed', 'Failed'],
  ['ENOSPC', 'Full'],
  ['EDQUOT', 'Full'],
  ['EISDIR', 'NotOurs'],
  ['EACCES', 'ReadOnly'],
  ['EPERM', 'ReadOnly'],
  ['EROFS', 'ReadOnly'],
];

/** Gives errors of SQLite, the adapter and the file system their kind; every other error passes unchanged. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const found = KINDS.find(([prefix]) => code.startsWith(prefix));
  return found ? new StoreError(found[1], { cause: error }) : error;
}
