/**
 * Cells of a text whose cells are parted by a separator: a csv file, or what a spreadsheet program puts on the clipboard (parted by tabs).
 *
 * A cell that holds the separator, a quote or a line break stands in quotes, with the quotes inside doubled (RFC 4180). People also write
 * quotes bare: `"` alone in a cell repeats the cell above, `3"` is an inch. So a quote at a cell's start opens a quoted cell only if a quote
 * before the next separator or line end closes it, and where that can be read in two ways, the reading counts whose rows are as wide as the
 * table:
 *
 *     11.20 TAB 符红娥 TAB 低保          three rows of three cells; read as a quoted cell, the two marks
 *     "     TAB 吴春桂 TAB 医保          would make one row of the last two, with 吴春桂 in the cell
 *     "     TAB 陈娥满 TAB 残疾证        of the date
 */

export interface SeparatedRow {
  /** Number of the row as a spreadsheet program shows it, from 1. */
  readonly row: number;
  readonly fields: readonly string[];
}

/** How quotes at the start of a cell are taken, most usual first. */
const READINGS = [
  /** A quote alone in its cell is a mark, others open a quoted cell. */
  { marks: true, breaks: true },
  /** Every quote opens a quoted cell that some quote closes: the cell may begin with a separator or a line break. */
  { marks: false, breaks: true },
  /** As the first, and no cell goes over the end of its line. */
  { marks: true, breaks: false },
] as const;
type Reading = (typeof READINGS)[number];

/** Longest text that a cell of a spreadsheet holds; a quote that opens more opens nothing. */
const MAX_CELL = 32_767;
/** Most cells that a row of a spreadsheet holds; what stands further right is kept as one. */
const MOST_CELLS = 16_384;
/** Rows by which the width of the table is told. */
const MEASURED_ROWS = 200;

interface Taken {
  readonly fields: string[];
  /** Where the next row begins. */
  readonly next: number;
  /** Another reading may come to something else. */
  readonly doubtful: boolean;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const WIDE_SPACE = 0x3000;

const isBreak = (code: number): boolean => code === LINE_FEED || code === RETURN;

/** Past blanks around a quoted cell. */
function skipBlanks(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code === SPACE || code === WIDE_SPACE; code = text.charCodeAt(end)) end += 1;
  return end;
}

/** Codes of characters, as strings of one character cost too much in files of 20 MB. */
function endsCell(text: string, at: number, separator: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === separator || isBreak(code);
}

/** Index of the quote that closes the cell opened at `open`, or -1: the first that is not doubled, if its cell ends there. */
function closingQuote(text: string, open: number, separator: number): number {
  const last = open + MAX_CELL;
  for (let at = text.indexOf('"', open + 1); at >= 0 && at < last; at = text.indexOf('"', at + 2))
    if (text.charCodeAt(at + 1) !== QUOTE) return endsCell(text, skipBlanks(text, at + 1), separator) ? at : -1;
  return -1;
}

function holdsBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isBreak(text.charCodeAt(at))) return true;
  return false;
}

/** The row that begins at `start`, under one reading. */
function takeRow(text: string, start: number, separator: number, reading: Reading): Taken {
  const fields: string[] = [];
  let doubtful = false;
  let at = start;
  for (;;) {
    const first = skipBlanks(text, at);
    let end = at;
    let field: string | null = null;
    const close = text.charCodeAt(first) === QUOTE ? closingQuote(text, first, separator) : -1;
    if (close >= 0) {
      const mark = endsCell(text, skipBlanks(text, first + 1), separator);
      const breaks = holdsBreak(text, first, close);
      doubtful ||= mark || breaks;
      if (!(mark && reading.marks) && (reading.breaks || !breaks)) {
        field = text.slice(first + 1, close).replaceAll('""', '"');
        end = skipBlanks(text, close + 1);
      }
    }
    if (field === null) {
      while (!endsCell(text, end, separator)) end += 1;
      field = text.slice(at, end);
    }
    fields.push(field);
    if (fields.length === MOST_CELLS) {
      const rest = end;
      while (end < text.length && !isBreak(text.charCodeAt(end))) end += 1;
      fields.push(text.slice(rest, end).replaceAll(String.fromCharCode(separator), ''));
    }
    if (end >= text.length || text.charCodeAt(end) !== separator) {
      const pair = text.charCodeAt(end) === RETURN && text.charCodeAt(end + 1) === LINE_FEED;
      return { fields, next: end + (pair ? 2 : 1), doubtful };
    }
    at = end + 1;
  }
}

const says = (fields: readonly string[]): boolean => fields.some((field) => field.trim() !== '');

/** How many of the rows up to `end` are not `width` cells wide. */
function oddRows(text: string, from: number, end: number, separator: number, reading: Reading, width: number): number {
  let odd = 0;
  for (let at = from; at < end;) {
    const { fields, next } = takeRow(text, at, separator, reading);
    if (fields.length !== width && says(fields)) odd += 1;
    at = next;
  }
  return odd;
}

/**
 * The row under the reading that leaves most rows as wide as the table. Of two equally good ones the more usual counts; between tabs, which
 * no cell holds, lines that are each as wide as the table are rows, however their quotes pair.
 */
function likelyRow(text: string, at: number, separator: number, width: number): Taken {
  const taken = READINGS.map((reading) => takeRow(text, at, separator, reading));
  const [usual] = taken as [Taken];
  if (!usual.doubtful) return usual;
  const end = Math.max(...taken.map((each) => each.next));
  const odd = READINGS.map((reading) => oddRows(text, at, end, separator, reading, width));
  const least = Math.min(...odd);
  const lines = taken.at(-1) as Taken;
  if (separator === TAB && width > 2 && odd.at(-1) === least) return lines;
  return taken[odd.indexOf(least)] ?? usual;
}

/** The commonest number of cells of the first rows that hold more than one. */
export function widthOf(rows: readonly { readonly length: number }[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 1;
  for (const [length, count] of counts) if (count > (counts.get(width) ?? 0)) width = length;
  return width;
}

/** Where the line after an empty one begins; -1 for a line that holds more than separators and blanks. */
function afterEmptyLine(text: string, start: number, separator: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) return at + (code === RETURN && text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1);
    if (code !== separator && code !== SPACE && code !== TAB && code !== WIDE_SPACE) return -1;
    at += 1;
  }
  return at;
}

/** The rows that hold anything, as `take` reads the one that begins at an index. */
function* rowsOf(text: string, separator: number, take: (at: number) => Taken): Generator<SeparatedRow & Taken> {
  let row = 0;
  for (let at = 0; at < text.length;) {
    row += 1;
    // Programs write such lines by the ten thousand.
    const after = afterEmptyLine(text, at, separator);
    if (after >= 0) at = after;
    else {
      const taken = take(at);
      if (says(taken.fields)) yield { row, ...taken };
      at = taken.next;
    }
  }
}

/** How wide the table is, by its first rows; those that can be read in two ways count only where there are no others. */
function measure(text: string, separator: number): number {
  const plain: string[][] = [];
  const doubtful: string[][] = [];
  for (const taken of rowsOf(text, separator, (at) => takeRow(text, at, separator, READINGS[0]))) {
    (taken.doubtful ? doubtful : plain).push(taken.fields);
    if (plain.length + doubtful.length === MEASURED_ROWS) break;
  }
  return widthOf(plain.some(({ length }) => length > 1) ? plain : doubtful);
}

/** The rows of a text that hold anything, in order. `separator` is one UTF-16 unit. Fields are as written, without their quotes. */
export function* separatedRows(text: string, separator: string): Generator<SeparatedRow> {
  const code = separator.charCodeAt(0);
  const width = measure(text, code);
  for (const { row, fields } of rowsOf(text, code, (at) => likelyRow(text, at, code, width))) yield { row, fields };
}
