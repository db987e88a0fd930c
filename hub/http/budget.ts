/** What one answer may hold, counted while it is made: a short request never stands for a long answer that lies in memory whole. */
import { CouchError, couchError } from './errors.ts';

/** Ids and revisions that one request may name: more than any replicator asks for. */
const MOST_ROWS = 20_000;
/** Of documents in one answer: a batch of 500 of the largest events, which is what CouchDB's replicator asks for at once. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Made at a time, the next when the client has taken these: rows without documents are some 100 bytes, documents up to 64 KB. */
const ROWS_AT_A_TIME = 2000;
export const DOCUMENTS_AT_A_TIME = 50;

export const rowsAtATime = (withDocuments: boolean): number => (withDocuments ? DOCUMENTS_AT_A_TIME : ROWS_AT_A_TIME);

/** Throws CouchError 413 for a request that names more than one may. */
export function limitCount(count: number): void {
  if (count > MOST_ROWS) throw new CouchError(413, 'too_large', `at most ${MOST_ROWS} rows in one request`);
}

/** Throws CouchError 413. */
export function limited<T>(rows: readonly T[]): readonly T[] {
  limitCount(rows.length);
  return rows;
}

/** The bytes of one answer. */
export class Budget {
  #left = MOST_BYTES;

  /** Whether so much still fits; what does not is counted all the same. */
  fits(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }

  /** Throws CouchError 413 where it does not fit. */
  take(bytes: number): void {
    if (!this.fits(bytes)) throw couchError('tooLarge', 'the answer would be too large: ask for less at once');
  }
}
