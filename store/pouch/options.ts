/**
 * How options are read, as programs without types, JSON, query strings and stored settings give them. The rule: a number may come as
 * text and is then that number; what is no number is none, as in PouchDB's leveldb adapter; and what can never be answered is refused.
 * (leveldb shows the change of a `since` given as text once more, hears nothing after one that is no whole number, and does not end
 * when `limit` is below zero or has a fraction.)
 */
import { BAD_REQUEST, createError } from 'pouchdb-errors';

/**
 * The sequence after which a feed begins. Falsy values and NaN stand for the beginning, as in PouchDB's core; of a fraction the whole
 * number below counts.
 * @throws PouchDB's BAD_REQUEST for what is no number: a feed that compared sequences with it would be silent for ever.
 */
export function sinceOf(given: unknown): number {
  if (!given) return 0;
  const seq = Number(given);
  if (Number.isNaN(seq)) throw createError(BAD_REQUEST, `since is no sequence of this database: ${typeof given}`);
  return Math.max(0, Math.floor(seq));
}

/** How many changes at most. 0 counts as 1, as in CouchDB; what is below it or no number is no limit. */
export function changesLimitOf(given: unknown): number {
  const isText = typeof given === 'string' && given.trim() !== '';
  if (given === 0 || (isText && Number(given) === 0)) return 1;
  const limit = Math.ceil(Number(given));
  return limit > 0 ? limit : Infinity;
}

/** How many rows at most. As in PouchDB only what comes as a number limits. */
export function rowsLimitOf(given: unknown): number {
  return typeof given === 'number' && !Number.isNaN(given) ? Math.ceil(given) : Infinity;
}

/** How many rows are left out at the beginning. */
export function skipOf(given: unknown): number {
  const skip = Math.ceil(Number(given));
  return skip > 0 ? Math.min(skip, Number.MAX_SAFE_INTEGER) : 0;
}

/** Of which documents the changes are wanted; undefined for all. @throws PouchDB's BAD_REQUEST for what is no list. */
export function docIdsOf(given: unknown): string[] | undefined {
  if (!given) return undefined;
  if (!Array.isArray(given)) throw createError(BAD_REQUEST, 'doc_ids is no list');
  return given as string[];
}
