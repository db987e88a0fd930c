/**
 * Which cells of an .xlsb are struck out: the one thing that people see there and SheetJS does not tell. A pass of our own over the
 * records of fonts, formats, texts and cells. Format: [MS-XLSB], sections 2.1.4 and 2.4.
 */
import type { StruckCells } from './raw-sheet.ts';
import { relationsOf } from './xlsx-package.ts';
import type { Zip } from './zip.ts';

const ROW = 0;
/** Cells that name their column: blank ones, numbers, texts, results of formulas. */
const FIRST_CELL = 1;
const SHARED_TEXT_CELL = 7;
const LAST_CELL = 11;
const RICH_CELL = 62;
/** Those that stand right of the one before and leave it out. */
const FIRST_SHORT_CELL = 12;
const SHARED_TEXT_SHORT_CELL = 18;
const TEXT = 19;
const FONT = 43;
const FORMAT = 47;
const SHEET = 156;
const FORMATS_BEGIN = 617;
const FORMATS_END = 618;
const STRUCK_FLAG = 8;

interface BinRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** The records of a part. Type and size are of 7 bits a byte, the lowest first. */
function* recordsOf(part: Buffer): Generator<BinRecord> {
  let at = 0;
  const number = (most: number): number => {
    let value = 0;
    for (let index = 0; index < most; index += 1) {
      const byte = part.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < part.length) {
    const type = number(2);
    const size = number(4);
    yield { type, data: part.subarray(at, at + size) };
    at += size;
  }
}

interface WideText {
  readonly text: string;
  readonly end: number;
}

function wideText(data: Buffer, at: number): WideText {
  const end = at + 4 + data.readUInt32LE(at) * 2;
  return { text: data.toString('utf16le', at + 4, end), end };
}

/** Returns whether a run of this text, which begins with its flags, is in one of these fonts. */
function hasStruckRun(data: Buffer, at: number, struckFonts: readonly boolean[]): boolean {
  if ((data.readUInt8(at) & 1) === 0) return false;
  const { text, end } = wideText(data, at + 1);
  return Array.from({ length: data.readUInt32LE(end) }, (_, run) => end + 4 + run * 4).some(
    (run) => data.readUInt16LE(run) < text.length && struckFonts[data.readUInt16LE(run + 2)] === true,
  );
}

interface Looks {
  readonly fonts: readonly boolean[];
  readonly formats: readonly boolean[];
  readonly texts: readonly boolean[];
}

function readLooks(styles: Buffer, texts: Buffer | null): Looks {
  const fonts: boolean[] = [];
  const formats: boolean[] = [];
  let ofCells = false;
  for (const { type, data } of recordsOf(styles)) {
    if (type === FONT) fonts.push((data.readUInt16LE(2) & STRUCK_FLAG) !== 0);
    else if (type === FORMATS_BEGIN) ofCells = true;
    else if (type === FORMATS_END) ofCells = false;
    else if (type === FORMAT && ofCells) formats.push(fonts[data.readUInt16LE(4)] === true);
  }
  const struckTexts: boolean[] = [];
  if (texts !== null && fonts.includes(true))
    for (const { type, data } of recordsOf(texts)) if (type === TEXT) struckTexts.push(hasStruckRun(data, 0, fonts));
  return { fonts, formats, texts: struckTexts };
}

function struckInSheet(part: Buffer, { fonts, formats, texts }: Looks): StruckCells {
  const struck = new Map<number, Set<number>>();
  let row = 0;
  let column = 0;
  for (const { type, data } of recordsOf(part)) {
    if (type === ROW) row = data.readUInt32LE(0) + 1;
    const short = type >= FIRST_SHORT_CELL && type <= SHARED_TEXT_SHORT_CELL;
    if (!short && !(type >= FIRST_CELL && type <= LAST_CELL) && type !== RICH_CELL) continue;
    column = short ? column + 1 : data.readUInt32LE(0) + 1;
    const look = short ? data : data.subarray(4);
    const isStruck =
      formats[look.readUIntLE(0, 3)] === true ||
      ((type === SHARED_TEXT_CELL || type === SHARED_TEXT_SHORT_CELL) && texts[look.readUInt32LE(4)] === true) ||
      (type === RICH_CELL && hasStruckRun(look, 4, fonts));
    if (isStruck) struck.set(row, (struck.get(row) ?? new Set<number>()).add(column));
  }
  return struck;
}

/** The struck cells of each sheet, sheets in the order of the workbook. */
export function xlsbStruck(zip: Zip): readonly StruckCells[] {
  const workbook = zip.names.find((name) => /(?:^|\/)workbook\d*\.bin$/iu.test(name)) ?? '';
  const relations = relationsOf(zip, workbook);
  const byId = new Map(relations.map((each) => [each.id, each]));
  const partOf = (type: string): Buffer | null => zip.read(relations.find((each) => each.type === type)?.part ?? '');
  const styles = partOf('styles');
  const bytes = zip.read(workbook);
  if (styles === null || bytes === null) return [];
  const looks = readLooks(styles, partOf('sharedStrings'));
  const sheets: StruckCells[] = [];
  for (const { type, data } of recordsOf(bytes)) {
    if (type !== SHEET) continue;
    const relation = byId.get(wideText(data, 8).text);
    const part = relation?.type === 'worksheet' ? zip.read(relation.part) : null;
    sheets.push(part === null ? new Map() : struckInSheet(part, looks));
  }
  return sheets;
}
