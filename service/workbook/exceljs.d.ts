/**
 * The part of exceljs that this program uses. Its own declarations make every Node Buffer an ArrayBuffer, for the whole program,
 * so tsconfig.json puts these in their place.
 */
declare namespace ExcelJS {
  enum ValueType {
    Null = 0,
    Merge = 1,
    Number = 2,
    String = 3,
    Date = 4,
    Hyperlink = 5,
    Formula = 6,
    SharedString = 7,
    RichText = 8,
    Boolean = 9,
    Error = 10,
  }
  interface CellErrorValue {
    error: string;
  }
  interface CellRichTextValue {
    richText: { text: string; font?: object }[];
  }
  interface CellHyperlinkValue {
    text: string | CellRichTextValue;
    hyperlink: string;
  }
  interface CellFormulaValue {
    formula: string;
    result?: CellValue;
    date1904?: boolean;
  }
  interface CellSharedFormulaValue {
    sharedFormula: string;
    result?: CellValue;
    date1904?: boolean;
  }
  type CellValue =
    | null
    | number
    | string
    | boolean
    | Date
    | undefined
    | CellErrorValue
    | CellRichTextValue
    | CellHyperlinkValue
    | CellFormulaValue
    | CellSharedFormulaValue;
  interface Cell {
    value: CellValue;
    numFmt: string;
    readonly type: ValueType;
    readonly text: string;
    readonly isMerged: boolean;
    readonly master: Cell;
    readonly address: string;
    readonly row: number | string;
    readonly col: number | string;
  }
  interface Row {
    hidden: boolean;
    font: object;
    readonly number: number;
    readonly cellCount: number;
    values: CellValue[];
    getCell(column: number | string): Cell;
    eachCell(options: { includeEmpty: boolean }, visit: (cell: Cell, column: number) => void): void;
  }
  interface Column {
    width?: number;
    hidden?: boolean;
  }
  interface Worksheet {
    name: string;
    state: 'visible' | 'hidden' | 'veryHidden';
    readonly rowCount: number;
    readonly actualRowCount: number;
    getRow(row: number): Row;
    getColumn(column: number | string): Column;
    getCell(address: string): Cell;
    addRow(values: readonly CellValue[]): Row;
    addRows(rows: readonly (readonly CellValue[])[]): Row[];
    mergeCells(range: string): void;
    eachRow(options: { includeEmpty: boolean }, visit: (row: Row, number: number) => void): void;
  }
  class Workbook {
    readonly worksheets: Worksheet[];
    properties: { date1904?: boolean };
    addWorksheet(name?: string, options?: { state?: Worksheet['state']; views?: object[] }): Worksheet;
    getWorksheet(name: string | number): Worksheet | undefined;
    readonly xlsx: {
      load(bytes: Uint8Array | ArrayBuffer, options?: { ignoreNodes?: string[] }): Promise<Workbook>;
      writeBuffer(): Promise<ArrayBuffer>;
    };
  }
}
export default ExcelJS;
