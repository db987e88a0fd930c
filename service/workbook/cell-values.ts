/** Stored values as cells, the same for every kind of workbook. */
import { localDate } from '../../shared/base/local-date.ts';
import { withoutEnds } from '../../shared/outside/ends.ts';
import { type Cell, EMPTY_CELL } from '../../shared/slips/cells.ts';
import { NO_RESULT } from './prepared-rows.ts';
import type { FormatKind } from './xlsx-styles.ts';

/** WPS and Excel keep a picture that is set into a cell as a formula. */
const PICTURE = /^=?(?:_xlfn\.|_xlws\.)*(?:DISPIMG|IMAGE)\(/iu;

/** A formula that only quotes a text tells its result itself, also where the program that wrote the file stored none. */
const QUOTED_TEXT = /^=?"((?:[^"]|"")*)"$/u;

export function textCell(text: string): Cell {
  if (PICTURE.test(text.trim())) return { kind: 'picture' };
  return text.trim() === '' ? EMPTY_CELL : { kind: 'text', text };
}

/** A formula whose result the file does not hold. */
export function unknownResult(formula: string): Cell {
  if (PICTURE.test(formula)) return { kind: 'picture' };
  const quoted = QUOTED_TEXT.exec(formula)?.[1];
  return quoted === undefined ? { kind: 'error', text: NO_RESULT } : textCell(quoted.replaceAll('""', '"'));
}

/** A formula that failed: that of a picture shows it all the same, in programs that know the formula. */
export function failed(formula: string | null, error: string): Cell {
  return formula !== null && PICTURE.test(formula) ? { kind: 'picture' } : { kind: 'error', text: error };
}

/** The last day of the year 9999 as spreadsheets count. Larger numbers under a date's format are phones. */
const LAST_DAY = 2_958_465;
/** From 1 January 1904 to the day that the other count calls 0. */
const DAYS_TO_1904 = 1462;
/** Until here the 1900 count has one day too few: it knows a 29 February 1900. */
const WRONG_LEAP_DAY = 60;
const MS_PER_DAY = 86_400_000;

/** A day by its number in the 1900 or the 1904 count; null where there is none. */
function dayCell(serial: number, date1904: boolean): Cell | null {
  const days = Math.floor(serial) + (date1904 ? DAYS_TO_1904 : 0);
  if (days < 1 || days > LAST_DAY) return null;
  const day = new Date(Date.UTC(1899, 11, days < WRONG_LEAP_DAY ? 31 : 30) + days * MS_PER_DAY);
  const date = localDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
  return date === null ? null : { kind: 'date', date };
}

const digitsOf = (text: string): string => withoutEnds(text.replace(/\D/gu, ''), '0');

export interface NumberShape {
  readonly kind: FormatKind;
  readonly date1904: boolean;
  /** What the cell shows; null where its format shows the number as it is. Asked for only where it may matter. */
  shown(): string | null;
}

/** A number with its format: a day, or a number, with what is shown of it where its format adds noughts, points or words. */
export function numberCell(value: number, { kind, date1904, shown }: NumberShape): Cell {
  if (!Number.isFinite(value)) return { kind: 'error', text: String(value) };
  if (kind === 'date') return dayCell(value, date1904) ?? { kind: 'number', value };
  const text = shown()?.trim();
  const plain: Cell = { kind: 'number', value, ...(date1904 && { from1904: true }) };
  if (text === undefined) return plain;
  if (kind === 'time') return value < 1 ? textCell(text) : plain;
  // Rounded, scaled or in powers of ten: what is stored says more.
  const same = text !== String(value) && digitsOf(text) === digitsOf(String(value));
  return same ? { ...plain, shown: text } : plain;
}
