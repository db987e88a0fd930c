/** The file's key where the machine offers nothing better: 32 random bytes in a file of the user alone (DESIGN §7 "not protected"). */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { asStoreError, StoreError } from './errors.ts';

/** 256 random bits: no key derivation is needed. */
export const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

interface KeyFile {
  readonly key: Buffer;
  /** Was it made by this call? */
  readonly made: boolean;
  /** Others could read it; that was mended by this call, yet they may have read it before. */
  readonly repaired: boolean;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Puts a finished file in place unless there is one: a crash leaves no half key, and two starts make one key. */
function place(file: string, content: Buffer): boolean {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(fresh, 'wx', OWNER_ONLY);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // File systems without hard links (FAT, some network shares).
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP')) throw error;
    renameSync(fresh, file);
    return true;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function read(file: string): Buffer {
  const key = readFileSync(file);
  if (key.length !== KEY_BYTES)
    throw new StoreError('WrongKey', { message: '密钥文件已损坏(应为 32 字节),请从备份取回密钥文件' });
  return key;
}

/**
 * The key in `file`, made at the first call. A file that others may read is closed to them, and said so.
 * @throws StoreError `WrongKey` for a file that holds no key, `ReadOnly` where none can be made.
 */
export function readOrMakeKeyFile(file: string): KeyFile {
  try {
    const made = statSync(file, { throwIfNoEntry: false }) === undefined && place(file, randomBytes(KEY_BYTES));
    // Windows has no mode bits; there the user's profile folder is what keeps others out.
    const open = process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0;
    if (open) chmodSync(file, OWNER_ONLY);
    return { key: read(file), made, repaired: open };
  } catch (error) {
    throw asStoreError(error);
  }
}
