/** Two tables side by side on one sheet (to save paper): the same headings again further right. Each is read on its own. */
import { type Sheet, type SheetRow, cellText, labelText } from './cells.ts';
import { readHeader } from './columns.ts';

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

/** Where more tables begin right of the first under no headings of their own: told by their columns of ID numbers, whatever gap is between. */
function unheadedStarts(rows: readonly SheetRow[], header: SheetRow): number[] {
  const id = readHeader(header)?.of.id;
  if (id === undefined) return [];
  const end = header.cells.findLastIndex((cell) => labelText(cell) !== '') + 1;
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const starts: number[] = [];
  for (let column = end; column < width; column += 1) {
    const last = starts.at(-1);
    if (last !== undefined && column < last + end) continue;
    const isIds = rows.some(({ cells }) => ID_ALONE.test(cellText(cells[column]).replace(/\s/gu, '')));
    // Numbers too far left for the same order of columns: read all the same, to be asked about.
    if (isIds) starts.push(Math.max(last === undefined ? end : last + end, column - id));
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
