/** Which names a database may have. A name that is kept shortened or changed would open another one's database. */
import { StorageError } from './errors.ts';

/** @throws StorageError `bad_name` for a lone surrogate, which UTF-8 cannot hold. Everything else is kept as it is. */
export function checkName(name: string): void {
  if (!name.isWellFormed()) throw new StorageError('bad_name', 'not well-formed');
}

/** The same of a file: its path ends at the first NUL, and better-sqlite3 takes blanks from its end. @throws StorageError */
export function checkPath(path: string): void {
  checkName(path);
  if (path === '' || path.includes('\0') || path !== path.trimEnd()) throw new StorageError('bad_name', 'path');
}
