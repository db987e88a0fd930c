/** Text files with separated values, in the encodings and separators that Chinese Excel and WPS write. */
import type { Cell, Sheet } from '../../shared/slips/cells.ts';
import { EMPTY_CELL } from '../../shared/slips/cells.ts';
import { WorkbookError } from './workbook-error.ts';

const SEPARATORS = [',', '\t', ';', '\uff0c', '|'] as const;
const SNIFFED_LINES = 20;

/** UTF-8 when every byte fits it, else GB18030 (which GBK and GB2312 are parts of); UTF-16 by its mark only. */
function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes('\0')) throw new WorkbookError('not-workbook');
      return text;
    } catch (error) {
      if (error instanceof WorkbookError) throw error;
    }
  }
  throw new WorkbookError(bytes.includes(0) ? 'not-workbook' : 'encoding');
}

/** Splits into records of fields; quotes hold separators and line breaks, and are doubled inside (RFC 4180). */
function parseSeparated(text: string, separator: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  let touched = false;
  const endField = (): void => {
    record.push(field);
    field = '';
    touched = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && !touched && opensQuote(text, at, separator)) {
      quoted = true;
      touched = true;
    } else if (char === separator) endField();
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at += 1;
      endField();
      records.push(record);
      record = [];
    } else {
      field += char;
      touched = true;
    }
  }
  if (field !== '' || record.length > 0) {
    endField();
    records.push(record);
  }
  return records;
}

/**
 * A quote at a field's start opens a quoted field only if one closes it before a separator or an end: a lone " is a ditto mark. One at the
 * end of a line is such a mark too, unless the quote that closes it comes before the next separator: a cell that begins with a line break.
 */
function opensQuote(text: string, at: number, separator: string): boolean {
  const next = text[at + 1];
  if (next === undefined || next === separator) return false;
  const breaks = next === '\n' || next === '\r';
  for (let end = at + 1; end < text.length; end += 1) {
    if (breaks && text[end] === separator) return false;
    if (text[end] !== '"') continue;
    if (text[end + 1] === '"') {
      end += 1;
      continue;
    }
    const after = text[end + 1];
    return after === undefined || after === separator || after === '\n' || after === '\r';
  }
  return false;
}

/** The separator that splits the first lines into the most fields. */
function sniffSeparator(text: string): string {
  const head = text.split(/\r\n|\n|\r/u, SNIFFED_LINES).join('\n');
  let best: { separator: string; fields: number } = { separator: ',', fields: 0 };
  for (const separator of SEPARATORS) {
    const fields = parseSeparated(head, separator).reduce((sum, record) => sum + record.length - 1, 0);
    if (fields > best.fields) best = { separator, fields };
  }
  return best.separator;
}

/** `="433022…"` is how people keep Excel from reading a long number: the text inside is meant. */
function csvCell(field: string): Cell {
  const text = /^="([^"]*)"$/.exec(field.trim())?.[1] ?? field;
  return text.trim() === '' ? EMPTY_CELL : { kind: 'text', text };
}

/** Reads the bytes of a csv file as one sheet. Throws WorkbookError. */
export function readCsv(bytes: Uint8Array, sheet: string): Sheet {
  const text = decodeText(bytes).replace(/^\uFEFF/, '');
  const declared = /^sep=(.)\r?\n/iu.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const separator = declared?.[1] ?? sniffSeparator(body);
  // The sep= line is a row of the file as far as row numbers go, Excel does not show it.
  const rows = parseSeparated(body, separator).map((record, index) => ({ row: index + 1, cells: record.map(csvCell) }));
  return { sheet, rows };
}
