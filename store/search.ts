/**
 * Finding a case by any part of what people remember: a name, its pinyin or initials, an ID number, a phone, a case number.
 * `searchText` says what a case is found by; a hit is a case whose text contains every word of the query (`matches` in SQL is instr).
 * The FTS5 table holds tokens of the same text and only narrows down the candidates, so both ways to search find the same.
 */
import { pinyinFull, pinyinInitials } from '../shared/domain/pinyin.ts';

/** What a case is found by. */
interface Findable {
  readonly name: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly numbers: readonly string[];
}

/** A part of a number shorter than this says too little and is not looked for. */
const MIN_NUMBER_PART = 3;
/** Between the fields of a search text; cleaned words never contain it. */
const FIELD = '|';
/** Before each place where a pinyin word may begin. */
const BEGIN = '^';

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
const lettersAndDigits = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');
const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** Every beginning in the middle of a name: 张小明 by zhangxiaoming, xiaoming, ming, zxm, xm, m. */
function spellings(name: string): string[] {
  const chars = Array.from(name);
  const found = new Set<string>();
  for (let start = 0; start < chars.length; start += 1) {
    const rest = chars.slice(start).join('');
    const options = { surname: start === 0 };
    found.add(pinyinFull(rest, options));
    found.add(pinyinInitials(rest, options));
  }
  found.delete('');
  return [...found];
}

/** The text in which the words of a query are looked for. */
export function searchText(of: Findable): string {
  const name = lettersAndDigits(of.name);
  const numbers = [of.idNumber ?? '', of.phone ?? '', ...of.numbers]
    .map((text) => plain(text).replace(/[^a-z0-9]/g, ''))
    .filter((part) => part !== '');
  return [
    name,
    spellings(name)
      .map((word) => BEGIN + word)
      .join(''),
    ...numbers,
    '',
  ].join(FIELD);
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

/** The tokens of a search text, for the FTS5 table; words separated by blanks, each once. */
export function searchTokens(text: string): string {
  const [name = '', spelled = '', ...numbers] = text.split(FIELD);
  // A name with digits in it (a shop's) is found like a number too.
  if (/^[a-z0-9]*\d[a-z0-9]*$/.test(name)) numbers.push(name);
  const tokens = new Set<string>();
  for (const gram of [...grams(name, 1), ...grams(name, 2)]) tokens.add(nameToken(gram));
  for (const word of spelled.split(BEGIN)) if (word !== '') tokens.add(spellingToken(word));
  for (const number of numbers) for (const gram of grams(number, MIN_NUMBER_PART)) tokens.add(numberToken(gram));
  return [...tokens].join(' ');
}

/** A query made ready. */
export interface SearchQuery {
  /** Every one of them is a part of the search text of a hit. */
  readonly parts: readonly string[];
  /** The FTS5 expression that every hit satisfies. */
  readonly match: string;
}

interface Word {
  readonly part: string;
  readonly match: readonly string[];
}

function wordOf(raw: string): Word | null {
  const word = lettersAndDigits(raw);
  if (word === '') return null;
  if (hasHan(word)) {
    const size = Array.from(word).length > 1 ? 2 : 1;
    return { part: word, match: grams(word, size).map(nameToken) };
  }
  // Letters of other scripts are not looked for: no field is indexed by them.
  if (!/^[a-z0-9]+$/.test(word)) return null;
  if (/^[a-z]+$/.test(word)) return { part: BEGIN + word, match: [`${spellingToken(word)}*`] };
  if (word.length < MIN_NUMBER_PART) return null;
  return { part: word, match: grams(word, MIN_NUMBER_PART).map(numberToken) };
}

/** Reads what was typed. Null when there is nothing to look for (empty, signs only, one or two digits): then the list stays whole. */
export function readQuery(typed: string): SearchQuery | null {
  const words = typed.split(/\s+/u).flatMap((raw) => wordOf(raw) ?? []);
  if (words.length === 0) return null;
  return {
    parts: words.map((word) => word.part),
    match: [...new Set(words.flatMap((word) => word.match))].join(' AND '),
  };
}
