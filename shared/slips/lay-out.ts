/** Parts a sheet into slips, each with the columns that count for it, and the lines around them. */
import type { Catalogue } from '../domain/catalogue.ts';
import { resolveMatter } from '../domain/matter-resolve.ts';
import { type Cell, type Sheet, type SheetRow, cellText, isBlank, valueCell } from './cells.ts';
import { type Columns, columnsByContent, continueHeader, holdsLongNumber, readHeader } from './columns.ts';
import { isNotSlip } from './not-slips.ts';

export interface TableRow {
  readonly row: SheetRow;
  readonly columns: Columns;
  /** No headings stood above: the columns were told by their content. */
  readonly guessed: boolean;
  /** The date that stands alone on the line above this row's part of the table, as written; null where there is none. */
  readonly dayLine: Cell | null;
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

/** 11月27日, 2026.11.27 (星期五), 日期:11月27日: a date and nothing else. */
const DAY_ALONE =
  /^(?:日期\s*[:：]?\s*)?(?:(?:19|20)?\d{2}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?$/u;

/** The date of a line that holds only that. */
function dayOf(row: SheetRow): Cell | null {
  const [only, ...others] = row.cells.filter((cell) => !isBlank(cell));
  if (only === undefined || others.length > 0) return null;
  if (only.kind === 'date') return only;
  const text = cellText(only);
  return DAY_ALONE.test(text) ? { kind: 'text', text: text.replace(/^日期\s*[:：]?/u, '') } : null;
}

/** `given`: the columns of a grid, where whatever is written was meant as a slip; null: they are found. */
export function layOut(sheet: Sheet, catalogue: Catalogue, given: Columns | null): Layout {
  const namesMatter = (text: string): boolean => resolveMatter(catalogue, text).code !== null;
  let columns = given ?? columnsAbove(sheet, namesMatter);
  let guessed = given === null;
  let underHeader = false;
  let day: { readonly line: SheetRow; readonly cell: Cell } | null = null;
  /** Lines whose day is that of rows below, which is why it is not the day of handing in. */
  const headings = new Set<SheetRow>();
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
    if (columns !== null && !isLine) {
      const { date } = columns.of;
      const dated = date !== undefined && cellText(valueCell(row.cells[date])) !== '';
      if (day !== null && !dated) headings.add(day.line);
      slips.push({ row, columns, guessed, dayLine: dated ? null : (day?.cell ?? null) });
    } else {
      lines.push(row);
      const cell = columns === null ? null : dayOf(row);
      // A total or a note between two parts leaves the day as it is.
      if (cell !== null) day = { line: row, cell };
    }
  }
  return { slips, lines: lines.filter((line) => !headings.has(line)) };
}
