/** A time of day to the minute, `HH:MM` in Shanghai. */
import { z } from 'zod';
import { SHANGHAI_OFFSET_MS } from './local-date.ts';

const SHAPE = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export const MinuteSchema = z.string().regex(SHAPE, '时间应为一天里的几点几分，格式如 14:30');

/** The minute of the instant, in ms since the epoch. */
export const minuteOf = (instantMs: number): string =>
  new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);

/** Reads a time as people type it at a counter (1430, 930, 14:30, 9点05); null when it is none. */
export function readMinute(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const parts = /^(\d{1,2})(?:[:.点时])?(\d\d)分?$/u.exec(plain);
  if (parts === null) return null;
  const minute = `${(parts[1] ?? '').padStart(2, '0')}:${parts[2]}`;
  return SHAPE.test(minute) ? minute : null;
}
