/** The cells of a row that say whose slip it is, as they are read: by them rows repeat one another. */
import type { LocalDate } from '../base/brands.ts';
import {
  type Cell,
  EMPTY_CELL,
  type SheetRow,
  isDitto,
  isMark,
  rawText,
  unreadableReason,
  valueCell,
} from './cells.ts';
import type { Columns } from './columns.ts';
import type { SlipReasonCode } from './reasons.ts';
import { type IdReading, readSlipId } from './slip-id.ts';
import { readSlipName } from './slip-name.ts';
import type { SlipField } from './slip-fields.ts';

/** The cell of a field: nothing where a mark only keeps it open. */
export function cellOfRow({ cells }: Pick<SheetRow, 'cells'>, { of }: Pick<Columns, 'of'>, field: SlipField): Cell {
  const cell = valueCell(of[field] === undefined ? undefined : cells[of[field]]);
  return isMark(cell) ? EMPTY_CELL : cell;
}

/** A formula that repeats an empty cell comes to 0. */
export const isLinkToNothing = (cell: Cell): boolean =>
  cell.kind === 'number' && cell.value === 0 && cell.formula === true;

/** Returns the name in a cell. A ditto mark gives none: its person has a row of their own above, and is not named twice. */
export function nameInCell(cell: Cell): { readonly name: string | null; readonly problem: SlipReasonCode | null } {
  if (isDitto(cell)) return { name: null, problem: 'name-ditto' };
  return readSlipName(unreadableReason(cell) === null && !isLinkToNothing(cell) ? rawText(cell) : '');
}

/** `reference`: the day by which the person of the slip was born. */
export function idInCell(cell: Cell, reference: LocalDate): IdReading {
  return isDitto(cell) ? { id: null, problems: ['id-ditto'], suggestion: null } : readSlipId(cell, reference);
}
