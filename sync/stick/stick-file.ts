/** Files on a stick, for the command lines: pages have their browser save and open them. */
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';

/** Throws ApiError `too-large`, and what the file system says. */
export async function readStickFile(file: string): Promise<Buffer> {
  if ((await stat(file)).size > BUNDLE_LIMITS.packed) throw new ApiError('too-large');
  return readFile(file);
}

/** Never over a file that is there; on the medium when it resolves, as sticks are pulled out. Answers the path. */
export async function saveStickFile(folder: string, fileName: string, bytes: Buffer): Promise<string> {
  const target = path.join(folder, fileName);
  const file = await open(target, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return target;
}
