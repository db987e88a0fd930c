/**
 * Tables of web pages: what programs of the government hand out as .xls. Every cell is text as it stands there, so no number loses its
 * digits. Each table is a sheet, one inside another's cell too: pages are laid out by tables.
 */
import { Parser } from 'htmlparser2';
import type { Cell, Sheet } from '../../shared/slips/cells.ts';
import { textCell } from './cell-values.ts';
import { Budget } from './budget.ts';
import { MAX_COLUMNS, MAX_ROWS, MOST_ROWS } from './limits.ts';
import { type Range, type RawSheet, toSheets } from './raw-sheet.ts';
import { WorkbookError } from './workbook-error.ts';

/** Elements inside one another, those that are never closed included. The parser moves all open ones at each. */
const DEEPEST = 5000;

/** Tags whose content is not shown as text. */
const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'title', 'head', 'template', 'noscript']);
const BREAKS: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li', 'tr']);
const STRUCK: ReadonlySet<string> = new Set(['s', 'strike', 'del']);
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/iu;
const STRUCK_STYLE = /line-through/iu;

interface OpenCell {
  readonly row: number;
  readonly column: number;
  text: string;
  struck: boolean;
}

/** One table while it is read: where the next cell goes, and what spans of earlier cells cover. */
class Table {
  readonly rows = new Map<number, Map<number, Cell>>();
  readonly merges: Range[] = [];
  readonly hiddenRows = new Set<number>();
  /** By column: the row down to which a merged cell above covers it. */
  private readonly covered = new Map<number, number>();
  row = 0;
  private column = 0;
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  startRow(hidden: boolean): void {
    this.row += 1;
    this.column = 0;
    if (hidden) this.hiddenRows.add(this.row);
    if (this.rows.size > MOST_ROWS) throw new WorkbookError('too-many-rows');
  }

  startCell(rowSpan: number, columnSpan: number): OpenCell {
    if (this.row === 0) this.startRow(false);
    this.column += 1;
    while ((this.covered.get(this.column) ?? 0) >= this.row) this.column += 1;
    const [row, left] = [this.row, this.column];
    const right = Math.min(left + columnSpan - 1, MAX_COLUMNS + 1);
    const bottom = Math.min(row + rowSpan - 1, row + MAX_ROWS);
    for (let column = left; column <= right; column += 1) this.covered.set(column, bottom);
    if (bottom > row || right > left) this.merges.push({ top: row, left, bottom, right });
    this.column = Math.max(left, right);
    return { row, column: left, text: '', struck: false };
  }

  endCell({ row, column, text, struck }: OpenCell): void {
    // Runs of blanks are one, as a browser shows them; line breaks are the page's own.
    const cell = textCell(
      text
        .replace(/[^\S\n]+/gu, ' ')
        .replace(/ ?\n[ \n]*/gu, '\n')
        .trim(),
    );
    if (cell.kind === 'empty') return;
    this.budget.take(cell);
    const held = this.rows.get(row) ?? new Map<number, Cell>();
    this.rows.set(row, held.set(column, struck ? { ...cell, struck: true } : cell));
  }
}

const span = (text: string | undefined): number => Math.max(1, Math.trunc(Number(text)) || 1);

/** A table that is open, and its cell that is. */
interface Level {
  readonly table: Table;
  cell: OpenCell | null;
}

function tablesOf(page: string, budget: Budget): Table[] {
  const tables: Table[] = [];
  const open: Level[] = [];
  let unseen = 0;
  let depth = 0;
  let struck = 0;
  const endCell = (level: Level | undefined): void => {
    if (level?.cell) level.table.endCell(level.cell);
    if (level) level.cell = null;
  };
  const parser = new Parser(
    {
      onopentag(name, { style = '', rowspan, colspan, hidden }) {
        depth += 1;
        if (depth > DEEPEST) throw new WorkbookError('broken');
        if (UNSEEN.has(name)) unseen += 1;
        if (STRUCK.has(name)) struck += 1;
        if (name === 'table') {
          const table = new Table(budget);
          tables.push(table);
          open.push({ table, cell: null });
        }
        const level = open.at(-1);
        if (level === undefined) return;
        if (name === 'tr') {
          endCell(level);
          level.table.startRow(hidden !== undefined || HIDDEN.test(style));
        } else if (name === 'td' || name === 'th') {
          endCell(level);
          level.cell = level.table.startCell(span(rowspan), span(colspan));
        } else if (level.cell !== null && BREAKS.has(name)) level.cell.text += '\n';
        if (level.cell !== null && STRUCK_STYLE.test(style)) level.cell.struck = true;
      },
      ontext(text) {
        const cell = open.at(-1)?.cell;
        if (!cell || unseen > 0) return;
        cell.text += text.replace(/\s+/gu, ' ');
        if (struck > 0 && text.trim() !== '') cell.struck = true;
      },
      onclosetag(name) {
        depth -= 1;
        if (UNSEEN.has(name)) unseen -= 1;
        if (STRUCK.has(name)) struck -= 1;
        if (name === 'td' || name === 'th' || name === 'tr' || name === 'table') endCell(open.at(-1));
        if (name === 'table') open.pop();
      },
    },
    { decodeEntities: true },
  );
  parser.write(page);
  parser.end();
  return tables;
}

/** The tables of a page as sheets, named by their numbers. Throws WorkbookError for a page without any or that holds too much. */
export function readHtml(page: string): Sheet[] {
  const budget = new Budget();
  const tables = tablesOf(page, budget).filter(({ rows }) => rows.size > 0);
  // Excel keeps the sheets of a workbook that it saves as a page in files of their own.
  if (tables.length === 0) throw new WorkbookError(/<frameset\b/iu.test(page) ? 'frames' : 'no-table');
  return toSheets(
    tables.map((table, index): RawSheet => ({
      name: String(index + 1),
      hidden: false,
      rows: table.rows,
      storedRows: table.rows.size,
      merges: table.merges,
      hiddenRow: (row) => table.hiddenRows.has(row),
      hiddenColumn: () => false,
    })),
    budget,
  );
}
