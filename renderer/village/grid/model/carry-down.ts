/** Values that repeat from the row above until they are typed over (WORKFLOWS (b), step 1). */
import { SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import type { Column } from './columns.ts';
import { isBlank } from './grid-state.ts';
import type { GridRow } from './grid-state.ts';
import { isPending } from './visible.ts';

/** The nearest row above that has something in it and was not set aside; null at the top. */
export function rowAbove(rows: readonly GridRow[], index: number): GridRow | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row !== undefined && !isBlank(row) && row.judgement?.verdict !== 'dropped') return row;
  }
  return null;
}

/** What the check asks about is not multiplied downwards. */
function isQuestioned(row: GridRow, column: Column): boolean {
  return isPending(row) && row.judgement?.reasons.some((reason) => reason.field === column) === true;
}

/** What a blank row would take over: shown in grey before anything is typed. Rows with content have none, they keep their own. */
export function ghostCells(rows: readonly GridRow[], index: number): Partial<DraftCells> {
  const row = rows[index];
  const above = rowAbove(rows, index);
  if (row === undefined || above === null || !isBlank(row)) return {};
  return Object.fromEntries(
    SLIP_COLUMNS.filter(({ key, carries }) => carries && above.cells[key] !== '' && !isQuestioned(above, key)).map(
      ({ key }) => [key, above.cells[key]],
    ),
  );
}

/**
 * The row after `text` was put into one cell. The first thing typed into a blank row makes the grey values its own, still marked as
 * carried. Another matter than the carried one drops carried materials: papers belong to the matter.
 */
export function typeInto(rows: readonly GridRow[], index: number, column: Column, text: string): GridRow | null {
  const row = rows[index];
  if (row === undefined) return null;
  const ghosts = text === '' ? {} : ghostCells(rows, index);
  const before: DraftCells = { ...row.cells, ...ghosts };
  const carried = new Set<Column>([...row.carried, ...(Object.keys(ghosts) as Column[])]);
  carried.delete(column);
  const cells: DraftCells = { ...before, [column]: text };
  if (column === 'matter' && text !== before.matter && carried.has('materials')) {
    carried.delete('materials');
    return { ...row, cells: { ...cells, materials: '' }, carried: [...carried] };
  }
  return { ...row, cells, carried: [...carried] };
}

/** True where Enter does not stop: the value stands already, from the row above. */
export function isTakenOver(rows: readonly GridRow[], index: number, column: Column): boolean {
  return rows[index]?.carried.includes(column) === true || ghostCells(rows, index)[column] !== undefined;
}
