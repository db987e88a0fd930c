/** The file's key where the machine offers nothing better: 32 random bytes in a file of the user alone (DESIGN §7 "not protected"). */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { asStoreError, StoreError } from './errors.ts';

/** 256 random bits: no key derivation is needed. */
export const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

export interface KeyFile {
  readonly key: Buffer;
  /** True when this call made it. */
  readonly made: boolean;
  /** Others could read it; that was mended by this call, yet they may have read it before. */
  readonly repaired: boolean;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Writes `content` into a new file beside `file`. */
function writeFresh(file: string, content: Uint8Array): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(fresh, content, { flag: 'wx', mode: OWNER_ONLY, flush: true });
  } catch (error) {
    // A full disk takes the name and not the bytes.
    rmSync(fresh, { force: true });
    throw error;
  }
  return fresh;
}

/** Puts a finished key in place unless there is one: a crash leaves no half key, and two starts make one key. Returns whether it did. */
export function placeKey(file: string, content: Uint8Array): boolean {
  const fresh = writeFresh(file, content);
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // File systems without hard links (FAT, some network shares).
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP')) throw error;
    if (existsSync(file)) return false;
    renameSync(fresh, file);
    return true;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function read(file: string): Buffer {
  const key = readFileSync(file);
  if (key.length !== KEY_BYTES)
    throw new StoreError('WrongKey', {
      message: `密钥文件 ${path.basename(file)} 已损坏（应为 32 字节），请换上另外保管的那一份；备份里没有密钥`,
    });
  return key;
}

/** Windows has no mode bits; there the user's profile folder is what keeps others out. */
function closeToOthers(file: string): boolean {
  const open = process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0;
  if (open) chmodSync(file, OWNER_ONLY);
  return open;
}

/**
 * The key in `file`. One that others may read is closed to them, and said so.
 * @throws StoreError `WrongKey` for a file that is gone or holds no key.
 */
export function readKeyFile(file: string): KeyFile {
  if (!existsSync(file))
    throw new StoreError('WrongKey', {
      message: `密钥文件 ${path.basename(file)} 不见了，请把原来的密钥文件放回数据文件夹`,
    });
  try {
    const repaired = closeToOthers(file);
    return { key: read(file), made: false, repaired };
  } catch (error) {
    throw asStoreError(error);
  }
}

/**
 * A new key in `file`; the one that is there where another start was faster. Whether one may be made, `keyOfFolder` knows.
 * @throws StoreError `ReadOnly`, `Full` where none can be made.
 */
export function makeKeyFile(file: string): KeyFile {
  try {
    const made = placeKey(file, randomBytes(KEY_BYTES));
    return { ...readKeyFile(file), made };
  } catch (error) {
    throw asStoreError(error);
  }
}
