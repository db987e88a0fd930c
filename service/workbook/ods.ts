/**
 * OpenDocument sheets as plain cells, of a zip (.ods) or of one XML text (.fods). OpenDocument 1.3 part 3, §9. Cells, rows and columns
 * that are alike stand in the file once with a number, and a sheet has a million rows: what is empty is counted, never laid out.
 */
import type { Cell, Sheet } from '../../shared/slips/cells.ts';
import { Budget } from './budget.ts';
import { countRows } from './count-rows.ts';
import { MAX_COLUMNS, MAX_ROWS, MOST_ROWS } from './limits.ts';
import { type OdsCell, OdsText, readOdsCell } from './ods-cell.ts';
import { OdsStyles } from './ods-styles.ts';
import { type Range, type RawSheet, toSheets } from './raw-sheet.ts';
import { WorkbookError } from './workbook-error.ts';
import { type Attributes, parseXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** How often the element stands there, 1 where it does not say. */
function times(attributes: Attributes, name: string): number {
  const told = Number(attributes[name]);
  return Number.isInteger(told) && told > 0 ? told : 1;
}

interface Columns {
  readonly from: number;
  readonly to: number;
  readonly hidden: boolean;
  readonly style: string | undefined;
}

interface OpenCell extends OdsCell {
  /** How many elements it is inside of. */
  readonly depth: number;
  /** Where the text of its child that is open belongs; null: that of a drawing, which is no value. */
  inside: OdsText | null;
}

/** One sheet while its part is read. */
class OpenTable {
  readonly #name: string;
  readonly #hidden: boolean;
  readonly #styles: OdsStyles;
  readonly #budget: Budget;
  readonly #rows = new Map<number, Map<number, Cell>>();
  readonly #hiddenRows = new Set<number>();
  readonly #columns: Columns[] = [];
  readonly #merges: Range[] = [];
  /** Groups of rows or columns around the place: is each folded up? */
  readonly #groups: boolean[] = [];
  #row = 1;
  #column = 1;
  #nextColumn = 1;
  #rowAttributes: Attributes = {};
  #held = new Map<number, Cell>();

  constructor(attributes: Attributes, styles: OdsStyles, budget: Budget) {
    this.#name = attributes['name'] ?? '';
    this.#hidden = styles.isHidden('table', attributes['style-name']);
    this.#styles = styles;
    this.#budget = budget;
  }

  openGroup(attributes: Attributes): void {
    this.#groups.push(attributes['display'] === 'false');
  }

  closeGroup(): void {
    this.#groups.pop();
  }

  #isHidden(family: 'table-row' | 'table-column', attributes: Attributes): boolean {
    const visibility = attributes['visibility'] ?? 'visible';
    return (
      visibility !== 'visible' || this.#groups.includes(true) || this.#styles.isHidden(family, attributes['style-name'])
    );
  }

  addColumns(attributes: Attributes): void {
    const from = this.#nextColumn;
    this.#nextColumn += times(attributes, 'number-columns-repeated');
    // Further right nothing is read.
    if (from > MAX_COLUMNS) return;
    const hidden = this.#isHidden('table-column', attributes);
    this.#columns.push({ from, to: this.#nextColumn - 1, hidden, style: attributes['default-cell-style-name'] });
  }

  #columnAt(column: number): Columns | undefined {
    return this.#columns.find(({ from, to }) => from <= column && column <= to);
  }

  openRow(attributes: Attributes): void {
    this.#rowAttributes = attributes;
    this.#column = 1;
    this.#held = new Map();
  }

  openCell(attributes: Attributes, depth: number): OpenCell {
    const style =
      attributes['style-name'] ??
      this.#rowAttributes['default-cell-style-name'] ??
      this.#columnAt(this.#column)?.style ??
      'Default';
    const text = new OdsText(this.#styles, this.#budget);
    const comment = new OdsText(this.#styles, this.#budget);
    const struck = this.#styles.isStruck('table-cell', style);
    return { attributes, depth, text, comment, inside: null, struck, format: this.#styles.formatOf(style) };
  }

  closeCell(open: OpenCell, date1904: boolean): void {
    const { attributes } = open;
    const cell = readOdsCell(open, date1904);
    const first = this.#column;
    this.#column += times(attributes, 'number-columns-repeated');
    const wide = times(attributes, 'number-columns-spanned');
    const high = times(attributes, 'number-rows-spanned');
    if (wide > 1 || high > 1)
      this.#merges.push({ top: this.#row, left: first, bottom: this.#row + high - 1, right: first + wide - 1 });
    if (cell.kind === 'empty' && cell.comment === undefined) return;
    const last = Math.max(first, Math.min(this.#column - 1, MAX_COLUMNS + 1));
    for (let column = first; column <= last; column += 1) this.#held.set(column, cell);
  }

  closeRow(): void {
    const first = this.#row;
    this.#row += times(this.#rowAttributes, 'number-rows-repeated');
    if (this.#held.size === 0) return;
    const again = this.#row - first;
    if (again > MAX_ROWS || this.#rows.size + again > MOST_ROWS) throw new WorkbookError('too-many-rows');
    for (const cell of this.#held.values()) this.#budget.take(cell, again);
    const hidden = this.#isHidden('table-row', this.#rowAttributes);
    for (let row = first; row < this.#row; row += 1) {
      this.#rows.set(row, this.#held);
      if (hidden) this.#hiddenRows.add(row);
    }
  }

  get read(): RawSheet {
    return {
      name: this.#name,
      hidden: this.#hidden,
      rows: this.#rows,
      storedRows: this.#rows.size,
      merges: this.#merges,
      hiddenRow: (row) => this.#hiddenRows.has(row),
      hiddenColumn: (column) => this.#columnAt(column)?.hidden === true,
    };
  }
}

/** What LibreOffice keeps of other files that formulas look into: no sheet of this one. */
const isForeign = (name: string | undefined): boolean => /^'.*'#\$?/u.test(name ?? '');

const GROUPS: ReadonlySet<string> = new Set(['table-row-group', 'table-column-group']);
const CELLS: ReadonlySet<string> = new Set(['table-cell', 'covered-table-cell']);

/** Reads the content of a document; `styles` holds the common ones. Throws WorkbookError. */
function readContent(part: Buffer, styles: OdsStyles): Sheet[] {
  const budget = new Budget();
  const sheets: RawSheet[] = [];
  let table: OpenTable | null = null;
  let cell: OpenCell | null = null;
  let tableDepth = 0;
  let foreign = false;
  let date1904 = false;
  let isSheet = false;
  /** Rows with text: what countRows counts by other means. */
  let rowsWithText = 0;
  let rowHasText = true;

  function openInCell(open: OpenCell, name: string, attributes: Attributes, depth: number): void {
    if (depth === open.depth + 1)
      open.inside = /^(?:p|h|list)$/u.test(name) ? open.text : name === 'annotation' ? open.comment : null;
    open.inside?.open(name, attributes);
  }

  function openInTable(open: OpenTable, name: string, attributes: Attributes, depth: number): void {
    if (name === 'table-row') {
      open.openRow(attributes);
      rowHasText = false;
    } else if (CELLS.has(name)) cell = open.openCell(attributes, depth);
    else if (name === 'table-column') open.addColumns(attributes);
    else if (GROUPS.has(name)) open.openGroup(attributes);
  }

  parseXml(part, {
    open(name, attributes, path) {
      if (cell !== null) openInCell(cell, name, attributes, path.length);
      else if (table !== null) openInTable(table, name, attributes, path.length);
      else if (path.includes('body')) {
        isSheet ||= name === 'spreadsheet';
        if (name === 'null-date') date1904 = attributes['date-value']?.startsWith('1904') === true;
        if (name !== 'table' || path.at(-1) !== 'spreadsheet') return;
        foreign = isForeign(attributes['name']);
        table = new OpenTable(attributes, styles, budget);
        tableDepth = path.length;
      } else styles.open(name, attributes, path);
    },
    text(text, path) {
      if (cell === null) return;
      cell.inside?.text(text, path);
      if (rowHasText || path.at(-1) !== 'p') return;
      rowHasText = true;
      rowsWithText += 1;
    },
    close(name, path) {
      if (cell !== null) {
        if (path.length > cell.depth) cell.inside?.close(name);
        else {
          table?.closeCell(cell, date1904);
          cell = null;
        }
      } else if (table === null) return;
      else if (name === 'table-row') table.closeRow();
      else if (GROUPS.has(name)) table.closeGroup();
      else if (path.length === tableDepth) {
        if (!foreign) sheets.push(table.read);
        table = null;
      }
    },
  });
  if (!isSheet) throw new WorkbookError('not-workbook', { what: 'OpenDocument 的文字或演示文件' });
  if (countRows(part, 'ods') > rowsWithText) throw new WorkbookError('not-all-read');
  return toSheets(sheets, budget);
}

/** Reads one XML text. Throws WorkbookError. */
export function readFlatOds(bytes: Uint8Array): Sheet[] {
  return readContent(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), new OdsStyles());
}

/** Reads the zip of a document. Throws WorkbookError. */
export function readOds(zip: Zip): Sheet[] {
  if (zip.read('META-INF/manifest.xml')?.includes('encryption-data')) throw new WorkbookError('encrypted');
  const content = zip.read('content.xml');
  if (content === null) throw new WorkbookError('broken');
  const styles = new OdsStyles();
  const common = zip.read('styles.xml');
  if (common !== null)
    parseXml(common, {
      // Those of heads and feet of pages bear the same names as others in the content.
      open: (name, attributes, path) => {
        if (!path.includes('automatic-styles')) styles.open(name, attributes, path);
      },
    });
  return readContent(content, styles);
}
