/** What a command says of a failure that people can do something about. */
import { ApiError } from '../../shared/api/errors.ts';
import { FileRefused, readBoundedFile } from '../../store/file/bounded-file.ts';
import { StoreError, asStoreError } from '../../store/file/errors.ts';
import { MAX_FILE_BYTES } from '../workbook/limits.ts';
import { WorkbookError } from '../workbook/workbook-error.ts';

/** Failures of the file system, by code. They come before the store's own words, which speak of the data file. */
const FILE_TROUBLES: Readonly<Record<string, string>> = {
  ENOENT: '没有找到这个文件或文件夹。',
  ENOTDIR: '这个路径里有一段不是文件夹。',
  EISDIR: '这是一个文件夹，请指定文件。',
  EEXIST: '这个文件已经存在，没有覆盖；请换一个名字。',
  EACCES: '没有权限读写这个文件。',
  EPERM: '没有权限读写这个文件。',
  EROFS: '磁盘只读，没有写入任何内容。',
  ENOSPC: '磁盘已满，没有写入任何内容，请清理磁盘后重试。',
  EBUSY: '文件正被别的程序占用，请关闭后再试。',
  ENAMETOOLONG: '文件名太长。',
};

/** A Chinese sentence; null for a bug. Never quotes what was typed or read. */
export function explain(error: unknown): string | null {
  const trouble = FILE_TROUBLES[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  if (trouble !== undefined) return trouble;
  const known = asStoreError(error);
  if (known instanceof ApiError || known instanceof StoreError || known instanceof WorkbookError) return known.message;
  return null;
}

/** Returns the bytes of a sheet to import. Throws what `explain` has a sentence for. */
export async function readHandedIn(file: string): Promise<Buffer> {
  try {
    return await readBoundedFile(file, MAX_FILE_BYTES);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new WorkbookError(error.why === 'too-large' ? 'too-big' : 'not-workbook');
  }
}
