/** Two tables side by side on one sheet (to save paper): the same headings again further right. Each is read on its own. */
import { type Sheet, type SheetRow, labelText } from './cells.ts';
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

/** The sheet's tables from left to right; lines above the headings belong to all of them. */
export function splitBlocks(sheet: Sheet): Sheet[] {
  const at = sheet.rows.findIndex((row) => readHeader(row) !== null);
  const header = sheet.rows[at];
  const starts = header === undefined ? [0] : blockStarts(header);
  if (starts.length === 1) return [sheet];
  return starts.map((start, index) => ({
    ...sheet,
    rows: sheet.rows.map((row, position) =>
      position < at ? row : { ...row, cells: row.cells.slice(start, starts[index + 1]) },
    ),
  }));
}
