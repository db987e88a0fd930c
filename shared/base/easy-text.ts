/** Texts that people copy by hand: no character that looks like another, in groups of four. */

/** 31 characters: without 0 o 1 i l. The same set as the stations of case numbers. */
export const EASY_CHARACTERS = '23456789abcdefghjkmnpqrstuvwxyz';

/** `abcd-efgh-jkmn` */
export function grouped(text: string): string {
  return (text.match(/.{1,4}/g) ?? []).join('-');
}

/** What a person typed, as it was made: case, spaces and dashes (also full-width ones) do not count. */
export function ungrouped(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\-‐-―_.]/g, '');
}
