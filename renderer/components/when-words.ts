/** Instants as people read them: day and minute in Shanghai. Pure. */
import { localDateOf } from '../../shared/base/local-date.ts';

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** `hh:mm` in Shanghai of milliseconds since the epoch. */
export const timeOf = (instantMs: number): string =>
  new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);

/** `2026-11-26 13:05` in Shanghai of an ISO instant. */
export function whenWords(iso: string): string {
  const instant = Date.parse(iso);
  return `${localDateOf(instant)} ${timeOf(instant)}`;
}
