/** A file of slips, read to its verdicts. */
import { readHeader } from '../../shared/slips/columns.ts';
import type { SlipOptions } from '../../shared/slips/read-row.ts';
import { type SlipReading, readSlipSheets } from '../../shared/slips/read-slips.ts';
import { readWorkbook } from './read.ts';
import { WorkbookError } from './workbook-error.ts';

/**
 * Returns every slip row of a workbook or csv, and how many people were left out; no rows where a table is empty. Throws WorkbookError when the file
 * can't be read, or holds neither slips nor the headings of a table.
 */
export async function readSlips(bytes: Uint8Array, fileName: string, options: SlipOptions): Promise<SlipReading> {
  const sheets = await readWorkbook(bytes, fileName);
  const reading = readSlipSheets(sheets, options);
  const isTable = reading.slips.length > 0 || sheets.some(({ rows }) => rows.some((row) => readHeader(row) !== null));
  if (!isTable) throw new WorkbookError('no-table');
  return reading;
}
