/** Secrets that people copy by hand. */
import { randomInt } from 'node:crypto';
import { EASY_CHARACTERS } from '../../shared/base/easy-text.ts';

/** Returns `length` random characters of the easy set, 4.95 bits each. */
export function randomEasy(length: number): string {
  return Array.from({ length }, () => EASY_CHARACTERS[randomInt(EASY_CHARACTERS.length)]).join('');
}
