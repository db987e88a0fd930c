/** Latin spellings of Han text for search: what clerks type without switching the keyboard. */
import { pinyin, polyphonic } from 'pinyin-pro';
import type { z } from 'zod';

/**
 * How a text is read, e.g. 张重阳 `^zhang^zhong/chong^yang`: for each character that has a sound `^` and every reading in letters a to z,
 * the likeliest first; ASCII letters and digits are their own. Marks and characters without a sound are left out. One
 * string, as it is stored and as thousands of them are compared with what is typed.
 */
export type Sounds = string & z.$brand<'Sounds'>;
const CHARACTER = '^';
const OR = '/';

export interface PinyinOptions {
  /** The text is a person's name: its first characters are read as a surname (单 shan, 曾 zeng, 万俟 moqi). */
  readonly surname?: boolean;
}

const PLAIN = { type: 'array', toneType: 'none', v: true } as const;

const READABLE = /^[a-z0-9]+$/;

/** Readings of surnames that the library lacks (辞海). */
const SURNAMES: Readonly<Record<string, string>> = { 费: 'bi', 黑: 'he', 炔: 'gui' };

/** ü is typed as v, on signs and by other keyboards as u, in passports as yu: 吕 lv, lu, lyu. */
const withoutUmlaut = (reading: string): string[] =>
  reading.includes('v') ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading];

const known = new Map<string, readonly string[]>();

/** Every reading of one character, in the order of the library: the common one first. */
function readingsOf(char: string): readonly string[] {
  let readings = known.get(char);
  if (readings === undefined) {
    const latin = typedLetters(char);
    const found = latin === null ? [...(polyphonic(char, PLAIN)[0] ?? []), SURNAMES[char] ?? ''] : [latin];
    readings = found.filter((reading) => READABLE.test(reading)).flatMap(withoutUmlaut);
    known.set(char, readings);
  }
  return readings;
}

/** Every reading of every character of a text. What phrase or surname it stands in decides which is the likeliest. */
export function soundsOf(text: string, options: PinyinOptions = {}): Sounds {
  const plain = text.normalize('NFKC').toLowerCase();
  const likely = pinyin(plain, {
    ...PLAIN,
    nonZh: 'spaced',
    ...(options.surname === true ? { surname: 'head' as const } : {}),
  });
  return Array.from(plain, (char, index) => {
    const all = readingsOf(char);
    const first = likely[index] ?? '';
    return READABLE.test(first) ? [...new Set([...withoutUmlaut(first), ...all])] : all;
  })
    .filter((readings) => readings.length > 0)
    .map((readings) => CHARACTER + readings.join(OR))
    .join('') as Sounds;
}

/** The readings of each character. */
export const readingsIn = (sounds: Sounds): string[][] =>
  sounds
    .split(CHARACTER)
    .slice(1)
    .map((readings) => readings.split(OR));

/** First letters, e.g. 合作医疗 → `hzyl`, each character read the likeliest way. */
export const initialsOf = (sounds: Sounds): string =>
  readingsIn(sounds)
    .map(([reading]) => reading?.charAt(0) ?? '')
    .join('');

/** Whole syllables run together, e.g. 低保 → `dibao`, each character read the likeliest way; ü is `v`. */
export const spellingOf = (sounds: Sounds): string =>
  readingsIn(sounds)
    .map(([reading]) => reading ?? '')
    .join('');

/**
 * What was typed, ready to be compared with sounds: lower case, without tones, blanks and apostrophes; ü is `v`, but after j, q, x, y,
 * where it is written `u`. Null when something else than letters and digits stands in it.
 */
export function typedLetters(typed: string): string | null {
  const letters = typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/u\u0308/gu, 'v')
    .replace(/[\p{M}\s'’‘`-]/gu, '')
    .replace(/(?<=[jqxy])v/gu, 'u');
  return READABLE.test(letters) ? letters : null;
}

/** `whole`: the text itself; `start`: its beginning; `inside`: from a later character on. */
export type SoundMatch = 'whole' | 'start' | 'inside';

/**
 * How whole syllables heard from the first character on come to `typed`, the last one perhaps half typed. `anywhere`: from any character
 * on. What the characters so far came to is kept as places in `typed`, each once: of names whose characters have several readings there
 * are more ways than can be tried.
 */
function matchSyllables(characters: readonly string[][], typed: string, anywhere: boolean): 'whole' | 'start' | null {
  let heard: 'start' | null = null;
  let places: ReadonlySet<number> = new Set([0]);
  for (const [index, readings] of characters.entries()) {
    const next = new Set<number>(anywhere ? [0] : []);
    for (const place of places)
      for (const reading of readings) {
        const left = typed.length - place;
        if (left > reading.length) {
          if (typed.startsWith(reading, place)) next.add(place + reading.length);
        } else if (reading.startsWith(typed.slice(place))) {
          if (left === reading.length && index === characters.length - 1) return 'whole';
          heard = 'start';
        }
      }
    if (next.size === 0) break;
    places = next;
  }
  return heard;
}

/** How the first letters of the characters from `from` on come to `typed`. */
function matchInitials(characters: readonly string[][], typed: string, from: number): 'whole' | 'start' | null {
  if (characters.length - from < typed.length) return null;
  for (let index = 0; index < typed.length; index += 1)
    if (!characters[from + index]?.some((reading) => reading.startsWith(typed.charAt(index)))) return null;
  return characters.length - from === typed.length ? 'whole' : 'start';
}

const inside = (characters: readonly string[][], typed: string): boolean =>
  matchSyllables(characters, typed, true) !== null ||
  characters.some((_, from) => matchInitials(characters, typed, from) !== null);

/**
 * Returns whether these letters (of `typedLetters`) mean a text that sounds like this, by whole syllables or by first letters, from any character on,
 * in any reading of each; the last syllable may be half typed.
 */
export const soundsLike = (sounds: string, typed: string): boolean => inside(readingsIn(sounds as Sounds), typed);

/** How much of a text is meant by these letters (of `typedLetters`); null: it isn't meant. */
export function soundMatch(sounds: Sounds, typed: string): SoundMatch | null {
  const characters = readingsIn(sounds);
  const spelled = matchSyllables(characters, typed, false);
  const initials = matchInitials(characters, typed, 0);
  if (spelled === 'whole' || initials === 'whole') return 'whole';
  return spelled ?? initials ?? (inside(characters, typed) ? 'inside' : null);
}
