/** One cell of an OpenDocument sheet: its paragraphs, its remark, its value. OpenDocument 1.3 part 3, §5, §6.1 and §19.385. */
import { localDate } from '../../shared/base/local-date.ts';
import { type Cell, EMPTY_CELL } from '../../shared/slips/cells.ts';
import type { Budget } from './budget.ts';
import { numberCell, textCell, unknownResult } from './cell-values.ts';
import type { NumberFormat, OdsStyles } from './ods-styles.ts';
import type { Attributes } from './xml.ts';

/** Blanks that an element stands for: more than people write. */
const MAX_BLANKS = 1000;

/** Gathers paragraphs. What is outside of them is no text: the author of a comment, and its time. */
export class OdsText {
  readonly #styles: OdsStyles;
  readonly #budget: Budget;
  readonly #lines: string[] = [];
  readonly #runs: boolean[] = [];
  #line: string | null = null;
  /** Whether the line ends in a blank or is empty. Not asked of the line itself: it grows by pieces, and each look at it puts it together. */
  #afterBlank = true;
  #struck = false;

  constructor(styles: OdsStyles, budget: Budget) {
    this.#styles = styles;
    this.#budget = budget;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'p' || name === 'h') {
      this.#line = '';
      this.#afterBlank = true;
      this.#runs.push(this.#styles.isStruck('paragraph', attributes['style-name']));
    } else if (name === 'span') this.#runs.push(this.#styles.isStruck('text', attributes['style-name']));
    else if (this.#line === null) return;
    else if (name === 's') this.#addBlank(' '.repeat(Math.max(1, Math.min(Number(attributes['c']) || 1, MAX_BLANKS))));
    else if (name === 'tab') this.#addBlank('\t');
    else if (name === 'line-break') this.#addBlank('\n');
  }

  #addBlank(blank: string): void {
    // Of all that stands in a cell only this is longer than what it is written with.
    this.#budget.takeCharacters(blank.length);
    this.#line = (this.#line ?? '') + blank;
    this.#afterBlank = true;
  }

  text(text: string, path: readonly string[]): void {
    // The phonetic guide above characters.
    if (this.#line === null || path.includes('ruby-text')) return;
    const plain = text.replace(/[ \t\r\n]+/gu, ' ');
    const added = this.#afterBlank ? plain.trimStart() : plain;
    this.#line += added;
    if (added !== '') this.#afterBlank = added.trimEnd() !== added;
    if (this.#runs.includes(true) && plain.trim() !== '') this.#struck = true;
  }

  close(name: string): void {
    if (name !== 'p' && name !== 'h' && name !== 'span') return;
    this.#runs.pop();
    if (name === 'span' || this.#line === null) return;
    this.#lines.push(this.#line);
    this.#line = null;
  }

  get read(): string {
    return this.#lines.join('\n');
  }

  /** Some of it is struck out. */
  get struck(): boolean {
    return this.#struck;
  }
}

export interface OdsCell {
  readonly attributes: Attributes;
  readonly text: OdsText;
  readonly comment: OdsText;
  /** By the cell's own style, or that of its row or column. */
  readonly struck: boolean;
  readonly format: NumberFormat;
}

const ERROR = /^(?:#[A-Z][A-Z/0]*[!?]?|Err:\d{3})$/u;

/** `PT08H30M00S` in days; NaN for what is none. */
function daysOf(duration: string | undefined): number {
  const match = /^PT?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/u.exec(duration ?? '');
  if (match === null) return Number.NaN;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return days + (hours + (minutes + seconds / 60) / 60) / 24;
}

const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');

/** What is seen of a number. Some programs write the bare number there and leave its format to the program that opens the file. */
function shownOf(value: number, seen: string, { kind, leastDigits }: NumberFormat): string | null {
  if (seen !== '' && seen !== String(value)) return seen;
  if (kind === 'time') return `${two(value * 24)}:${two(Math.round(value * 1440) % 60)}`;
  return Number.isInteger(value) && value >= 0 && leastDigits > 1 ? String(value).padStart(leastDigits, '0') : null;
}

function valueOf({ attributes, text, format }: OdsCell, date1904: boolean): Cell {
  const seen = text.read;
  const formula = attributes['formula']?.replace(/^\w+:(?==)/u, '');
  if (formula !== undefined && ERROR.test(seen.trim())) return { kind: 'error', text: seen.trim() };
  switch (attributes['value-type']) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const value = Number(attributes['value'] || Number.NaN);
      if (Number.isNaN(value)) return textCell(seen);
      return numberCell(value, { kind: format.kind, date1904, shown: () => shownOf(value, seen, format) });
    }
    case 'date': {
      const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/u.exec(attributes['date-value'] ?? '') ?? [];
      const date = localDate(Number(year), Number(month), Number(day));
      return date === null ? textCell(seen) : { kind: 'date', date };
    }
    case 'time': {
      const value = daysOf(attributes['time-value']);
      return Number.isNaN(value) ? textCell(seen) : numberCell(value, { kind: 'time', date1904, shown: () => seen });
    }
    case 'boolean':
      return { kind: 'text', text: attributes['boolean-value'] === 'true' ? 'TRUE' : 'FALSE' };
    case 'string':
      return textCell(attributes['string-value'] || seen);
    default:
      return formula === undefined || seen !== '' ? textCell(seen) : unknownResult(formula);
  }
}

/** The cell with everything that is known of it. */
export function readOdsCell(cell: OdsCell, date1904: boolean): Cell {
  const plain = valueOf(cell, date1904);
  const comment = cell.comment.read.trim();
  const empty = plain.kind === 'empty';
  if (empty) return comment === '' ? EMPTY_CELL : { ...plain, comment };
  return {
    ...plain,
    ...(cell.attributes['formula'] !== undefined && { formula: true }),
    ...((cell.struck || cell.text.struck) && { struck: true }),
    ...(comment !== '' && { comment }),
  };
}
