/**
 * How long a cell may be, wherever it comes from: typed, pasted or imported. A longer one is not read, not kept and never cut: its row is
 * asked about at that cell. The end of a text often says the contrary of its beginning.
 */
import type { Cell, Sheet } from './cells.ts';

/** Characters of a cell, without blanks around it and as NFKC writes them. */
export const MOST_CHARACTERS = 500;
/** What stands in a cell whose text was too long to keep. */
export const LONG_MARK = `[超过${MOST_CHARACTERS}字]`;
/** One character becomes at most so many in NFKC (U+FDFA). */
const MOST_EXPANSION = 18;
/** Longer names of sheets and files than any program makes. */
export const MOST_NAME_CHARACTERS = 255;

const asRead = (text: string): string => text.normalize('NFKC').trim();

/** Returns whether the text is too long for a cell, or is the mark of one that was. */
export const isTooLong = (text: string): boolean =>
  text === LONG_MARK || (text.length * MOST_EXPANSION > MOST_CHARACTERS && asRead(text).length > MOST_CHARACTERS);

/** The text as a cell keeps it: as it is, or the mark in its place. */
export function textToKeep(text: string): string {
  if (isTooLong(text)) return LONG_MARK;
  return text.length > MOST_CHARACTERS ? text.trim() : text;
}

/** By what a text that is too long is told as a title or a note. One character more than a cell may have, so that it never fits into one. */
const headOf = (text: string): string =>
  text === LONG_MARK
    ? text
    : asRead(text)
        .replace(/\p{Cf}/gu, '')
        .trim()
        .slice(0, MOST_CHARACTERS + 1);

function boundedComment(cell: Cell): Cell {
  const comment = cell.comment?.replace(/\s+/gu, ' ').trim();
  return comment !== undefined && isTooLong(comment) ? { ...cell, comment: headOf(comment) } : cell;
}

function boundedCell(given: Cell): Cell {
  const cell = boundedComment(given);
  return (cell.kind === 'text' || cell.kind === 'error') && isTooLong(cell.text)
    ? { ...cell, kind: 'long', head: headOf(cell.text) }
    : cell;
}

/** The sheet with every cell and remark within the limit, and cells that are longer told apart. */
export const boundedSheet = (sheet: Sheet): Sheet => ({
  ...sheet,
  sheet: sheet.sheet.slice(0, MOST_NAME_CHARACTERS),
  rows: sheet.rows.map((row) => ({ ...row, cells: row.cells.map(boundedCell) })),
});
