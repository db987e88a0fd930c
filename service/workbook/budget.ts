/** What the sheets of one file may hold, all together, whatever kind it is: one counter, from the first cell read to the last one spread. */
import type { Cell } from '../../shared/slips/cells.ts';
import { MAX_CELLS, MAX_CHARACTERS } from './limits.ts';
import { WorkbookError } from './workbook-error.ts';

const shownLength = (cell: Cell): number => {
  if (cell.kind === 'text' || cell.kind === 'error') return cell.text.length;
  return cell.kind === 'number' ? (cell.shown?.length ?? 0) : 0;
};

/**
 * Counts down what a file holds. Readers take from it before they work on a text, as a text that the file holds once may stand in a million
 * cells. All of it throws WorkbookError `unpacks-too-big` where too little is left.
 */
export class Budget {
  #cells = MAX_CELLS;
  #characters = MAX_CHARACTERS;

  takeCells(count: number): void {
    this.#cells -= count;
    if (this.#cells < 0) throw new WorkbookError('unpacks-too-big');
  }

  takeCharacters(count: number): void {
    this.#characters -= count;
    if (this.#characters < 0) throw new WorkbookError('unpacks-too-big');
  }

  /** The cell with its remark, as often as it is laid out. */
  take(cell: Cell, times = 1): void {
    this.takeCells(times);
    this.takeCharacters((shownLength(cell) + (cell.comment?.length ?? 0)) * times);
  }
}
