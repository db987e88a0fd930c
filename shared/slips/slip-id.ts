/** The ID cell of a slip: what is kept, and what a person must look at. Nothing is corrected. */
import type { LocalDate } from '../domain/brands.ts';
import { checkIdNumber } from '../domain/identity.ts';
import { type Cell, cellText } from './cells.ts';
import type { SlipReasonCode } from './reasons.ts';

export interface IdReading {
  /** The number as kept; null when there is none or its digits are lost. */
  readonly id: string | null;
  readonly problems: readonly SlipReasonCode[];
  /** A number that would check, to be confirmed by a person. */
  readonly suggestion: string | null;
}

/** A double keeps 15 digits for certain; of longer numbers Excel has thrown the last digits away. */
const CERTAIN_BELOW = 1e15;
const SCIENTIFIC = /^\d(?:[.]\d+)?e\+?\d{1,2}$/iu;
const NUMBER_RUN = /(?<![\dXx])(?:\d{17}[\dXx]|\d{15})(?![\dXx])/gu;

/** What a spreadsheet leaves of a number of 18 digits: of a thousand true ones one ends so, and one in eleven of the others checks. */
const ROUNDED = /^\d{15}000$/u;

const lost: IdReading = { id: null, problems: ['id-lost-digits'], suggestion: null };

/** Two numbers in one cell, each of its own length, with something between them. */
function holdsTwo(text: string): boolean {
  const runs = text.match(NUMBER_RUN) ?? [];
  return runs.length > 1;
}

/** Reads the ID cell. `today` is the day the slip was handed in: a birth after it is impossible. Never throws. */
export function readSlipId(cell: Cell, today: LocalDate): IdReading {
  if (cell.kind === 'error') return { id: null, problems: ['cell-error'], suggestion: null };
  if (cell.kind === 'picture') return { id: null, problems: ['cell-picture'], suggestion: null };
  if (cell.kind === 'number' && Math.abs(cell.value) >= CERTAIN_BELOW) return lost;
  const text = cellText(cell);
  if (SCIENTIFIC.test(text.replace(/\s/gu, ''))) return lost;
  if (holdsTwo(text)) return { id: null, problems: ['id-two'], suggestion: null };
  const check = checkIdNumber(text, today);
  const problems: SlipReasonCode[] = check.problems
    .map((problem) => problem.code)
    .filter((code) => code !== 'id-address');
  if (ROUNDED.test(check.number)) problems.push('id-rounded');
  return {
    id: check.number === '' ? null : check.number,
    problems,
    suggestion: check.suggestion ?? withoutRemark(text, today),
  };
}

/** The one number among other words (户主, 本人, a phone), where it checks. */
function withoutRemark(text: string, today: LocalDate): string | null {
  const [bare, ...others] = text.replace(/(?<=[\dXx])[^\S\n]+(?=[\dXx])/gu, '').match(NUMBER_RUN) ?? [];
  if (bare === undefined || others.length > 0 || bare === text) return null;
  const { verdict, number } = checkIdNumber(bare, today);
  return verdict === 'ok' || verdict === 'warn' ? number : null;
}
