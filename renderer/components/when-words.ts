/** Instants as people read them: day and minute in Shanghai. Pure. */
import { localDateOf } from '../../shared/base/local-date.ts';
import { minuteOf } from '../../shared/base/minute.ts';

/** `2026-11-26 13:05` in Shanghai of an ISO instant. */
export function whenWords(iso: string): string {
  const instant = Date.parse(iso);
  return `${localDateOf(instant)} ${minuteOf(instant)}`;
}
