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

/** An ID number, wherever in its cell. */
const ID_LIKE = /(?<!\d)\d{17}[\dXx]|(?<!\d)\d{15}(?!\d)/u;

/** How many more tables stand right of the first under no headings of their own, as wide as it and with ID numbers where it has them. */
function unheaded(rows: readonly SheetRow[], header: SheetRow): { readonly width: number; readonly more: number } {
  const width = header.cells.findLastIndex((cell) => labelText(cell) !== '') + 1;
  const id = readHeader(header)?.of.id;
  const holdsId = (column: number): boolean => rows.some(({ cells }) => ID_LIKE.test(cellText(cells[column])));
  if (id === undefined) return { width, more: 0 };
  let more = 0;
  while (holdsId(id + width * (more + 1))) more += 1;
  return { width, more };
}

/** The sheet's tables from left to right; lines above the headings belong to all of them. */
export function splitBlocks(sheet: Sheet): Sheet[] {
  const at = sheet.rows.findIndex((row) => readHeader(row) !== null);
  const header = sheet.rows[at];
  const starts = header === undefined ? [0] : blockStarts(header);
  if (starts.length === 1) {
    const { width, more } = header === undefined ? { width: 0, more: 0 } : unheaded(sheet.rows.slice(at + 1), header);
    if (more === 0) return [sheet];
    return Array.from({ length: more + 1 }, (_, index) => ({
      ...sheet,
      rows: sheet.rows.map((row, position) => {
        if (position < at) return row;
        const from = position === at ? 0 : index * width;
        return { ...row, cells: row.cells.slice(from, from + width) };
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
