/** Two tables side by side on one sheet (to save paper): the same headings again further right. Each is read on its own. */
import { type Cell, type Sheet, type SheetRow, cellText, isBlank, labelText } from './cells.ts';
import { readHeader } from './columns.ts';
import { readSlipName } from './slip-name.ts';

/** Columns at which a block begins, told by where the first heading is repeated; [0] for an ordinary table. */
function blockStarts(header: SheetRow): number[] {
  const columns = readHeader(header)?.of;
  if (columns?.name === undefined) return [0];
  const labels = header.cells.map(labelText);
  const again = (column: number | undefined): boolean =>
    column !== undefined && labels.filter((label) => label === labels[column]).length > 1;
  // One repeated heading is an accident; the person's and another one's are a second table.
  if (!again(columns.name) || !(again(columns.id) || again(columns.matter))) return [0];
  const first = labels.findIndex((label) => label !== '');
  const lead = again(first) ? first : columns.name;
  const starts = labels.flatMap((label, column) => (label === labels[lead] ? [column] : []));
  return starts.map((start, index) => (index === 0 ? 0 : start));
}

/** An ID number alone in its cell. */
const ID_ALONE = /^\P{L}{0,2}(?:\d{17}[\dXx]|\d{15})\P{L}{0,2}$/u;

const isIds = (cell: Cell | undefined): boolean => ID_ALONE.test(cellText(cell).replace(/\s/gu, ''));

/**
 * Where more tables in the order of the first begin right of it under no headings of their own: told by their columns of ID numbers,
 * whatever gap is between, and of names. Of another order, they are left over to be found one by one.
 */
function unheadedStarts(rows: readonly SheetRow[], header: SheetRow): number[] {
  const { id, name } = readHeader(header)?.of ?? {};
  if (id === undefined) return [];
  const end = header.cells.findLastIndex((cell) => labelText(cell) !== '') + 1;
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const starts: number[] = [];
  for (let start = end; start + id < width; start += 1) {
    const gap = starts.length === 0 ? end : (starts.at(-1) as number) + end;
    const numbered = rows.filter(({ cells }) => isIds(cells[start + id]));
    // What stands before it would belong to no slip.
    if (numbered.some(({ cells }) => cells.slice(gap, start).some((cell) => !isBlank(cell)))) continue;
    const named = numbered.filter(
      ({ cells }) => name === undefined || readSlipName(cellText(cells[start + name])).problem === null,
    );
    if (numbered.length === 0 || named.length * 2 < numbered.length) continue;
    starts.push(start);
    start += end - 1;
  }
  return starts;
}

/** The sheet's tables from left to right; lines above the headings belong to all of them. */
export function splitBlocks(sheet: Sheet): Sheet[] {
  const at = sheet.rows.findIndex((row) => readHeader(row) !== null);
  const header = sheet.rows[at];
  const starts = header === undefined ? [0] : blockStarts(header);
  if (starts.length === 1) {
    const more = header === undefined ? [] : unheadedStarts(sheet.rows.slice(at + 1), header);
    if (more.length === 0) return [sheet];
    return [0, ...more].map((start, index) => ({
      ...sheet,
      rows: sheet.rows.map((row, position) => {
        if (position < at) return row;
        const cells = position === at ? row.cells : row.cells.slice(start, more[index]);
        return { ...row, cells };
      }),
    }));
  }
  return starts.map((start, index) => ({
    ...sheet,
    rows: sheet.rows.map((row, position) =>
      position < at ? row : { ...row, cells: row.cells.slice(start, starts[index + 1]) },
    ),
  }));
}
