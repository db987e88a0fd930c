/** The number of an identity paper, read by the check of that paper. A check advises; nothing is corrected. */
import type { LocalDate } from '../base/brands.ts';
import { type ApplicantKind, type Paper, PAPERS, paperSpec } from './applicant.ts';
import { type IdCheck, checkCreditCode, checkIdNumber, normaliseNumber } from './identity.ts';
import { type PersonProblem, type PersonProblemCode, personProblem } from './problems.ts';

/** As of an ID number, with the problems of any paper. Birth and sex are known of a resident ID alone. */
export interface NumberCheck extends Omit<IdCheck, 'problems'> {
  readonly problems: readonly PersonProblem[];
}

function answer(number: string, code: PersonProblemCode | null): NumberCheck {
  const missing = code === 'number-missing';
  return {
    verdict: code === null ? 'ok' : missing ? 'missing' : 'bad',
    number: missing ? '' : number,
    problems: code === null ? [] : [personProblem(code)],
    birth: null,
    sex: null,
    suggestion: null,
  };
}

/** Checks the number of a paper as typed. `today` only serves to see a birth that has not happened yet. Never throws. */
export function checkNumber(paper: Paper, text: string, today: LocalDate): NumberCheck {
  if (paper === 'resident-id') return checkIdNumber(text, today);
  const number = normaliseNumber(text);
  // 无, 没带, / and the like: words in place of a number.
  if (!/\d/u.test(number)) return answer('', 'number-missing');
  if (paper === 'none') return answer(number, 'number-none');
  if (paper === 'credit-code') return answer(number, checkCreditCode(number).problem?.code ?? null);
  return answer(number, paperSpec(paper).written?.test(number) === false ? 'number-odd' : null);
}

/** Passports of the country itself, whose form no other number has. */
const OWN_PASSPORT = /^(?:[DEGPS]\d{8}|[DEPS][A-Z]\d{7})$/u;

/**
 * A mistyped ID number passes the check of a credit code once in thirty-one times: what may be one is left to its own check. Codes of companies begin
 * with 9, as no place of the country does.
 */
const LIKE_ID = /^[0-8]\d{16}[\dX]$/u;

/**
 * The paper that a number tells by itself where it is no resident ID: a credit code by its check character, a permit or passport by its letters. null:
 * a resident ID, good or bad, or a number that says nothing.
 */
export function recognisedPaper(text: string): Paper | null {
  const number = normaliseNumber(text);
  if (!LIKE_ID.test(number) && checkCreditCode(number).problem === null) return 'credit-code';
  if (PAPERS['hk-macao-permit'].written.test(number)) return 'hk-macao-permit';
  return OWN_PASSPORT.test(number) ? 'passport' : null;
}

/** By the body that registers and the kind of organisation, the first two characters of a credit code (GB 32100-2015, annex). */
const KIND_OF_CODE: Readonly<Record<string, ApplicantKind>> = {
  '91': 'enterprise',
  '92': 'sole-trader',
  '93': 'cooperative',
  '54': 'village-committee',
  '55': 'village-committee',
};

/** The kind of applicant that a recognised number tells. */
export const kindOfNumber = (paper: Paper, number: string): ApplicantKind =>
  paper === 'credit-code' ? (KIND_OF_CODE[normaliseNumber(number).slice(0, 2)] ?? 'other') : 'person';
