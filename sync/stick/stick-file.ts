/** Files on a stick, for the command lines: pages have their browser save and open them. */
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { FileRefused, readBoundedFile } from '../../store/file/bounded-file.ts';
import { syncFolder } from '../../store/file/fsync-folder.ts';

/** Throws ApiError `too-large`, `not-a-bundle` for what is no file, and what the file system says. */
export async function readStickFile(file: string): Promise<Buffer> {
  try {
    return await readBoundedFile(file, BUNDLE_LIMITS.packed);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new ApiError(error.why === 'too-large' ? 'too-large' : 'not-a-bundle');
  }
}

/** Place, day and count name a file: a second one of a day may bear the name of the first, and gets a number. */
const MOST_OF_A_NAME = 100;

async function create(
  folder: string,
  fileName: string,
): Promise<{ readonly target: string; readonly file: FileHandle }> {
  const { name, ext } = path.parse(fileName);
  for (let number = 1; ; number += 1) {
    const target = path.join(folder, number === 1 ? fileName : `${name} (${number})${ext}`);
    try {
      return { target, file: await open(target, 'wx', 0o600) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === MOST_OF_A_NAME) throw error;
    }
  }
}

/** Never over a file that is there; on the medium when it resolves, as sticks are pulled out. Returns the path. */
export async function saveStickFile(folder: string, fileName: string, bytes: Buffer): Promise<string> {
  const { target, file } = await create(folder, fileName);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  syncFolder(folder);
  return target;
}
