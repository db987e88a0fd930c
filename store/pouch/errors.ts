/** The kinds of trouble that PouchDB has no error of its own for. */
export type StorageErrorCode =
  | 'busy'
  | 'wrong_key'
  | 'foreign_file'
  | 'newer_file'
  | 'read_only'
  | 'disk_full'
  | 'corrupt'
  | 'storage_failed'
  | 'bad_name'
  | 'bad_option'
  | 'bad_document'
  | 'bad_transaction'
  | 'closed';

const MESSAGES: Record<StorageErrorCode, string> = {
  busy: '数据文件正被另一个程序使用，请先关闭那个程序。',
  wrong_key: '数据文件打不开：密钥不对，或者文件已经损坏。',
  foreign_file: '这个文件不是本程序的数据文件，没有改动它。',
  newer_file: '这个数据文件由更新的版本写成，请先升级程序。',
  read_only: '数据文件是只读的，没有写入任何内容。',
  disk_full: '磁盘已满，没有写入任何内容。',
  corrupt: '数据文件已经损坏。',
  storage_failed: '读写数据文件时出错，没有写入任何内容。',
  bad_name: '数据库的名称不能用：请去掉空字符、残缺的字符和末尾的空格。',
  bad_option: '打开数据库的选项不正确。',
  bad_document: '文档不符合要求，没有写入任何内容。',
  bad_transaction: '事务的用法不正确，没有写入任何内容。',
  closed: '数据库已经关闭。',
};

const STATUS: Partial<Record<StorageErrorCode, number>> = {
  bad_name: 400,
  bad_option: 400,
  bad_document: 400,
  closed: 412,
};

/**
 * An error of the storage itself. It has PouchDB's fields (`status`, `name`, `message`, `error`) so that code written
 * for PouchDB's errors reads it too; `code` says which kind it is, `message` is a sentence for the person.
 */
export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly status: number;
  readonly error = true;
  readonly reason: string | undefined;

  constructor(code: StorageErrorCode, reason?: string, cause?: unknown) {
    super(MESSAGES[code], cause === undefined ? undefined : { cause });
    this.name = code;
    this.code = code;
    this.status = STATUS[code] ?? 500;
    this.reason = reason;
  }
}

const SQLITE_KINDS: readonly (readonly [prefix: string, code: StorageErrorCode])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_NOTADB', 'wrong_key'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_', 'storage_failed'],
];

function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** Gives SQLite's own errors their kind; every other error passes unchanged. */
export function asStorageError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  const kind = SQLITE_KINDS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'storage_failed';
  return new StorageError(kind, code, error);
}

const FILE_KINDS: Readonly<Record<string, StorageErrorCode>> = {
  EACCES: 'read_only',
  EPERM: 'read_only',
  EROFS: 'read_only',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
};

/** Gives an error of the file system its kind. */
export function asFileError(error: unknown): StorageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return new StorageError(FILE_KINDS[code ?? ''] ?? 'storage_failed', code, error);
}

/** Runs `fn`; an SQLite error comes out as a {@link StorageError}. */
export function named<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw asStorageError(error);
  }
}
