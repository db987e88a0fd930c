/** From sheets of cells to slips with verdicts. Pure: the reading of files is elsewhere. */
import type { LocalDate, MatterCode } from '../base/brands.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { mattersNamedIn, resolveMatter } from '../matter/matter-resolve.ts';
import { splitBlocks } from './blocks.ts';
import { boundedSheet } from './cell-limit.ts';
import { type Sheet, type SheetRow, cellText, valueCell } from './cells.ts';
import { layOut } from './lay-out.ts';
import { type Looking, goodNumbersIn, withLeftOver } from './left-over.ts';
import { markRepeats } from './repeats.ts';
import { type DateContext, readSlipDate } from './slip-date.ts';
import { type SlipRow } from './slip-row.ts';
import type { Layout, TableRow } from './table-row.ts';
import { readTitleLines } from './title-lines.ts';
import type { Unread } from './unread.ts';
import { type Above, type Reading, type SheetFacts, type SlipOptions, readRow } from './read-row.ts';

/** The middle one of the dates with their year in the date column, when the lines name no hand-in date: one wrong year does not move it. */
export function middleFullDate(
  slips: readonly (Pick<TableRow, 'columns'> & { readonly row: Pick<SheetRow, 'cells'> })[],
  today: LocalDate,
): LocalDate | null {
  const blank: DateContext = { handIn: null, near: null, year: null, today };
  const full = slips.flatMap(({ row, columns }) => {
    const cell = valueCell(columns.of.date === undefined ? undefined : row.cells[columns.of.date]);
    const short = cell.kind === 'text' && /^\D*\d{1,2}\D+\d{1,2}\D*$/u.test(cellText(cell));
    const { date } = short || (cell.kind === 'number' && cell.value < 100) ? { date: null } : readSlipDate(cell, blank);
    return date !== null && date <= today ? [date] : [];
  });
  return full.sort().at(Math.floor(full.length / 2)) ?? null;
}

/** Only the first line is a title that names a matter; later ones are signatures and notes. */
function mattersInTitle(layout: Layout, catalogue: Catalogue): readonly MatterCode[] {
  const title = layout.lines[0]?.cells.map(cellText).find((text) => text !== '') ?? '';
  return mattersNamedIn(catalogue, title);
}

/** The slips of one sheet, in order. */
function readSheet(sheet: Sheet, layout: Layout, options: SlipOptions): SlipRow[] {
  const middle = options.middle === undefined ? middleFullDate(layout.slips, options.today) : options.middle;
  const facts: SheetFacts = {
    titles: readTitleLines(layout.lines, sheet.sheet, options.places, middle),
    hidden: sheet.hidden === true,
    titleMatters: mattersInTitle(layout, options.catalogue),
  };
  const rows: SlipRow[] = [];
  let above: Above | null = null;
  for (const tableRow of layout.slips) {
    const reading: Reading = readRow(tableRow, sheet.sheet, facts, middle, above, options);
    rows.push(reading.slip);
    above = reading.above;
  }
  return rows;
}

/** People without a matter and without a date: a roster that was left in the file. */
const isRoster = ({ slips }: Layout): boolean =>
  slips.every(
    ({ columns, doubt }) => doubt === undefined && columns.of.matter === undefined && columns.of.date === undefined,
  );

export interface SlipReading {
  readonly slips: readonly SlipRow[];
  /** Rosters that lay beside the slips, where they hold people of whom there is no slip. */
  readonly unread: readonly Unread[];
}

const numbersOf = (rows: readonly SlipRow[]): string[] =>
  rows.flatMap(({ id, idSuggestion }) => [id, idSuggestion]).filter((number) => number !== null);

/** Counts the people whom a roster lists, by number, else by name, but for those of whom there is a slip. */
function rosterOf(sheet: Sheet, people: readonly SlipRow[], slips: readonly SlipRow[], today: LocalDate): Unread[] {
  const cells = sheet.rows.flatMap((row) => row.cells.filter((cell) => cell.merged === undefined));
  const listed = new Set([...cells.flatMap((cell) => goodNumbersIn(cell, today)), ...numbersOf(people)]);
  for (const number of numbersOf(slips)) listed.delete(number);
  const known = new Set(slips.map(({ name }) => name));
  const names = people.filter(({ id, name }) => id === null && name !== null && !known.has(name)).length;
  return listed.size + names === 0 ? [] : [{ sheet: sheet.sheet, people: listed.size + names }];
}

/**
 * All slips of a file, sheet after sheet. Titles, blank lines, totals, signatures and notes give none, nor does a roster beside a sheet
 * of slips, of which it is said how many people it holds. Never throws.
 */
export function readSlipSheets(sheets: readonly Sheet[], options: SlipOptions): SlipReading {
  const given = options.columns ? { of: options.columns, headings: [] } : null;
  const read = sheets.map(boundedSheet).map((sheet) => {
    const layouts = splitBlocks(sheet).map((block) => layOut(block, options.catalogue, given));
    const rows = (each: Layout): SlipRow[] => readSheet(sheet, each, options);
    const isList = layouts.some(({ slips }) => slips.length > 0) && layouts.every(isRoster);
    return { sheet, layouts, rows: layouts.map(rows), isList };
  });
  const told = new Set(numbersOf(read.flatMap(({ rows }) => rows.flat())));
  const looking: Looking = {
    today: options.today,
    named: (text) => {
      const { kind, code } = resolveMatter(options.catalogue, text);
      if (kind === 'unknown' || kind === 'empty') return null;
      return code === null ? 'possible' : 'decided';
    },
  };
  const whole = read.map((each) => {
    if (given !== null || each.isList) return each;
    const layouts = withLeftOver(each.layouts, looking, told);
    return layouts === each.layouts
      ? each
      : { ...each, rows: layouts.map((layout) => readSheet(each.sheet, layout, options)) };
  });
  const someSlips = whole.some(({ isList, rows }) => !isList && rows.flat().length > 0);
  const used = someSlips ? whole.filter(({ isList }) => !isList) : whole;
  // Tables side by side: row by row, as one reads.
  const slips = markRepeats(used.flatMap(({ rows }) => rows.flat().toSorted((a, b) => a.row - b.row)));
  const unread = someSlips
    ? whole.flatMap(({ isList, sheet, rows }) => (isList ? rosterOf(sheet, rows.flat(), slips, options.today) : []))
    : [];
  return { slips, unread };
}
