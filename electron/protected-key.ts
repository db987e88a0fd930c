/**
 * The data file's key, wrapped by the operating system where it can (Windows DPAPI, the keyrings of Linux). Without one the service
 * makes a key file of the user alone, which the status page calls not protected.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ApiError } from '../shared/api/errors.ts';
import type { SiteFolder } from '../service/site/folder.ts';
import { folderState } from '../store/file/data-folder.ts';
import { KEY_BYTES } from '../store/file/key-file.ts';

/** The part of Electron's safeStorage that is used: its asynchronous calls. */
export interface Protector {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  /** On Linux alone. */
  getSelectedStorageBackend?(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(wrapped: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
}

export interface ProtectedKey {
  readonly key: Buffer;
  /** As the system wrapped it, where it does not lie in the folder yet: the service keeps it when it makes the first data file. */
  readonly wrapped: Buffer | null;
}

/** Backends that only look like protection: the key they use is in the program. */
const NO_BACKENDS: readonly string[] = ['basic_text', 'unknown'];

const CANNOT_UNWRAP =
  '数据的密钥由操作系统保护，现在打不开：可能换了系统用户，或重装过系统。请用原来的系统用户登录后再打开；原文件原样保留。那个用户已经没有了的，县里收到过的办件还在县里，请联系县管理员。';

async function canProtect(protector: Protector): Promise<boolean> {
  if (!(await protector.isAsyncEncryptionAvailable())) return false;
  const backend = protector.getSelectedStorageBackend?.();
  return backend === undefined || !NO_BACKENDS.includes(backend);
}

/**
 * The key of the folder; a new one for a new machine, which nothing is written with yet. Null where nothing protects it, where the folder has
 * a plain key file (its data is written with that one), and where something lies in it whose key is gone: no other would open that. Rejects
 * with ApiError `wrong-key` when the wrapped key can't be opened: another user, another machine.
 */
export async function protectedKey(protector: Protector, folder: SiteFolder): Promise<ProtectedKey | null> {
  if (existsSync(folder.protectedKey)) return { key: await unwrap(protector, folder.protectedKey), wrapped: null };
  const isNew = !existsSync(folder.keyFile) && folderState(folder).kind === 'new';
  if (!isNew || !(await canProtect(protector))) return null;
  const key = randomBytes(KEY_BYTES);
  return { key, wrapped: await wrap(protector, key) };
}

const wrap = (protector: Protector, key: Buffer): Promise<Buffer> =>
  protector.encryptStringAsync(key.toString('base64'));

async function unwrap(protector: Protector, file: string): Promise<Buffer> {
  const opened = await protector.decryptStringAsync(readFileSync(file)).catch(() => null);
  const key = Buffer.from(opened?.result ?? '', 'base64');
  if (key.length !== KEY_BYTES) throw new ApiError('wrong-key', CANNOT_UNWRAP);
  // The system changed its own key: wrapped anew with that one, while the old still opens.
  if (opened?.shouldReEncrypt) {
    writeFileSync(`${file}.new`, await wrap(protector, key), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return key;
}
