/** A sheet as cells, whatever file it came from: what a workbook reader hands over and the slip reader reads. */
import type { LocalDate } from '../base/brands.ts';

interface CellBase {
  /** The value is what a formula came to. */
  readonly formula?: boolean;
  /** Covered by a merged range: the value is that of the range's first cell, above (`down`) or to the left (`across`). */
  readonly merged?: 'down' | 'across';
  /** The text, or a part of it, is struck through. */
  readonly struck?: boolean;
  /** Not seen on the sheet: its column is hidden. */
  readonly hidden?: boolean;
  /** The comment pinned to the cell. */
  readonly comment?: string;
}

export type Cell =
  | (CellBase & { readonly kind: 'empty' })
  | (CellBase & { readonly kind: 'text'; readonly text: string })
  /** `value` as the file stores it: a double, so of more than 15 digits the last are lost. */
  | (CellBase & {
      readonly kind: 'number';
      readonly value: number;
      /** What the cell shows, where its format adds to the digits: 0745-2222222, 007, 12.10. */
      readonly shown?: string;
      /** The file counts days from 1904: a day that is written as a plain number is so many days later. */
      readonly from1904?: boolean;
    })
  | (CellBase & { readonly kind: 'date'; readonly date: LocalDate })
  /** `#REF!` and the like, and formulas without a stored result. */
  | (CellBase & { readonly kind: 'error'; readonly text: string })
  /** A picture set into the cell, of which there is no text. */
  | (CellBase & { readonly kind: 'picture' })
  /** A text longer than a cell is read (cell-limit.ts). `head`: how it begins, by which a note below a table is told. */
  | (CellBase & { readonly kind: 'long'; readonly text: string; readonly head: string });

export interface SheetRow {
  /** The sheet's own row number, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly hidden?: boolean;
}

export interface Sheet {
  readonly sheet: string;
  readonly rows: readonly SheetRow[];
  readonly hidden?: boolean;
}

export const EMPTY_CELL: Cell = { kind: 'empty' };
/** What is written where a picture stands. */
const PICTURE_TEXT = '[图片]';

/** The cell as one would read it aloud: full-width forms narrowed, outer blanks and invisible characters gone; '' for nothing. */
export function cellText(cell: Cell | undefined): string {
  switch (cell?.kind) {
    case 'text':
      return cell.text
        .normalize('NFKC')
        .replace(/[\p{Cf}\u200b\ufeff]/gu, '')
        .trim();
    case 'number':
      return cell.shown ?? String(cell.value);
    case 'date':
      return cell.date;
    case 'error':
      return cell.text;
    case 'picture':
      return PICTURE_TEXT;
    case 'long':
      return cell.head;
    case 'empty':
    case undefined:
      return '';
    default:
      return cell satisfies never;
  }
}

/** The cell as written, before any narrowing. */
export function rawText(cell: Cell): string {
  return cell.kind === 'text' || cell.kind === 'long' ? cell.text : cellText(cell);
}

/** Why a cell tells nothing: a formula that failed, a picture, a text that is too long; null: it is read. */
export function unreadableReason(cell: Cell): 'cell-error' | 'cell-picture' | 'cell-long' | null {
  return cell.kind === 'error' || cell.kind === 'picture' || cell.kind === 'long' ? `cell-${cell.kind}` : null;
}

/** Nothing of its own: empty, blank text, or only the shadow of a merged range. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell.merged !== undefined || cellText(cell) === '';
}

/** The cell's value for a column of slips: a range merged downwards counts in each of its rows, one merged sideways only in its first. */
export function valueCell(cell: Cell | undefined): Cell {
  return cell === undefined || cell.merged === 'across' ? EMPTY_CELL : cell;
}

/** Text for comparing labels: no blanks, no punctuation, lower case. */
export function labelText(cell: Cell | undefined): string {
  return cellText(cell)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
}

/** Strokes and dots by which a cell is crossed out or kept open, not the ticks that mean yes. */
const NOTHING = /^[-—–─_=/\\|^~#*.·…×✗✘,，。、;:!?？%&@$+<>()[\]{}]+$/u;

/** A mark alone in its cell that is no ditto mark: ^, ~, #, /, -. It says that there is nothing, or that it is not known. */
export function isMark(cell: Cell): boolean {
  return cell.kind === 'text' && !isDitto(cell) && NOTHING.test(cellText(cell).replace(/\s/gu, ''));
}

const DITTO_WORDS =
  /^(?:[同仝]上?|同前|如上|上同|照上|同上(?:一?[行格栏条]|面|述)|[与和]上(?:面|行|一行)?(?:相同|一样|同)|ditto|do)$/iu;
const DITTO_MARKS = /^["“”„‟″〃〝〞〟゛ˮ'’′´`]{1,4}$|^[〃々↑⇑‖∥]+$|^、、$|^,,$|^[-—–─]+["“”″〃][-—–─]+$/u;

/** A mark that repeats the row above: 〃, 同上, ″, " and the like. */
export function isDitto(cell: Cell): boolean {
  if (cell.kind !== 'text') return false;
  const text = cellText(cell).replace(/\s/gu, '');
  return DITTO_WORDS.test(text.replace(/[\p{P}\p{S}]/gu, '')) || DITTO_MARKS.test(text);
}
