/** Parts a sheet into slips, each with the columns that count for it, and the lines around them. */
import type { Catalogue } from '../matter/catalogue.ts';
import { resolveMatter } from '../matter/matter-resolve.ts';
import { type Cell, type Sheet, type SheetRow, cellText, isBlank, valueCell } from './cells.ts';
import { type Columns, columnsByContent, continueHeader, holdsLongNumber, readHeader } from './columns.ts';
import { type Form, isFormRow, readForms } from './forms.ts';
import { isNotSlip, isOfficials } from './not-slips.ts';
import { serialDate } from './slip-date.ts';
import type { Layout, TableRow } from './table-row.ts';

/** Above the headings one ID number may be the agent's own; two are slips whose headings got lost. */
const LEAST_WITHOUT_HEADINGS = 2;

function columnsAbove(
  above: readonly SheetRow[],
  isHeaded: boolean,
  namesMatter: (text: string) => boolean,
): Columns | null {
  if (isHeaded && above.filter(holdsLongNumber).length < LEAST_WITHOUT_HEADINGS) return null;
  const isOwn = (row: SheetRow): boolean =>
    row.cells.some((cell) => namesMatter(cellText(cell))) ||
    row.cells.every((cell, column) => !holdsLongNumber({ ...row, cells: [cell] }) || !isOfficials(row, column));
  return columnsByContent(above.filter(isOwn), namesMatter);
}

const asSlip = ({ row, columns }: Form): TableRow => ({
  row,
  columns,
  guessed: false,
  dayLine: null,
  doubt: 'form-cell',
});

/** A day as it stands on a line of its own: 11月27日, 2026.11.27, 11.9日, 二〇二六年十一月十二日. */
const DAY =
  /^(?:(?:(?:19|20)?\d{2}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?|(?:[二零〇○一三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}[日号])$/u;
/** What stands beside the day and says nothing else, where runs of blanks are one. */
const BESIDE_DAY =
  /^日期 ?[:：]?|(?:星期|周|礼拜)[一二三四五六日天]|[上下]午|登记|代办|办理|受理|收件|收表|共? ?\d{1,6} ?(?:人次?|件|户|份)|[()（）【】[\]<>《》「」—–_=*~·…、，,。:：]/gu;
/** Dashes that stand between no two numbers. */
const LONE_DASH = /(?<!\d ?)-|-(?! ?\d)/gu;

/** 10号, 2026-11-15 凉水井, 第2周(11.9-11.13): of another day than the line before, though not plainly of which. */
const ANOTHER_DAY = /^\D{0,6}\d{1,4}\s*[-./年月日号周]/u;
const opensAnotherDay = (row: SheetRow): boolean =>
  ANOTHER_DAY.test(cellText(row.cells.find((cell) => !isBlank(cell))));

/** The date of a line that holds only that. */
function dayOf(row: SheetRow): Cell | null {
  const [only, ...others] = row.cells.filter((cell) => !isBlank(cell));
  // Below a merged name or number the row is that person's.
  const goesOn = row.cells.some((cell) => cell.merged === 'down' && cellText(cell) !== '');
  if (only === undefined || others.length > 0 || goesOn) return null;
  if (only.kind === 'date') return only;
  if (only.kind === 'number') return serialDate(only.value, only.from1904).date === null ? null : only;
  const text = cellText(only).replace(/\s+/gu, ' ').replace(BESIDE_DAY, ' ').replace(LONE_DASH, ' ').trim();
  return DAY.test(text) ? { kind: 'text', text } : null;
}

/** `given`: the columns of a grid, where whatever is written was meant as a slip; null: they are found. */
export function layOut(sheet: Sheet, catalogue: Catalogue, given: Columns | null): Layout {
  const namesMatter = (text: string): boolean => resolveMatter(catalogue, text).code !== null;
  const header = sheet.rows.findIndex((row) => readHeader(row) !== null && !isFormRow(row, namesMatter));
  const above = header < 0 ? sheet.rows : sheet.rows.slice(0, header);
  const forms = given === null ? readForms(above, namesMatter) : [];
  const inForms = new Set(forms.flatMap(({ rows }) => rows));
  let columns = given ?? (forms.length > 0 ? null : columnsAbove(above, header >= 0, namesMatter));
  let guessed = given === null;
  let underHeader = false;
  let day: { readonly line: SheetRow; readonly cell: Cell } | null = null;
  /** Lines whose day is that of rows below, which is why it is not the day of handing in. */
  const headings = new Set<SheetRow>();
  const slips = forms.map(asSlip);
  const lines = forms.flatMap(({ rest }) => rest);
  for (const row of sheet.rows) {
    if (inForms.has(row)) continue;
    const more: Columns | null =
      (columns !== null && underHeader ? continueHeader(columns, row) : null) ?? readHeader(row);
    if (more !== null) {
      columns = more;
      guessed = false;
      underHeader = true;
      continue;
    }
    underHeader = false;
    const dayHere = columns === null ? null : dayOf(row);
    const isLine =
      columns === null || (given ? row.cells.every(isBlank) : dayHere !== null || isNotSlip(row, columns, namesMatter));
    if (columns !== null && !isLine) {
      const { date } = columns.of;
      const dated = date !== undefined && cellText(valueCell(row.cells[date])) !== '';
      if (day !== null && !dated) headings.add(day.line);
      slips.push({ row, columns, guessed, dayLine: dated ? null : (day?.cell ?? null) });
    } else {
      lines.push(row);
      // A total or a note between two parts leaves the day as it is.
      if (dayHere !== null) day = { line: row, cell: dayHere };
      else if (opensAnotherDay(row)) day = null;
    }
  }
  return { slips, lines: lines.filter((line) => !headings.has(line)) };
}
