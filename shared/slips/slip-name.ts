/** Names as people write them: blanks between the characters, a remark in brackets, two people in one cell. */
import { surnameLength } from '../person/masking.ts';
import { singleBlanks, withoutEnd } from '../outside/ends.ts';
import { COMMON_SURNAMES } from './common-surnames.ts';
import { isNotTrueName } from './not-true-names.ts';

export interface NameReading {
  /** As kept; null when there is none. */
  readonly name: string | null;
  readonly problem: 'name-missing' | 'name-two' | 'name-odd' | null;
  /** Of `name-two`: only surnames and blanks tell, so that it may be one person all the same (刘李金玉). */
  readonly guessed?: true;
}

const HAN = /^\p{Script=Han}+$/u;
/** Longest name of Han characters without a dot that is not looked at twice. */
const LONGEST_HAN = 4;
const MAX_KEPT = 50;
const DOTS = /\s?[·•・‧∙⋅．･.]\s?/gu;
const NONE = /^(?:无|没有|不详|[-—/\\]+)$/u;
/** Between two names, whatever stands beside them. */
const BETWEEN = /[、,;/&+|\n\r]|[\\]/u;
const AND = /和|与|及|跟/u;
const MORE_PEOPLE =
  /等\s?\d{0,3}\s?[人户]|[两二三四五六七八九十\d]\s?人|夫妇|夫妻|(?:一家|全家)(?:[人\d(]|$)|兄弟|姐妹|父子|母子|父女|母女|两口子/u;
/** Remarks in brackets that say nothing about the person. */
const HARMLESS = /^(?:户主|本人|男|女|老人|五保|低保|低保户|贫困户|残疾|党员|\d{1,3}岁?|[一二三四五六七八九十\d]+组)$/u;
/** 舒满 女: what stands beside the name, apart from it. */
const BESIDE = /\p{Script=Han}{2}\s(?:男|女)$/u;
/** Runs of blanks are one; a dot between the parts of a name is kept as ·. */
function tidy(text: string): string {
  return singleBlanks(
    text
      .normalize('NFKC')
      .replace(/[\p{Cf}\u200b"“”'‘’`]/gu, '')
      .trim(),
  )
    .replace(/(?<=\p{Script=Han})\s?[·•・‧∙⋅･.]\s?(?=\p{Script=Han})/gu, '·')
    .replace(DOTS, '·');
}

const joined = (text: string): string => text.replace(/\s+/gu, '');
/** Blanks between Chinese characters mean nothing; between the words of another script they part the name: John Smith. */
export const withWords = (text: string): string =>
  text.replace(/\s+/gu, ' ').replace(/(?<!\p{Script=Latin}) | (?!\p{Script=Latin})/gu, '');
const isName = (part: string): boolean => {
  const { length } = Array.from(part);
  return HAN.test(part) && length >= 2 && length <= LONGEST_HAN;
};

/** 宋 金英, 欧阳 锋 and 张  三 are one person; 宋国发 钟玉 are two. */
function blanksSeparatePeople(text: string): boolean {
  const parts = text.split(/\s+/u);
  if (parts.length < 2 || !parts.every((part) => HAN.test(part))) return false;
  const whole = parts.join('');
  // Every character set apart, or a surname set apart from a given name.
  if (parts.every((part) => part.length === 1)) return false;
  if (parts.length === 2 && (parts[0]?.length ?? 0) <= surnameLength(whole)) return false;
  return parts.filter((part) => part.length >= 2).length >= 2 || whole.length > LONGEST_HAN;
}

/** 宋国发.钟玉: what stands on both sides of the dot has a common surname and the length of a whole name; 阿里木·买买提 is one person. */
function dotSeparatesPeople(text: string): boolean {
  const parts = joined(text).split('·');
  return (
    parts.length > 1 && parts.every((part) => isName(part) && part.length <= 3 && COMMON_SURNAMES.has(part.charAt(0)))
  );
}

/** What stands between two people or says that there are more of them. */
function saysTwoPeople(text: string): boolean {
  const parts = text
    .split(BETWEEN)
    .map(joined)
    .filter((part) => part !== '');
  if (parts.length > 1) return true;
  if (MORE_PEOPLE.test(text)) return true;
  const [left = '', right = '', ...rest] = joined(text).split(AND);
  return rest.length === 0 && isName(left) && isName(right);
}

/** Two surnames at the right places, or names apart: it looks like two people. */
function looksLikeTwoPeople(text: string): boolean {
  const [first = '', second = '', third = '', ...others] = Array.from(joined(text));
  const paired = others.length === 1 && surnameLength(joined(text)) === 1 && second !== third;
  if (paired && COMMON_SURNAMES.has(first) && COMMON_SURNAMES.has(third)) return true;
  return dotSeparatesPeople(text) || blanksSeparatePeople(text);
}

/** Reads the name cell of a slip. Never throws. */
export function readSlipName(text: string): NameReading {
  const clean = tidy(text).replace(/^(?:姓名|申请人|户主)\s*[:]\s*/u, '');
  if (clean === '' || NONE.test(clean)) return { name: null, problem: 'name-missing' };
  // Kept as written: a person parts it, and should see what the agent saw.
  const asWritten = text.trim().replace(/\s+/gu, ' ').slice(0, MAX_KEPT);
  if (saysTwoPeople(clean)) return { name: asWritten, problem: 'name-two' };
  if (looksLikeTwoPeople(clean)) return { name: asWritten, problem: 'name-two', guessed: true };
  const bracket = /^([^(【[]*)[(【[]([^)】\]]*)[)】\]]?$/u.exec(clean);
  const bare = withoutEnd(withWords(bracket?.[1] ?? clean), '。,、·:;');
  const whole = withWords(text).slice(0, MAX_KEPT);
  if (BESIDE.test(clean)) return { name: whole, problem: 'name-odd' };
  if (bracket && !HARMLESS.test(joined(bracket[2] ?? ''))) return { name: whole, problem: 'name-odd' };
  if (bare === '') return { name: null, problem: 'name-missing' };
  const parts = bare.split('·');
  const good = parts.length > 1 ? parts.every((part) => HAN.test(part)) : isName(bare) && !isNotTrueName(bare);
  return good && bare.length <= MAX_KEPT
    ? { name: bare, problem: null }
    : { name: bare.slice(0, MAX_KEPT), problem: 'name-odd' };
}
