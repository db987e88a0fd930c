/** What the store says of its file, as the pages know it. */
import { ApiError, type ErrorCode } from '../../shared/api/errors.ts';
import { StoreError, type StoreErrorKind, asStoreError } from './errors.ts';

const CODES: Readonly<Record<StoreErrorKind, ErrorCode>> = {
  Corrupt: 'corrupt',
  ReadOnly: 'read-only',
  Full: 'disk-full',
  Busy: 'busy',
  WrongKey: 'wrong-key',
  NewerVersion: 'newer-version',
  NotOurs: 'corrupt',
  Rejected: 'bad-input',
  Failed: 'internal',
};

/** Errors of the store, SQLite and the file system in words and codes; null for what is none. */
export function asApiError(error: unknown): ApiError | null {
  const known = asStoreError(error);
  return known instanceof StoreError ? new ApiError(CODES[known.kind], known.message, known.field) : null;
}
