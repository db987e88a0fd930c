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
import { type Applicant, isBody } from '../person/applicant.ts';
import { PERSON_FIELDS } from '../person/person-fields.ts';
import { ANY_DAY } from '../person/person.ts';
import type { Columns } from './columns.ts';
import type { SlipReasonCode } from './reasons.ts';
import { type IdReading, noNumber, readSlipId } from './slip-id.ts';
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

/**
 * Returns the name in a cell. A ditto mark gives none: its person has a row of their own above, and is not named twice. `of`: whose name it is, as the
 * number beside it tells; that of a body is read as such.
 */
export function nameInCell(
  cell: Cell,
  of: Applicant,
): { readonly name: string | null; readonly problem: SlipReasonCode | null } {
  if (isDitto(cell)) return { name: null, problem: 'name-ditto' };
  const text = unreadableReason(cell) === null && !isLinkToNothing(cell) ? rawText(cell) : '';
  if (!isBody(of)) return readSlipName(text);
  // A name is told by its text alone, whatever the day and the places.
  const { value, refused } = PERSON_FIELDS.name.read(text, { ...ANY_DAY, of });
  return refused?.code === 'body-name-missing'
    ? { name: null, problem: 'name-missing' }
    : { name: value, problem: null };
}

/** `reference`: the day by which the person of the slip was born. */
export function idInCell(cell: Cell, reference: LocalDate): IdReading {
  return isDitto(cell) ? noNumber('id-ditto') : readSlipId(cell, reference);
}
