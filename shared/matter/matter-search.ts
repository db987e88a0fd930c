/** Finding a matter as you type: by name, everyday word, code, pinyin initials or whole pinyin. Best first. */
import type { Catalogue, Matter } from './catalogue.ts';
import { type Term, likeText, matterTerms, plainText } from './matter-terms.ts';
import {
  type SoundMatch,
  soundMatch,
  initialsOf,
  type Sounds,
  soundsOf,
  spellingOf,
  typedLetters,
} from '../base/pinyin.ts';

export interface MatterHit {
  readonly matter: Matter;
  /** The name or word that matched, to be shown beside the name. */
  readonly matched: string;
  /** 0 to 100, only good for ordering. */
  readonly score: number;
}

interface Spelled {
  readonly sounds: Sounds;
  readonly initials: string;
  readonly full: string;
}

const spellings = new WeakMap<Term, Spelled>();

/** Spelled when first looked for: 900 words take a tenth of a second, which only the first search in Latin letters pays. */
function spell(term: Term): Spelled {
  let spelled = spellings.get(term);
  if (spelled === undefined) {
    const spoken = term.shown.replace(/[(][^()]*[)]/gu, '');
    const sounds = soundsOf(spoken);
    spelled = { sounds, initials: initialsOf(sounds), full: spellingOf(sounds) };
    spellings.set(term, spelled);
  }
  return spelled;
}

const LATIN = /^[a-z0-9]+$/;
const EVERYTHING = 1;

/** How well `query` fits `text`, from `equal` down; 0 = not at all. A longer overlap counts a little more. */
function fit(query: string, text: string, equal: number, starts: number, contains: number): number {
  if (text === '') return 0;
  if (text === query) return equal;
  const overlap = (4 * query.length) / text.length;
  if (text.startsWith(query)) return starts + overlap;
  return text.includes(query) ? contains + overlap : 0;
}

function isSubsequence(query: string, text: string): boolean {
  let at = 0;
  for (const char of text) if (char === query[at]) at += 1;
  return at === query.length;
}

/** Share of the query's pairs of characters that occur in the text, 0 to 1. */
function pairOverlap(query: string, text: string): number {
  const chars = Array.from(query);
  if (chars.length < 2) return 0;
  const pairs = chars.slice(1).map((char, index) => `${chars[index]}${char}`);
  return pairs.filter((pair) => text.includes(pair)).length / pairs.length;
}

const NAME_BONUS: Readonly<Record<Term['kind'], number>> = { keyword: 2, name: 1, core: 1, phrase: 0 };

function scoreHan(query: string, like: string, term: Term): number {
  const direct = Math.max(fit(query, term.plain, 95, 84, 70), fit(like, term.like, 92, 82, 68));
  if (direct > 0) return direct;
  if (query.length >= 2 && isSubsequence(like, term.like)) return 50;
  // A whole sentence was typed and the word stands in it.
  if (term.plain.length >= 2 && like.includes(term.like)) return 40 + Math.min(term.plain.length, 15);
  const overlap = pairOverlap(like, term.like);
  return overlap > 0 ? 10 + 20 * overlap : 0;
}

/** Characters read in another way than the word wants, and ü in other spellings. */
const OTHERWISE: Readonly<Record<SoundMatch, number>> = { whole: 77, start: 57, inside: 42 };

function scoreLatin(query: string, term: Term): number {
  const code = fit(query, term.code.toLowerCase().replace('-', ''), 100, 88, 0);
  const { sounds, initials, full } = spell(term);
  const direct = Math.max(
    code,
    fit(query, initials, 94, 80, 60),
    fit(query, full, 93, 79, 45),
    fit(query, term.plain, 95, 84, 70),
  );
  if (direct > 0) return direct;
  const heard = soundMatch(sounds, typedLetters(query) ?? query);
  return heard === null ? 0 : OTHERWISE[heard];
}

/** Matters that fit what was typed so far, best first; the whole catalogue in its order for an empty query. */
export function searchMatters(catalogue: Catalogue, query: string, limit = 10): MatterHit[] {
  const plain = plainText(query);
  if (plain === '')
    return catalogue.matters.slice(0, limit).map((matter) => ({ matter, matched: matter.name, score: EVERYTHING }));
  const terms = matterTerms(catalogue);
  const latin = LATIN.test(plain);
  const like = likeText(plain);
  // Half typed with the pinyin keyboard, e.g. 低b: compared by sound.
  const spelled = !latin && /[a-z]/.test(plain) ? spellingOf(soundsOf(plain)) : '';
  const best = new Map<string, { score: number; matched: string }>();
  for (const term of terms.all) {
    const fits = latin ? scoreLatin(plain, term) : scoreHan(plain, like, term);
    const heard = spelled === '' ? 0 : fit(spelled, spell(term).full, 90, 78, 0);
    const score = Math.max(fits, heard);
    if (score === 0) continue;
    const weighed = score + NAME_BONUS[term.kind];
    if (weighed > (best.get(term.code)?.score ?? 0)) best.set(term.code, { score: weighed, matched: term.shown });
  }
  const rank = (code: string) => terms.rank.get(code) ?? 0;
  return [...best]
    .sort(([codeA, a], [codeB, b]) => b.score - a.score || rank(codeA) - rank(codeB))
    .slice(0, limit)
    .flatMap(([code, { score, matched }]) => {
      const matter = catalogue.matter(code);
      return matter ? [{ matter, matched, score: Math.min(score, 100) }] : [];
    });
}
