/**
 * The data file's key, wrapped by the operating system where it can (Windows DPAPI, the keyrings of Linux). Without one the service
 * makes a key file of the user alone, which the status page calls not protected.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../shared/api/errors.ts';
import { KEY_BYTES } from '../store/key-file.ts';

/** The part of Electron's safeStorage that is used: its asynchronous calls. */
export interface Protector {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  /** On Linux alone. */
  getSelectedStorageBackend?(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(wrapped: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
}

/** Backends that only look like protection: the key they use is in the program. */
const NO_BACKENDS: readonly string[] = ['basic_text', 'unknown'];

async function canProtect(protector: Protector): Promise<boolean> {
  if (!(await protector.isAsyncEncryptionAvailable())) return false;
  const backend = protector.getSelectedStorageBackend?.();
  return backend === undefined || !NO_BACKENDS.includes(backend);
}

/**
 * The key, made and wrapped at the first call; null where nothing protects it, or where the folder has a plain key file already (its data
 * is written with that one). Rejects with ApiError `wrong-key` when the wrapped key can't be opened: another user, another machine.
 */
export async function protectedKey(protector: Protector, folder: string): Promise<Buffer | null> {
  const file = path.join(folder, 'bianmin.key.protected');
  if (existsSync(file)) return await unwrap(protector, file);
  if (existsSync(path.join(folder, 'bianmin.key')) || !(await canProtect(protector))) return null;
  const key = randomBytes(KEY_BYTES);
  await wrap(protector, file, key);
  return key;
}

async function wrap(protector: Protector, file: string, key: Buffer): Promise<void> {
  const wrapped = await protector.encryptStringAsync(key.toString('base64'));
  writeFileSync(`${file}.new`, wrapped, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

async function unwrap(protector: Protector, file: string): Promise<Buffer> {
  const opened = await protector.decryptStringAsync(readFileSync(file)).catch(() => null);
  const key = Buffer.from(opened?.result ?? '', 'base64');
  if (key.length !== KEY_BYTES) throw new ApiError('wrong-key');
  // The system changed its own key: wrapped anew with that one, while the old still opens.
  if (opened?.shouldReEncrypt) await wrap(protector, file, key);
  return key;
}
