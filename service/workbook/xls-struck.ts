/**
 * Which cells of an .xls are struck out: the one thing that people see there and SheetJS does not tell. A pass of our own over the
 * records of fonts, formats, texts and cells of BIFF5 and BIFF8. Format: [MS-XLS], sections 2.4 and 2.5.
 */
import type { StruckCells } from './raw-sheet.ts';

const EOF = 0x0a;
const BOF = 0x0809;
const FONT = 0x31;
const XF = 0xe0;
const SHEET = 0x85;
const TEXTS = 0xfc;
const CONTINUE = 0x3c;
const PASSWORD = 0x2f;
const TEXT_CELL = 0xfd;
const RICH_CELL = 0xd6;
const NUMBER_CELLS = 0xbd;
/** FORMULA, NUMBER, LABEL, BOOLERR, RK, as well as the two of texts. */
const CELLS: ReadonlySet<number> = new Set([0x06, 0x0203, 0x0204, 0x0205, 0x027e, TEXT_CELL, RICH_CELL]);
const STRUCK_FLAG = 8;
/** There is no font of this number: those after it count one too high. */
const NO_FONT = 4;

interface BiffRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** The records from a place on, until the bytes end. */
function* recordsFrom(stream: Buffer, start: number): Generator<BiffRecord> {
  for (let at = start; at + 4 <= stream.length;) {
    const size = stream.readUInt16LE(at + 2);
    yield { type: stream.readUInt16LE(at), data: stream.subarray(at + 4, at + 4 + size) };
    at += 4 + size;
  }
}

/** Shared texts run on from record to record, and characters say anew in each how wide they are. */
class TextPieces {
  readonly #pieces: readonly Buffer[];
  #piece = 0;
  #at = 0;

  constructor(pieces: readonly Buffer[]) {
    this.#pieces = pieces;
  }

  get #rest(): number {
    return (this.#pieces[this.#piece]?.length ?? 0) - this.#at;
  }

  /** Goes to the next piece where this one is at its end. Throws RangeError where there is none. */
  #turn(): void {
    while (this.#rest <= 0) {
      this.#piece += 1;
      this.#at = 0;
      if (this.#piece >= this.#pieces.length) throw new RangeError('the texts end too early');
    }
  }

  number(bytes: 1 | 2 | 4): number {
    this.#turn();
    const value = (this.#pieces[this.#piece] as Buffer).readUIntLE(this.#at, bytes);
    this.#at += bytes;
    return value;
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0;) {
      this.#turn();
      const step = Math.min(left, this.#rest);
      this.#at += step;
      left -= step;
    }
  }

  skipCharacters(count: number, wide: boolean): void {
    let width = wide ? 2 : 1;
    for (let left = count; left > 0;) {
      if (this.#rest <= 0) width = (this.number(1) & 1) === 1 ? 2 : 1;
      const step = Math.min(left, Math.max(1, Math.floor(this.#rest / width)));
      this.#at += step * width;
      left -= step;
    }
  }
}

/** For each shared text whether a run of it is in one of these fonts. */
function struckTexts(pieces: readonly Buffer[], isStruck: (font: number) => boolean): boolean[] {
  const texts = new TextPieces(pieces);
  const struck: boolean[] = [];
  texts.skip(4);
  const count = texts.number(4);
  for (let index = 0; index < count; index += 1) {
    const length = texts.number(2);
    const flags = texts.number(1);
    const runs = (flags & 8) === 0 ? 0 : texts.number(2);
    const more = (flags & 4) === 0 ? 0 : texts.number(4);
    texts.skipCharacters(length, (flags & 1) === 1);
    let some = false;
    for (let run = 0; run < runs; run += 1) {
      // A run that begins at the end of the text has no characters.
      const start = texts.number(2);
      if (isStruck(texts.number(2)) && start < length) some = true;
    }
    texts.skip(more);
    struck.push(some);
  }
  return struck;
}

interface Globals {
  /** Where each sheet begins, in the order of the stream. */
  readonly sheets: readonly number[];
  readonly texts: readonly boolean[];
  isStruckFont(font: number): boolean;
  isStruckFormat(format: number): boolean;
}

function readGlobals(stream: Buffer): Globals | null {
  const fonts: boolean[] = [];
  const formats: number[] = [];
  const sheets = new Set<number>();
  const pieces: Buffer[] = [];
  let before = 0;
  for (const { type, data } of recordsFrom(stream, 0)) {
    if (type === EOF) break;
    // The library does without a password that is known to all.
    if (type === PASSWORD) return null;
    if (type === FONT) fonts.push((data.readUInt16LE(2) & STRUCK_FLAG) !== 0);
    else if (type === XF) formats.push(data.readUInt16LE(0));
    else if (type === SHEET) sheets.add(data.readUInt32LE(0));
    else if (type === TEXTS || (type === CONTINUE && before === TEXTS)) pieces.push(data);
    if (type !== CONTINUE) before = type;
  }
  const isStruckFont = (font: number): boolean => fonts[font > NO_FONT ? font - 1 : font] === true;
  return {
    sheets: [...sheets].sort((a, b) => a - b),
    texts: pieces.length > 0 && fonts.includes(true) ? struckTexts(pieces, isStruckFont) : [],
    isStruckFont,
    isStruckFormat: (format) => isStruckFont(formats[format] ?? 0),
  };
}

/** Texts of BIFF5 with runs: their own end holds the fonts, a byte each. */
function hasStruckRun(data: Buffer, isStruck: (font: number) => boolean): boolean {
  const start = 8 + data.readUInt16LE(6);
  // What stands behind a text with a guide to its reading is laid out in another way.
  const runs = data.subarray(start + 1, start + 1 + 2 * (data[start] ?? 0));
  return runs.some((font, index) => index % 2 === 1 && isStruck(font));
}

function struckInSheet(stream: Buffer, start: number, globals: Globals): StruckCells {
  const struck = new Map<number, Set<number>>();
  const add = (row: number, column: number): void => {
    struck.set(row, (struck.get(row) ?? new Set<number>()).add(column));
  };
  let depth = 0;
  for (const { type, data } of recordsFrom(stream, start)) {
    // Charts within the sheet are streams of their own within its stream.
    if (type === BOF) depth += 1;
    else if (type === EOF) {
      depth -= 1;
      if (depth <= 0) break;
    } else if (depth === 1 && (CELLS.has(type) || type === NUMBER_CELLS)) {
      const row = data.readUInt16LE(0) + 1;
      const column = data.readUInt16LE(2) + 1;
      if (type === NUMBER_CELLS) {
        for (let at = 4; at + 8 <= data.length; at += 6)
          if (globals.isStruckFormat(data.readUInt16LE(at))) add(row, column + (at - 4) / 6);
      } else if (
        globals.isStruckFormat(data.readUInt16LE(4)) ||
        (type === TEXT_CELL && globals.texts[data.readUInt32LE(6)] === true) ||
        (type === RICH_CELL && hasStruckRun(data, globals.isStruckFont))
      )
        add(row, column);
    }
  }
  return struck;
}

/** The struck cells of each sheet, sheets in the order of the stream; none where the stream is of a kind that holds no fonts for cells. */
export function xlsStruck(stream: Buffer): readonly StruckCells[] {
  const globals = readGlobals(stream);
  return globals === null ? [] : globals.sheets.map((start) => struckInSheet(stream, start, globals));
}
