/** Parts a sheet into slips, each with the columns that count for it, and the lines around them. */
import type { Catalogue } from '../domain/catalogue.ts';
import { resolveMatter } from '../domain/matter-resolve.ts';
import { type Sheet, type SheetRow, isBlank } from './cells.ts';
import { type Columns, columnsByContent, continueHeader, holdsLongNumber, readHeader } from './columns.ts';
import { isNotSlip } from './not-slips.ts';

export interface TableRow {
  readonly row: SheetRow;
  readonly columns: Columns;
  /** No headings stood above: the columns were told by their content. */
  readonly guessed: boolean;
}

export interface Layout {
  readonly slips: readonly TableRow[];
  /** Titles, totals, signatures, notes. */
  readonly lines: readonly SheetRow[];
}

/** Above the headings one ID number may be the agent's own; two are slips whose headings got lost. */
const LEAST_WITHOUT_HEADINGS = 2;

function columnsAbove(sheet: Sheet, namesMatter: (text: string) => boolean): Columns | null {
  const at = sheet.rows.findIndex((row) => readHeader(row) !== null);
  const above = at < 0 ? sheet.rows : sheet.rows.slice(0, at);
  if (at >= 0 && above.filter(holdsLongNumber).length < LEAST_WITHOUT_HEADINGS) return null;
  return columnsByContent(above, namesMatter);
}

/** `given`: the columns of a grid, where whatever is written was meant as a slip; null: they are found. */
export function layOut(sheet: Sheet, catalogue: Catalogue, given: Columns | null): Layout {
  const namesMatter = (text: string): boolean => resolveMatter(catalogue, text).code !== null;
  let columns = given ?? columnsAbove(sheet, namesMatter);
  let guessed = given === null;
  let underHeader = false;
  const slips: TableRow[] = [];
  const lines: SheetRow[] = [];
  for (const row of sheet.rows) {
    const more: Columns | null =
      (columns !== null && underHeader ? continueHeader(columns, row) : null) ?? readHeader(row);
    if (more !== null) {
      columns = more;
      guessed = false;
      underHeader = true;
      continue;
    }
    underHeader = false;
    const isLine = columns === null || (given ? row.cells.every(isBlank) : isNotSlip(row, columns, namesMatter));
    if (columns === null || isLine) lines.push(row);
    else slips.push({ row, columns, guessed });
  }
  return { slips, lines };
}
