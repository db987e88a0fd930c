/** A file of slips, read to its verdicts. */
import { type SlipOptions, readSlipSheets } from '../../shared/slips/read-slips.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import { readWorkbook } from './read.ts';

/** Every slip row of a workbook or csv. Throws WorkbookError when the file can't be read. */
export async function readSlips(bytes: Uint8Array, fileName: string, options: SlipOptions): Promise<SlipRow[]> {
  return readSlipSheets(await readWorkbook(bytes, fileName), options);
}
