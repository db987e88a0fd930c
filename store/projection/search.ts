/**
 * Finding a case by any part of what people remember: a name, its pinyin or initials, an ID number, a phone, a case number.
 * `searchText` says what a case is found by; `isHit` says by which queries. The FTS5 table holds tokens of the same text and only
 * narrows down the candidates, so both ways to search find the same.
 */
import { STATION_CHARACTERS } from '../../shared/case/case-number.ts';
import { PERSON_FIELDS, PERSON_KEYS, type PersonKey } from '../../shared/person/person-fields.ts';
import type { ProjectionTable } from './projection-table.ts';
import { readingsIn, type Sounds, soundsOf, typedLetters } from '../../shared/base/pinyin.ts';

/** What a case is found by: its person's fields as their table says, and the numbers it bears. */
type Findable = Partial<Readonly<Record<PersonKey, string | null>>> & { readonly numbers: readonly string[] };

const FOUND_BY_NAME = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].search === 'name');
const FOUND_BY_NUMBER = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].search === 'number');

/** A part of a number shorter than this says too little and is not looked for. */
const MIN_NUMBER_PART = 3;
/** Between the fields of a search text; cleaned words and sounds never contain it. */
const FIELD = '|';
/**
 * So many characters of a name are spelled out in one token: all readings of all characters of a long name together would be thousands.
 * What is typed beyond them is compared with the text alone.
 */
const SPELLED_OUT = 3;
/** Letters of the longest syllable, zhuang. */
const LONGEST_SYLLABLE = 6;

/** Holds the tokens of each case's search text under its row's number. They cannot be read back: as many rows as cases is all that is compared. */
export const caseSearchTable: ProjectionTable = {
  name: 'case_search',
  ddl: `CREATE VIRTUAL TABLE case_search USING fts5(
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );`,
  compared: 'SELECT count(*) FROM case_search',
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
/** Characters for private use and ideographs newer than this machine's tables stand in names, and are looked for as they are. */
const cleaned = (text: string): string => plain(text).replace(/[^\p{L}\p{N}\p{Co}\u{20000}-\u{3fffd}]/gu, '');

/** The text in which the words of a query are looked for. */
export function searchText(of: Findable): string {
  const name = cleaned(FOUND_BY_NAME.map((key) => of[key] ?? '').join(''));
  const numbers = [...FOUND_BY_NUMBER.map((key) => of[key] ?? ''), ...of.numbers]
    .map((text) => plain(text).replace(/[^a-z0-9]/g, ''))
    .filter((part) => part !== '');
  return [name, soundsOf(name, { surname: true }), ...numbers, ''].join(FIELD);
}

// ---- tokens: plain ASCII words, so that no tokenizer can have an opinion of its own

function grams(text: string, size: number): string[] {
  const chars = Array.from(text);
  const found: string[] = [];
  for (let start = 0; start + size <= chars.length; start += 1) found.push(chars.slice(start, start + size).join(''));
  return found;
}

const nameToken = (gram: string): string =>
  `h${Array.from(gram, (char) => (char.codePointAt(0) ?? 0).toString(16)).join('z')}`;
const numberToken = (gram: string): string => `n${gram}`;
const spellingToken = (word: string): string => `p${word}`;
/** Of a spelling after which the name goes on. */
const onwardToken = (word: string): string => `g${word}`;

/** Every way to read some characters, one reading of each. */
const everyWay = (sounds: readonly string[][]): string[] =>
  sounds.reduce<string[]>((ways, readings) => ways.flatMap((way) => readings.map((reading) => way + reading)), ['']);

/** Whole syllables and first letters from every character on. */
function spellingTokens(spelled: Sounds): string[] {
  const sounds = readingsIn(spelled);
  const initials = sounds.map((readings) => [...new Set(readings.map((reading) => reading.charAt(0)))]);
  return sounds.flatMap((_, start) => {
    const end = start + SPELLED_OUT;
    const ways = [...everyWay(sounds.slice(start, end)), ...everyWay(initials.slice(start, end))];
    return [...ways.map(spellingToken), ...(end < sounds.length ? ways.map(onwardToken) : [])];
  });
}

/** The tokens of a search text, for the FTS5 table; words separated by blanks, each once. */
export function searchTokens(text: string): string {
  const [name = '', spelled = '', ...numbers] = text.split(FIELD);
  // A name with digits in it (a shop's) is found like a number too.
  if (/^[a-z]*\d[a-z0-9]*$/.test(name)) numbers.push(name);
  const tokens = new Set<string>();
  for (const gram of [...grams(name, 1), ...grams(name, 2)]) tokens.add(nameToken(gram));
  for (const token of spellingTokens(spelled as Sounds)) tokens.add(token);
  for (const number of numbers) for (const gram of grams(number, MIN_NUMBER_PART)) tokens.add(numberToken(gram));
  return [...tokens].join(' ');
}

/** A query made ready. A hit satisfies all of it. */
export interface SearchQuery {
  /** Every one of them is a part of the search text. */
  readonly parts: readonly string[];
  /** Every one of them is what the name sounds like (`soundsLike` of the search text). */
  readonly heard: readonly string[];
  /** The FTS5 expression that every hit satisfies. */
  readonly match: string;
}

interface Word {
  readonly part?: string;
  readonly heard?: string;
  readonly match: readonly string[];
}

/** Letters: the beginning of a token, or what follows the end of one after which the name goes on. */
function heardWord(letters: string): Word {
  const shortest = SPELLED_OUT;
  const longest = Math.min(letters.length - 1, SPELLED_OUT * LONGEST_SYLLABLE);
  const onward: string[] = [];
  for (let length = shortest; length <= longest; length += 1) onward.push(onwardToken(letters.slice(0, length)));
  const tokens = [`${spellingToken(letters)}*`, ...onward];
  return { heard: letters, match: [tokens.length === 1 ? tokens.join('') : `(${tokens.join(' OR ')})`] };
}

function wordOf(raw: string): Word | null {
  const word = cleaned(raw);
  if (word === '') return null;
  if (/^[a-z]*\d[a-z0-9]*$/.test(word)) {
    if (word.length < MIN_NUMBER_PART) return null;
    return { part: word, match: grams(word, MIN_NUMBER_PART).map(numberToken) };
  }
  const letters = typedLetters(word);
  if (letters !== null && /^[a-z]+$/.test(letters)) return heardWord(letters);
  const size = Array.from(word).length > 1 ? 2 : 1;
  return { part: word, match: grams(word, size).map(nameToken) };
}

/** The end of a case number as it is read out, `A7 0001`: one word, as `A7` alone says too little to be looked for. */
const READ_OUT_END = new RegExp(String.raw`(^|\s)([${STATION_CHARACTERS}]{2})\s+(?=\d{4,6}(\s|$))`, 'giu');

/** Reads what was typed. Null when there is nothing to look for (empty, signs only, one or two digits): then the list stays whole. */
export function readQuery(typed: string): SearchQuery | null {
  const words = typed
    .replace(READ_OUT_END, '$1$2')
    .split(/\s+/u)
    .flatMap((raw) => wordOf(raw) ?? []);
  if (words.length === 0) return null;
  return {
    parts: words.flatMap(({ part }) => part ?? []),
    heard: words.flatMap(({ heard }) => heard ?? []),
    match: [...new Set(words.flatMap((word) => word.match))].join(' AND '),
  };
}
