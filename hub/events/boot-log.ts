/**
 * Each boot of the hub has a random id and keeps what the counters of the pulse had reached before it, so that a token tells in which boot it
 * was given: a file put back from an image knows nothing of the boots it lost, however far it has gone on since (docs/HUB.md).
 */
import { randomId } from '../../store/trust/crypto.ts';
import { nextRangeToken } from '../../store/projection/series-ranges.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { highestChange } from './change-counter.ts';

/** What a pulse tells news by: the newest change of a database and the newest one of a range. */
export interface Counters {
  readonly change: number;
  readonly ranges: number;
}

/** Of 80 random bits 40 are enough to tell some thousands of boots apart, and keep the token short. */
const ID_LENGTH = 8;

export const countersOf = (file: ReadDb): Counters => ({
  change: highestChange(file),
  ranges: nextRangeToken(file) - 1,
});

/** Notes a boot, before anything is written in it. */
export function noteBoot(file: WriteDb): void {
  const { change, ranges } = countersOf(file);
  file
    .sql('INSERT INTO hub_boot (boot, change, ranges) VALUES (?, ?, ?)')
    .run(randomId().slice(0, ID_LENGTH), change, ranges);
}

/** Returns the id of the present boot. */
export function presentBoot(file: ReadDb): string {
  return file.sql('SELECT boot FROM hub_boot ORDER BY no DESC LIMIT 1').pluck().get() as string;
}

/** Tokens of another epoch count for nothing, and so do its boots: the present one begins anew. */
export function beginBootLog(file: WriteDb): void {
  file.sql('DELETE FROM hub_boot').run();
  noteBoot(file);
}

/** Returns how far the counters came in a boot; null for one that this file does not know. */
export function reachedInBoot(file: ReadDb, boot: string): Counters | null {
  const no: unknown = file.sql('SELECT no FROM hub_boot WHERE boot = ?').pluck().get(boot);
  if (typeof no !== 'number') return null;
  const next = file.sql('SELECT change, ranges FROM hub_boot WHERE no > ? ORDER BY no LIMIT 1').get(no);
  return (next as Counters | undefined) ?? countersOf(file);
}
