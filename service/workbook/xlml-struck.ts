/**
 * Which cells of an XML workbook of Excel 2003 are struck out: the one thing that people see there and SheetJS does not tell. Format:
 * Microsoft Office 2003 XML Reference Schemas, SpreadsheetML.
 */
import { MAX_COLUMNS } from './limits.ts';
import type { StruckCells } from './raw-sheet.ts';
import { type Attributes, isTrue, parseXml } from './xml.ts';

const countOf = (text: string | undefined): number => Math.max(0, Math.trunc(Number(text ?? 0)) || 0);

/** The struck cells of each sheet, sheets in the order of the file. */
export function xlmlStruck(bytes: Uint8Array): readonly StruckCells[] {
  const styles = new Set<string>();
  const sheets: Map<number, Set<number>>[] = [];
  let style = '';
  let row = 0;
  let rowStyle: string | undefined;
  let column = 0;
  let nextColumn = 1;
  let columns: { readonly from: number; readonly to: number; readonly style: string | undefined }[] = [];

  const add = (): void => {
    const struck = sheets.at(-1);
    struck?.set(row, (struck.get(row) ?? new Set<number>()).add(column));
  };

  function openColumn(attributes: Attributes): void {
    const from = countOf(attributes['Index']) || nextColumn;
    nextColumn = from + countOf(attributes['Span']) + 1;
    if (columns.length < MAX_COLUMNS) columns.push({ from, to: nextColumn - 1, style: attributes['StyleID'] });
  }

  function openCell(attributes: Attributes): void {
    column = countOf(attributes['Index']) || nextColumn;
    nextColumn = column + countOf(attributes['MergeAcross']) + 1;
    const ofColumn = columns.find(({ from, to }) => from <= column && column <= to)?.style;
    if (styles.has(attributes['StyleID'] ?? rowStyle ?? ofColumn ?? 'Default')) add();
  }

  parseXml(bytes, {
    open(name, attributes, path) {
      const parent = path.at(-1);
      if (name === 'Style' && parent === 'Styles') {
        style = attributes['ID'] ?? '';
        if (styles.has(attributes['Parent'] ?? '')) styles.add(style);
      } else if (name === 'Font' && parent === 'Style' && attributes['StrikeThrough'] !== undefined) {
        if (isTrue(attributes['StrikeThrough'])) styles.add(style);
        else styles.delete(style);
      } else if (name === 'Worksheet') sheets.push(new Map());
      else if (name === 'Table' && parent === 'Worksheet') {
        row = 0;
        columns = [];
        nextColumn = 1;
      } else if (name === 'Column' && parent === 'Table') openColumn(attributes);
      else if (name === 'Row' && parent === 'Table') {
        row = countOf(attributes['Index']) || row + 1;
        rowStyle = attributes['StyleID'];
        nextColumn = 1;
      } else if (name === 'Cell' && parent === 'Row') openCell(attributes);
    },
    text(text, path) {
      if (text.trim() !== '' && path.includes('S') && path.includes('Data')) add();
    },
    close(name, path) {
      if (name === 'Row' && path.at(-1) === 'Table') rowStyle = undefined;
    },
  });
  return sheets;
}
