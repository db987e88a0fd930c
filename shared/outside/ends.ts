/**
 * Texts from outside made simpler in one pass. An expression such as `/x+$/` begins anew at each of a hundred thousand `x`: minutes for
 * one cell.
 */

/** `text` without any of `characters` (single UTF-16 units) at its end. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `text` without any of `characters` (single UTF-16 units) at either end. */
export function withoutEnds(text: string, characters: string): string {
  const kept = withoutEnd(text, characters);
  let start = 0;
  while (start < kept.length && characters.includes(kept.charAt(start))) start += 1;
  return kept.slice(start);
}

/** Every run of blanks as one: a line break where one is among them, else a space. Expressions then need no `\s*`. */
export const singleBlanks = (text: string): string =>
  text.replace(/\s+/gu, (blanks) => (/[\n\r]/.test(blanks) ? '\n' : ' '));
