/** One sheet of an .xlsx: its rows, what is hidden, struck out, merged. ECMA-376 part 1, §18.3. */
import { type Cell, EMPTY_CELL, cellText } from '../../shared/slips/cells.ts';
import { failed, numberCell, textCell, unknownResult } from './cell-values.ts';
import type { Budget } from './budget.ts';
import { MAX_COLUMNS } from './limits.ts';
import { type Range, type RawSheet, parseRange, parseRef } from './raw-sheet.ts';
import { WorkbookError } from './workbook-error.ts';
import { type Attributes, isTrue, parseXml } from './xml.ts';
import { Alternatives, plainPath } from './alternatives.ts';
import { type RichText, TextGatherer, unescaped } from './xlsx-strings.ts';
import { type CellStyle, PLAIN_STYLE } from './xlsx-styles.ts';

export interface SheetContext {
  readonly strings: readonly RichText[];
  readonly styles: readonly CellStyle[];
  readonly comments: ReadonlyMap<string, string>;
  readonly date1904: boolean;
  readonly budget: Budget;
  /** A number as a format shows it. */
  show(format: string, value: number): string;
}

/** Lower rows, in points, and narrower columns, in characters, can't be seen. */
const LOWEST = 1.5;
const NARROWEST = 0.2;

interface OpenCell {
  /** It stands in a second way of saying what was read already. */
  readonly isPassedOver: boolean;
  readonly column: number;
  readonly type: string;
  readonly style: CellStyle;
  /** Its value is described elsewhere, as that of a picture in a cell is. */
  readonly rich: boolean;
  value: string | null;
  formula: string | null;
  inline: TextGatherer | null;
}

function plainValue(cell: OpenCell, context: SheetContext): Cell {
  const { type, value, style } = cell;
  if (cell.inline !== null) return richCell(cell.inline.read);
  if (value === null || (value === '' && type !== 'str'))
    return cell.formula === null || type === 'str' ? EMPTY_CELL : unknownResult(cell.formula);
  switch (type) {
    case 's': {
      const text = context.strings[Number(value)];
      if (text === undefined) throw new WorkbookError('broken');
      return richCell(text);
    }
    case 'b':
      return { kind: 'text', text: isTrue(value) ? 'TRUE' : 'FALSE' };
    case 'e':
      return cell.rich ? { kind: 'picture' } : failed(cell.formula, value);
    case 'n': {
      const number = Number(value);
      if (Number.isNaN(number)) return textCell(unescaped(value));
      const shown = (): string | null => (style.format === null ? null : context.show(style.format, number));
      return numberCell(number, { kind: style.kind, date1904: context.date1904, shown });
    }
    default:
      // str, d (a day as ISO 8601 writes it) and inlineStr without its element.
      return textCell(unescaped(value));
  }
}

function richCell({ text, struck }: RichText): Cell {
  const cell = textCell(text);
  return struck && cell.kind === 'text' ? { ...cell, struck } : cell;
}

function readCell(cell: OpenCell, row: number, context: SheetContext): Cell {
  const plain = plainValue(cell, context);
  const comment = context.comments.size > 0 ? context.comments.get(refOf(row, cell.column)) : undefined;
  const empty = plain.kind === 'empty';
  if (empty && comment === undefined) return plain;
  return {
    ...plain,
    ...(cell.formula !== null && !empty && { formula: true }),
    ...(cell.style.struck && !empty && { struck: true }),
    ...(comment !== undefined && { comment }),
  };
}

function refOf(row: number, column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row}`;
}

/** Returns whether something of this size (`ht`, `width`) is too small to be seen; null where no size is given. */
function tooSmall(size: string | undefined, least: number): boolean | null {
  return size === undefined || Number.isNaN(Number(size)) ? null : Number(size) < least;
}

/** Reads a sheet's part. Throws WorkbookError where it is broken or holds too much. */
export function readSheetPart(
  part: Uint8Array,
  label: { name: string; hidden: boolean },
  context: SheetContext,
): RawSheet {
  const rows = new Map<number, Map<number, Cell>>();
  const hiddenRows = new Set<number>();
  const shownRows = new Set<number>();
  /** By column: true when it is hidden. A column without an element of its own is as the sheet says. */
  const columns: boolean[] = [];
  const merges: Range[] = [];
  let rowsHidden = false;
  let columnsHidden = false;
  let row = 0;
  let column = 0;
  let cell = null as OpenCell | null;
  /** Rows in which a value stands, each element counted for itself. */
  let storedRows = 0;
  let rowIsStored = true;
  const alternatives = new Alternatives();

  function openRow(attributes: Attributes): void {
    rowIsStored = false;
    if (alternatives.isPassedOver) return;
    const told = Number(attributes['r']);
    row = Number.isInteger(told) && told > 0 ? told : row + 1;
    column = 0;
    const low = tooSmall(attributes['ht'], LOWEST);
    if (isTrue(attributes['hidden']) || low === true) hiddenRows.add(row);
    else if (rowsHidden && (low === false || attributes['hidden'] !== undefined)) shownRows.add(row);
  }

  function openCell(attributes: Attributes): void {
    const { isPassedOver } = alternatives;
    if (!isPassedOver) column = parseRef(attributes['r'])?.column ?? column + 1;
    const style = context.styles[Number(attributes['s'] ?? 0)] ?? PLAIN_STYLE;
    const type = attributes['t'] ?? 'n';
    cell = {
      isPassedOver,
      column,
      type,
      style,
      rich: attributes['vm'] !== undefined,
      value: null,
      formula: null,
      inline: null,
    };
  }

  function closeCell(read: OpenCell): void {
    if (!rowIsStored && (read.value || read.inline?.read.text)) {
      rowIsStored = true;
      storedRows += 1;
    }
    const { budget, strings } = context;
    // Before the text is looked at, also where it is passed over: what a file holds once it may show in every cell.
    if (read.type === 's') budget.takeCharacters(strings[Number(read.value)]?.text.length ?? 0);
    if (read.isPassedOver) return;
    const made = readCell(read, row, context);
    if (made.kind === 'empty' && made.comment === undefined) return;
    if (read.type === 's') budget.takeCells(1);
    else budget.take(made);
    const held = rows.get(row) ?? new Map<number, Cell>();
    // A row may come in two pieces. Which of two values for one cell is meant is not known.
    const before = held.get(read.column);
    if (before !== undefined && cellText(before) !== cellText(made))
      throw new WorkbookError('not-all-read', { sheet: label.name });
    rows.set(row, held.set(read.column, made));
  }

  parseXml(part, {
    open(name, attributes, fullPath) {
      alternatives.open(name);
      const path = plainPath(fullPath);
      const parent = path.at(-1);
      if (cell !== null) {
        if (alternatives.isPassedOver && !cell.isPassedOver) return;
        if (name === 'is' && parent === 'c') cell.inline = new TextGatherer();
        else if (name === 'v' && parent === 'c') cell.value = '';
        else if (name === 'f' && parent === 'c') cell.formula = '';
        else cell.inline?.open(name, attributes);
      } else if (name === 'row' && parent === 'sheetData') openRow(attributes);
      else if (name === 'c' && parent === 'row') openCell(attributes);
      else if (name === 'mergeCell' && parent === 'mergeCells') {
        const range = parseRange(attributes['ref']);
        if (range !== null) merges.push(range);
      } else if (name === 'col' && parent === 'cols') {
        const hidden = isTrue(attributes['hidden']) || tooSmall(attributes['width'], NARROWEST) === true;
        const last = Math.min(Number(attributes['max']), MAX_COLUMNS);
        for (let told = Math.max(1, Number(attributes['min'])); told <= last; told += 1) columns[told] = hidden;
      } else if (name === 'sheetFormatPr') {
        const low = isTrue(attributes['customHeight']) && tooSmall(attributes['defaultRowHeight'], LOWEST) === true;
        rowsHidden = low || isTrue(attributes['zeroHeight']);
        columnsHidden = tooSmall(attributes['defaultColWidth'], NARROWEST) === true;
      }
    },
    text(text, fullPath) {
      if (cell === null || (alternatives.isPassedOver && !cell.isPassedOver)) return;
      const path = plainPath(fullPath);
      const inside = path.at(-1);
      if (cell.inline !== null) {
        if (path.includes('is')) cell.inline.text(text, path);
      } else if (path.at(-2) !== 'c') return;
      else if (inside === 'v') cell.value = (cell.value ?? '') + text;
      else if (inside === 'f') cell.formula = (cell.formula ?? '') + text;
    },
    close(name, fullPath) {
      alternatives.close(name);
      if (name !== 'c' || cell === null || plainPath(fullPath).at(-1) !== 'row') return;
      closeCell(cell);
      cell = null;
    },
  });
  return {
    ...label,
    rows,
    storedRows,
    merges,
    hiddenRow: (number) => hiddenRows.has(number) || (rowsHidden && !shownRows.has(number)),
    hiddenColumn: (number) => columns[number] ?? columnsHidden,
  };
}
