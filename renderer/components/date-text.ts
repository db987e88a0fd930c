/** Days as people type them at a counter: 1123, 11-23, 20261123, 2026.11.23, +5. */
import type { LocalDate } from '../../shared/base/brands.ts';
import { addDays, localDate, yearOf } from '../../shared/base/local-date.ts';

/**
 * Reads a day; null when it is none. Without a year it is the one nearest to `today`, looking back for what has happened
 * (`past`) and forward for a deadline (`future`). `+5` is five days after today.
 */
export function readDateText(text: string, today: LocalDate, lean: 'past' | 'future'): LocalDate | null {
  const plain = text.normalize('NFKC').trim();
  const shift = /^([+-])(\d{1,3})$/.exec(plain);
  if (shift) return addDays(today, Number(`${shift[1]}${shift[2]}`));
  const full =
    /^(\d{4})(?:\s*[-./年]\s*)(\d{1,2})(?:\s*[-./月]\s*)(\d{1,2})日?$/.exec(plain) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(plain);
  if (full) return localDate(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})(?:\s*[-./月]\s*)(\d{1,2})日?$/.exec(plain) ?? /^(\d\d)(\d\d)$/.exec(plain);
  if (!short) return null;
  const year = yearOf(today);
  const [month, day] = [Number(short[1]), Number(short[2])];
  const here = localDate(year, month, day);
  if (lean === 'past') return here !== null && here <= today ? here : localDate(year - 1, month, day);
  return here !== null && here >= today ? here : localDate(year + 1, month, day);
}
