/**
 * Citizen ID numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015). A check advises, it never edits: what was typed is
 * kept apart from its spelling (full width, spaces, x), and a suggestion is offered, not taken.
 */
import type { LocalDate } from '../base/brands.ts';
import { localDate } from '../base/local-date.ts';
import type { Problem } from '../base/problem.ts';

export type Sex = 'male' | 'female';

/** Codes of what may be wrong with an ID number, and the sentence for each. */
export const ID_PROBLEMS = {
  'id-missing': '没有身份证号码',
  'id-length': '身份证号码应为18位',
  'id-characters': '身份证号码里有不该有的字符',
  'id-letters': '身份证号码里的字母 O、l 可能是数字 0、1',
  'id-15': '15位旧号码不能用于新申报，请核对18位号码',
  'id-birth': '身份证号码里的出生日期不存在',
  'id-birth-future': '身份证号码里的出生日期还没有到',
  'id-checksum': '身份证号码校验位不对，请核对',
  'id-birth-old': '按身份证号码已超过120岁，请核对',
  'id-address': '身份证号码的前6位不是本县的代码',
} as const;
type IdProblemCode = keyof typeof ID_PROBLEMS;

/** Problems that only warn: the number can be right all the same (STANDARDS §10: never reject on the address code). */
const WARNINGS: ReadonlySet<IdProblemCode> = new Set(['id-birth-old', 'id-address']);

export interface IdCheck {
  /** missing: nothing typed; bad: keep it, but a person must look; warn: usable, worth a look; ok. */
  readonly verdict: 'ok' | 'warn' | 'bad' | 'missing';
  /** What was typed in plain spelling: half width, no spaces or dashes, capital X. Empty when missing. */
  readonly number: string;
  readonly problems: readonly Problem<IdProblemCode>[];
  /** From a number of 18 or 15 digits whose date exists; null otherwise, and before 1900. */
  readonly birth: LocalDate | null;
  readonly sex: Sex | null;
  /** A number that would check: the 18-digit form of an old number, or digits in place of letters. For a person to confirm. */
  readonly suggestion: string | null;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARS = '10X98765432';
const OLDEST_YEARS = 120;

/** Yuanling is 431222 since 1997; people registered before carry 433022 (怀化地区沅陵县). Both are home. */
const HOME_CODES: ReadonlySet<string> = new Set(['431222', '433022']);

/** Returns whether an ID number was given in this county. */
export const isHomeNumber = (number: string): boolean => HOME_CODES.has(number.slice(0, 6));

/** What spreadsheets and people put around digits: quotes, separators, and invisible characters. */
const NOISE = /[\s\p{Cf}\p{Cc}'"`´‘’“”′‐‑‒–—―−_.,。、:;·-]/gu;

/** Plain spelling of an ID number: half width, without spaces, dashes, quotes and invisible characters, capital X at the end. */
export function normaliseIdNumber(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/^\s*(公民)?身份证?(件)?(号码|号)?\s*[:]/u, '')
    .replace(NOISE, '');
  // A last x, × or Cyrillic Х was meant as X.
  return plain.replace(/[x×✕✖╳ХхΧ]$/u, 'X');
}

/** The check character of 17 digits (ISO 7064 MOD 11-2). */
export function idCheckCharacter(digits17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits17[index]), 0);
  return CHECK_CHARS.charAt(sum % 11);
}

/** The 18-digit form of an old 15-digit number; such numbers were given to people born in the 1900s. */
function modernForm(old: string): string {
  const digits = `${old.slice(0, 6)}19${old.slice(6)}`;
  return digits + idCheckCharacter(digits);
}

function digitsForLetters(number: string): string {
  return number.replace(/[OoQD]/g, '0').replace(/[IiLl|!]/g, '1');
}

function isLongPast(year: number, month: number, day: number): boolean {
  // localDate knows 1900 to 2199; 1880 and 2280 have the same leap years but for 1700, 1900 and 2100, which are far enough away.
  return year >= 1800 && year < 1900 && localDate(year + 400 > 2199 ? year + 200 : year + 400, month, day) !== null;
}

interface Facts {
  readonly problems: IdProblemCode[];
  readonly birth: LocalDate | null;
  readonly sex: Sex | null;
}

/** What the 18 characters say, apart from the spelling. */
function readModern(number: string, today: LocalDate): Facts {
  const problems: IdProblemCode[] = [];
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [
    number,
    number,
    number,
  ];
  const birth = localDate(year, month, day);
  if (birth === null) problems.push(isLongPast(year, month, day) ? 'id-birth-old' : 'id-birth');
  else if (birth > today) problems.push('id-birth-future');
  else if (Number(today.slice(0, 4)) - year > OLDEST_YEARS) problems.push('id-birth-old');
  if (idCheckCharacter(number) !== number.charAt(17)) problems.push('id-checksum');
  if (!isHomeNumber(number)) problems.push('id-address');
  return { problems, birth, sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female' };
}

function spellingProblem(number: string): IdProblemCode {
  const digits = digitsForLetters(number);
  if (digits !== number && /^(\d{17}[\dX]|\d{15})$/.test(digits)) return 'id-letters';
  return /^\d*X?$/.test(number) ? 'id-length' : 'id-characters';
}

/** Checks an ID number as typed. `today` only serves to see a birth that has not happened yet. Never throws. */
export function checkIdNumber(text: string, today: LocalDate): IdCheck {
  const number = normaliseIdNumber(text);
  const report = (facts: Facts, suggestion: string | null = null): IdCheck => ({
    verdict: facts.problems.some((code) => !WARNINGS.has(code)) ? 'bad' : facts.problems.length > 0 ? 'warn' : 'ok',
    number,
    problems: facts.problems.map((code) => ({ code, message: ID_PROBLEMS[code] })),
    birth: facts.birth,
    sex: facts.sex,
    suggestion,
  });
  // 无, 没带, / and the like: words in place of a number.
  if (!/\d/.test(number))
    return { ...report({ problems: ['id-missing'], birth: null, sex: null }), number: '', verdict: 'missing' };
  if (/^\d{17}[\dX]$/.test(number)) return report(readModern(number, today));
  if (/^\d{15}$/.test(number)) {
    const modern = modernForm(number);
    const facts = readModern(modern, today);
    return report(
      { ...facts, problems: ['id-15', ...facts.problems] },
      facts.problems.includes('id-birth') ? null : modern,
    );
  }
  const problem = spellingProblem(number);
  const guess = problem === 'id-letters' ? checkIdNumber(digitsForLetters(number), today) : null;
  const suggestion = guess && guess.verdict !== 'bad' ? guess.number : (guess?.suggestion ?? null);
  return report({ problems: [problem], birth: null, sex: null }, suggestion);
}

/** Birth date and sex of a number that was kept; nulls when it does not tell them. */
export function factsOfIdNumber(number: string): { readonly birth: LocalDate | null; readonly sex: Sex | null } {
  const { birth, sex } = checkIdNumber(number, '2199-12-31' as LocalDate);
  return { birth, sex: birth === null ? null : sex };
}

/** Whole years lived on that day; people born on 29 February have their birthday on 1 March in common years. */
export function ageOn(birth: LocalDate, on: LocalDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

const CREDIT_CHARS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Codes of what may be wrong with a unified social credit code, and the sentence for each. */
export const CREDIT_PROBLEMS = {
  'credit-length': '统一社会信用代码应为18位',
  'credit-characters': '统一社会信用代码里有不该有的字符（没有 I、O、S、V、Z）',
  'credit-checksum': '统一社会信用代码校验位不对，请核对',
} as const;
export type CreditCodeProblem = keyof typeof CREDIT_PROBLEMS;

/** Plain spelling of a number with letters: half width, capitals, without spaces, dashes, quotes and invisible characters. */
export function normaliseNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(NOISE, '')
    .replace(/[a-z]/gu, (letter) => letter.toUpperCase());
}

/** The check character of the first 17 of a credit code (GB 32100-2015); null where one of them is none of its characters. */
export function creditCheckCharacter(chars17: string): string | null {
  const values = Array.from(chars17, (char) => CREDIT_CHARS.indexOf(char));
  if (values.length !== CREDIT_WEIGHTS.length || values.includes(-1)) return null;
  const sum = CREDIT_WEIGHTS.reduce((total, weight, index) => total + weight * (values[index] ?? 0), 0);
  return CREDIT_CHARS.charAt((31 - (sum % 31)) % 31);
}

/** Checks a unified social credit code; null problem = good. `code` is its plain spelling. */
export function checkCreditCode(text: string): {
  readonly code: string;
  readonly problem: Problem<CreditCodeProblem> | null;
} {
  const code = normaliseNumber(text);
  const bad = (problem: CreditCodeProblem) => ({ code, problem: { code: problem, message: CREDIT_PROBLEMS[problem] } });
  if (code.length !== 18) return bad('credit-length');
  const check = creditCheckCharacter(code.slice(0, 17));
  if (check === null || !CREDIT_CHARS.includes(code.charAt(17))) return bad('credit-characters');
  return check === code.charAt(17) ? { code, problem: null } : bad('credit-checksum');
}
