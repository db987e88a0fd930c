/**
 * Which matter does the cell of a slip mean? Decided only where it is plain; otherwise the candidates are offered and a person chooses.
 * Nothing is chosen silently: a word that several matters share, or a rest that no word explains, asks.
 */
import { singleBlanks } from '../outside/ends.ts';
import type { MatterCode } from '../base/brands.ts';
import type { Catalogue } from './catalogue.ts';
import { searchMatters } from './matter-search.ts';
import { AFTER, BEFORE, BESIDE, VAGUE_WORDS } from './matter-search-words.ts';
import { type MatterTerms, type Term, likeText, matterTerms, plainText } from './matter-terms.ts';

export interface MatterResolution {
  /** decided; several = two or more matters on one slip; unclear = fits several or only in part; unknown; empty. */
  readonly kind: 'decided' | 'several' | 'unclear' | 'unknown' | 'empty';
  /** Only when decided. */
  readonly code: MatterCode | null;
  /** Best first; with `several` the matters that were named. */
  readonly candidates: readonly MatterCode[];
}

const MAX_CANDIDATES = 8;
/** The beginning of an official name or word must have this many characters, and this share of them, to decide by itself. */
const MIN_PART = 3;
const MIN_PART_SHARE = 2 / 3;
/** A shortened official name keeps its first character and this share of all. */
const MIN_ABBREVIATION_SHARE = 1 / 2;
const MIN_ABBREVIATION = 4;
/** Characters of a cell that are looked at. */
const MOST_READ = 200;
/** A longer text than any name of a matter is a story, not a matter. */
const LONGEST_EXPLAINED = 60;
/** Search scores from here up mean that the word itself was found, not only a pair of characters. */
const GOOD_SCORE = 40;
/** Cells repeat down a sheet; this many answers are kept per catalogue. */
const MAX_REMEMBERED = 5000;

const words = (text: string): readonly string[] => text.split(/\s+/u).sort((a, b) => b.length - a.length);
const PREFIXES = words(BEFORE);
const SUFFIXES = words(AFTER);
const NEUTRAL: ReadonlySet<string> = new Set(
  [...PREFIXES, ...SUFFIXES, ...words(BESIDE)].flatMap((word) => [word, likeText(word)]),
);
/** Counts, sums and years beside the matter: 3人, 180元, 2018年度, 3.5亩 (the point is gone in plain text). */
const COUNT =
  /^(?:\d{4}年度?|\d+(?:人|户|份|件|张|元|亩|块|次|个|口|头|只|本|月|年度?)|[一二两三四五六七八九十]+(?:人|份|件|张|本|个))/u;
/** A count at the end of a text, of twenty digits at most: an ID number fits. */
const COUNT_AT_END =
  /(?:\d{1,20}(?:人|户|份|件|张|元|亩|块|次|个|口|头|只|本)?|[一二两三四五六七八九十]{1,6}(?:人|份|件|张|本|个))$/u;
const SEPARATORS = /[、,;/|+&\n\r。]|\s+|和|与|及|以及|还有|跟|同时|并/u;
const BRACKETS = /[(【[{]([^(【[{)】\]}]*)[)】\]}]/gu;

const codesOf = (terms: readonly Term[]): MatterCode[] => [...new Set(terms.map((term) => term.code))];

const onlyOf = (terms: readonly Term[]): MatterCode | null => {
  const [only = null, ...others] = codesOf(terms);
  return others.length === 0 ? only : null;
};

/** The text with neutral words taken off both ends, every way, longest first; the text itself comes first. */
function stripped(text: string): string[] {
  const found = new Set([text]);
  for (const each of found) {
    for (const prefix of PREFIXES) if (each.startsWith(prefix)) found.add(each.slice(prefix.length));
    for (const suffix of SUFFIXES) if (each.endsWith(suffix)) found.add(each.slice(0, -suffix.length));
    const count = COUNT.exec(each)?.[0];
    if (count) found.add(each.slice(count.length));
    const countAtEnd = COUNT_AT_END.exec(each)?.[0];
    if (countAtEnd) found.add(each.slice(0, -countAtEnd.length));
  }
  return [...found].filter((each) => each.length >= 2).sort((a, b) => b.length - a.length);
}

const isVague = (plain: string): boolean => stripped(plain).some((each) => VAGUE_WORDS.has(each));

/** The matters that a text names exactly: as written, then by words of like meaning, then without neutral words around it. */
function exactly(terms: MatterTerms, text: string): MatterCode[] {
  for (const each of stripped(text)) {
    if (VAGUE_WORDS.has(each)) return [];
    const plain = terms.byPlain.get(each) ?? terms.byLike.get(likeText(each));
    if (plain) return codesOf(plain);
  }
  return [];
}

interface Explanation {
  readonly code: MatterCode;
  /** Characters covered by whole words of the matter; the rest is neutral or occurs in its words. */
  readonly strong: number;
  /** The whole words used. */
  readonly pieces: readonly string[];
}

/** Returns how the matter's own words and neutral words make up the whole text, in the way with most characters in whole words; null where they don't. */
function explain(
  own: readonly Term[],
  ownText: string,
  text: string,
): { strong: number; pieces: readonly string[] } | null {
  const whole = new Set(own.map((term) => term.like).filter((word) => word.length >= 2 && !VAGUE_WORDS.has(word)));
  const best: ({ strong: number; pieces: readonly string[] } | undefined)[] = [{ strong: 0, pieces: [] }];
  for (let from = 0; from < text.length; from += 1) {
    const here = best[from];
    if (here === undefined) continue;
    const reach = (to: number, piece: string | null): void => {
      const strong = here.strong + (piece === null ? 0 : piece.length);
      const old = best[to];
      if (old === undefined || strong > old.strong)
        best[to] = { strong, pieces: piece === null ? here.pieces : [...here.pieces, piece] };
    };
    const count = COUNT.exec(text.slice(from))?.[0];
    if (count) reach(from + count.length, null);
    for (let to = from + 1; to <= text.length; to += 1) {
      const part = text.slice(from, to);
      if (whole.has(part)) reach(to, part);
      if (NEUTRAL.has(part) || (part.length >= 2 && ownText.includes(part))) reach(to, null);
    }
  }
  return best[text.length] ?? null;
}

/** Returns whether the text holds a whole word of another matter that is not part of a word that explains it. Then it speaks of two things. */
function contradicted(terms: MatterTerms, text: string, code: MatterCode, pieces: readonly string[]): boolean {
  return terms.all.some(
    (term) =>
      term.code !== code &&
      term.like.length >= 2 &&
      !VAGUE_WORDS.has(term.plain) &&
      text.includes(term.like) &&
      !pieces.some((piece) => piece.includes(term.like)) &&
      !leadsTo(terms, text, term, code, pieces),
  );
}

/** 养老保险 in 养老保险资格认证: the field at the head of the text, which this matter's official name speaks of as well. */
function leadsTo(terms: MatterTerms, text: string, term: Term, code: MatterCode, pieces: readonly string[]): boolean {
  const sameWindow = term.code.slice(0, 2) === code.slice(0, 2);
  const first = Math.min(...pieces.map((piece) => text.indexOf(piece)));
  if (!sameWindow || text.lastIndexOf(term.like) >= first) return false;
  const names = (terms.ofMatter.get(code) ?? []).filter(({ kind }) => kind === 'name');
  return names.some(({ like }) => isAbbreviation(term.like, like));
}

function explanations(terms: MatterTerms, text: string): Explanation[] {
  const found: Explanation[] = [];
  if (text.length > LONGEST_EXPLAINED) return found;
  const named = terms.all.filter((term) => text.includes(term.like));
  for (const code of new Set<string>(named.map((term) => term.code))) {
    const told = explain(terms.ofMatter.get(code) ?? [], terms.text.get(code) ?? '', text);
    if (told && told.strong > 0) found.push({ code: code as MatterCode, ...told });
  }
  return found.sort((a, b) => b.strong - a.strong);
}

function isAbbreviation(short: string, long: string): boolean {
  let at = 0;
  for (const char of long) if (char === short[at]) at += 1;
  return at === short.length;
}

/**
 * The one matter with a word that begins like this text and is little longer; null when other matters' words hold it too, or it is too
 * short a part to mean it: 生活补贴 or 建设用地 stand in one name only, and yet may be said of much else.
 */
function holderOf(terms: MatterTerms, text: string): MatterCode | null {
  const core = stripped(text).at(-1) ?? text;
  if (core.length < MIN_PART) return null;
  const holding = terms.all.filter((term) => term.kind !== 'phrase' && term.like.includes(core));
  const begun = holding.some((term) => term.like.startsWith(core) && core.length >= term.like.length * MIN_PART_SHARE);
  const holders = codesOf(holding);
  return begun && holders.length === 1 ? (holders[0] ?? null) : null;
}

/** The one matter whose official name the text shortens, e.g. 城乡居民养老待遇资格认证; null when it may be another's too. */
function shortenedName(terms: MatterTerms, text: string): MatterCode | null {
  const core = stripped(text).at(-1) ?? text;
  if (core.length < MIN_ABBREVIATION) return null;
  const official = terms.all.filter((term) => term.kind === 'name' || term.kind === 'core');
  const codes = codesOf(official.filter((term) => isAbbreviation(core, term.like)));
  const only = codes.length === 1 ? codes[0] : undefined;
  const near = official.some(
    ({ code, like }) => code === only && like[0] === core[0] && core.length >= like.length * MIN_ABBREVIATION_SHARE,
  );
  return only !== undefined && near && !contradicted(terms, text, only, []) ? only : null;
}

/** Decides one phrase that names one matter; null when it does not. */
function decide(terms: MatterTerms, plain: string): MatterCode | null {
  const exact = exactly(terms, plain);
  if (exact.length > 0) return exact.length === 1 ? (exact[0] ?? null) : null;
  if (isVague(plain)) return null;
  const text = likeText(plain);
  const [first, second] = explanations(terms, text);
  if (first) {
    const clear = second === undefined || second.strong < first.strong;
    return clear && !contradicted(terms, text, first.code, first.pieces) ? first.code : null;
  }
  return holderOf(terms, text) ?? shortenedName(terms, text);
}

/** Two or more matters whose whole words follow one another without a separator, e.g. 身份证残疾证. */
function runTogether(terms: MatterTerms, text: string): MatterCode[] {
  const found: Term[] = [];
  let rest = text;
  while (rest !== '') {
    const here = terms.all.filter((term) => term.like.length >= 2 && rest.startsWith(term.like));
    const longest = here.sort((a, b) => b.like.length - a.like.length)[0];
    const skip =
      longest?.like ?? PREFIXES.find((word) => rest.startsWith(word)) ?? SUFFIXES.find((word) => rest.startsWith(word));
    if (skip === undefined) return [];
    if (longest) found.push(longest);
    rest = rest.slice(skip.length);
  }
  const codes = codesOf(found);
  return codes.length > 1 ? codes : [];
}

function candidatesFor(catalogue: Catalogue, text: string): MatterCode[] {
  const forms = stripped(text);
  const hits = [...new Set([forms.at(-1) ?? text, text])].flatMap((form) =>
    searchMatters(catalogue, form, MAX_CANDIDATES),
  );
  const good = hits.filter((hit) => hit.score >= GOOD_SCORE);
  return [...new Set((good.length > 0 ? good : hits).map((hit) => hit.matter.code))].slice(0, MAX_CANDIDATES);
}

/** Matters whose words stand in a longer text, such as a title; the longest word first. Offered, never decided. */
export function mattersNamedIn(catalogue: Catalogue, text: string): readonly MatterCode[] {
  const like = likeText(plainText(text.slice(0, MOST_READ)));
  const named = matterTerms(catalogue).all.filter((term) => !VAGUE_WORDS.has(term.plain) && like.includes(term.like));
  return codesOf(named.toSorted((a, b) => b.like.length - a.like.length)).slice(0, MAX_CANDIDATES);
}

const decided = (code: MatterCode): MatterResolution => ({ kind: 'decided', code, candidates: [code] });

const remembered = new WeakMap<Catalogue, Map<string, MatterResolution>>();

/** Reads the matter's cell of a slip. Never throws. */
export function resolveMatter(catalogue: Catalogue, cell: string): MatterResolution {
  let answers = remembered.get(catalogue);
  if (answers === undefined || answers.size > MAX_REMEMBERED) {
    answers = new Map();
    remembered.set(catalogue, answers);
  }
  let answer = answers.get(cell);
  if (answer === undefined) {
    answer = resolve(catalogue, cell);
    answers.set(cell, answer);
  }
  return answer;
}

/** The catalogue's code before or after words that name the same matter, or alone: MZ-001低保, 低保(MZ-001). */
function codeIn(catalogue: Catalogue, terms: MatterTerms, plain: string): MatterCode | null {
  const found = /^([a-z]{2})(\d{3})/.exec(plain) ?? /(?<![a-z])([a-z]{2})(\d{3})$/.exec(plain);
  const code = found ? catalogue.matter(`${found[1]}-${found[2]}`.toUpperCase())?.code : undefined;
  if (found === null || code === undefined) return null;
  const rest = plain.replace(found[0], '');
  const own = terms.ofMatter.get(code) ?? [];
  const same = rest === '' || own.some((term) => term.plain === rest) || decide(terms, rest) === code;
  return same ? code : null;
}

const TICKED = /[☑✓✔√☒■]/u;
const UNTICKED = /[☐□×✗✘]/u;
const MARK = /[☑✓✔√☒■☐□×✗✘]/u;

/** A form's boxes and the marks in them: □医保☑低保, 医保√低保×, (√)低保 ( )医保. Each with its own matter, and set apart. */
function apartByMarks(text: string): string {
  const marked = singleBlanks(text).replace(/[([]\s?(?:([√✓✔☑])\s?)?[)\]]/gu, (_, mark?: string) =>
    mark === undefined ? '□' : '☑',
  );
  const first = marked.search(MARK);
  if (first < 0) return text;
  return first === 0
    ? marked.replace(/([☑✓✔√☒■☐□×✗✘])\s?/gu, ' $1').trim()
    : marked.replace(/\s?([☑✓✔√☒■☐□×✗✘])/gu, '$1 ').trim();
}

/** What is ticked comes before what is not marked, and that before an empty box. */
const tickRank = (part: string): number => (TICKED.test(part) ? 0 : UNTICKED.test(part) ? 2 : 1);

/** The one matter beside a word that could belong to any: 低保年审. */
function besideVague(terms: MatterTerms, plain: string): MatterCode | null {
  for (const word of VAGUE_WORDS) {
    const rest = plain.endsWith(word)
      ? plain.slice(0, -word.length)
      : plain.startsWith(word)
        ? plain.slice(word.length)
        : '';
    const code = rest === '' ? null : decide(terms, rest);
    if (code !== null) return code;
  }
  return null;
}

function resolve(catalogue: Catalogue, cell: string): MatterResolution {
  const text = apartByMarks(cell.slice(0, MOST_READ).normalize('NFKC').trim());
  const plain = plainText(text);
  if (plain === '') return { kind: 'empty', code: null, candidates: [] };
  const terms = matterTerms(catalogue);
  const coded = codeIn(catalogue, terms, plain);
  if (coded !== null) return decided(coded);

  const written = text.replace(BRACKETS, '').split(SEPARATORS);
  const parts = written.toSorted((a, b) => tickRank(a) - tickRank(b)).map(plainText);
  const named = parts.filter((part) => part !== '' && !NEUTRAL.has(part));
  const codes = named.map((part) => decide(terms, part));
  const distinct = [...new Set(codes.filter((code) => code !== null))];
  // Set apart by a mark, 合作医疗 and 合作医疗报销 are two, and 低保 and 年审 may be, unless an official name has the mark itself.
  const apart = distinct.length > 1 || (named.length > 1 && named.some(isVague));
  const whole = apart ? onlyOf(terms.byPlain.get(plain) ?? []) : decide(terms, plain);
  if (whole !== null) return decided(whole);
  const beside = named.length === 1 ? besideVague(terms, plain) : null;
  if (beside !== null) return { kind: 'unclear', code: null, candidates: [beside] };
  const run = distinct.length > 1 ? distinct : runTogether(terms, likeText(plain));
  if (run.length > 1) return { kind: 'several', code: null, candidates: run };
  // One matter and nothing else but brackets that say nothing new.
  const remarks = [...text.matchAll(BRACKETS)].map((match) => plainText(match[1] ?? ''));
  const only = distinct[0];
  if (
    only !== undefined &&
    !codes.includes(null) &&
    remarks.every((each) => each === '' || NEUTRAL.has(each) || COUNT.test(each))
  )
    return decided(only);
  const candidates = [...new Set([...distinct, ...candidatesFor(catalogue, plain)])].slice(0, MAX_CANDIDATES);
  return { kind: candidates.length > 0 ? 'unclear' : 'unknown', code: null, candidates };
}
