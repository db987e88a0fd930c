/** Rows that were numbered in advance, or filled with formulas that wait for a value: they hold no person and count for nothing. */
import { type Cell, type SheetRow, cellText, isBlank } from '../../shared/slips/cells.ts';

const SERIAL = /^\d{1,7}$/;

/** What stands for a formula whose result the file does not hold. */
export const NO_RESULT = '公式没有结果';

/** Formulas without a result, and those that come to 0 or to #N/A where what they look at is empty. */
const isWaiting = (cell: Cell): boolean =>
  (cell.kind === 'error' && (cell.text === NO_RESULT || (cell.formula === true && cell.text === '#N/A'))) ||
  (cell.kind === 'number' && cell.formula === true && cell.value === 0);

/** The number that is all a row holds, with its column; 'nothing' for one of waiting formulas alone; null for any other row. */
function preparedWith({ cells }: SheetRow): { readonly column: number; readonly serial: number } | 'nothing' | null {
  let found: { column: number; serial: number } | null = null;
  for (const [column, cell] of cells.entries()) {
    if (cell.comment !== undefined) return null;
    if (isBlank(cell) || isWaiting(cell)) continue;
    const text = cell.kind === 'number' || cell.kind === 'text' ? cellText(cell) : '';
    if (found !== null || !SERIAL.test(text)) return null;
    found = { column, serial: Number(text) };
  }
  return found ?? 'nothing';
}

function numberAt(row: SheetRow | undefined, column: number): number {
  const text = cellText(row?.cells[column]);
  return SERIAL.test(text) ? Number(text) : Number.NaN;
}

/** The rows without those that only go on counting, or only wait. */
export function withoutPrepared(rows: readonly SheetRow[]): readonly SheetRow[] {
  return rows.filter((row, index) => {
    const prepared = preparedWith(row);
    if (prepared === null) return true;
    if (prepared === 'nothing') return false;
    const { column, serial } = prepared;
    // Alone, a number may be a day or a year above a part of the table.
    return numberAt(rows[index - 1], column) !== serial - 1 && numberAt(rows[index + 1], column) !== serial + 1;
  });
}
