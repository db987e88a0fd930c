/**
 * Each start has a random id and keeps what the counters of the pulse had reached before it, so that a token tells in which life of the file
 * it was given: a file put back from an image knows nothing of the starts it lost, however far it has gone on since (docs/HUB.md).
 */
import { randomId } from '../../store/trust/crypto.ts';
import { nextRangeToken } from '../../store/projection/series-ranges.ts';
import type { DataFile } from '../../store/types.ts';
import { highestChange } from './change-counter.ts';

/** What a pulse tells news by: the newest move of a database and the newest change of a range. */
export interface Counters {
  readonly move: number;
  readonly ranges: number;
}

/** Of 80 random bits 40 are enough to tell some thousands of starts, and keep the token short. */
const ID_LENGTH = 8;

export const countersOf = (file: DataFile): Counters => ({
  move: highestChange(file),
  ranges: nextRangeToken(file) - 1,
});

/** Notes a start, before anything is written in it. */
export function noteBoot(file: DataFile): void {
  const { move, ranges } = countersOf(file);
  file
    .sql('INSERT INTO hub_start (start, move, ranges) VALUES (?, ?, ?)')
    .run(randomId().slice(0, ID_LENGTH), move, ranges);
}

/** The id of the present start. */
export function presentBoot(file: DataFile): string {
  return file.sql('SELECT start FROM hub_start ORDER BY no DESC LIMIT 1').pluck().get() as string;
}

/** Tokens of another epoch count for nothing, and so do its starts: the present one begins anew. */
export function beginBootLog(file: DataFile): void {
  file.sql('DELETE FROM hub_start').run();
  noteBoot(file);
}

/** How far the counters came in a start; null for one that this file knows nothing of. */
export function reachedInBoot(file: DataFile, start: string): Counters | null {
  const no: unknown = file.sql('SELECT no FROM hub_start WHERE start = ?').pluck().get(start);
  if (typeof no !== 'number') return null;
  const next = file.sql('SELECT move, ranges FROM hub_start WHERE no > ? ORDER BY no LIMIT 1').get(no);
  return (next as Counters | undefined) ?? countersOf(file);
}
