/** Small files as the world writes them, each standing for a kind that was once read wrongly. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { readSlips } from './slips.ts';
import { WorkbookError } from './workbook-error.ts';

const folder = path.join(import.meta.dirname, '../../test/fixtures/faults');
const options = { catalogue: referenceCatalogue(), places: referencePlaces(), today: '2026-12-01' as LocalDate };

/** One line a slip, `row name date verdict: reasons`; of a file that is refused its code alone. */
async function verdicts(file: string): Promise<string[]> {
  try {
    const { slips: rows } = await readSlips(new Uint8Array(await readFile(path.join(folder, file))), file, options);
    return rows.map(({ row, name, date, matter, verdict, reasons }) =>
      [row, name, matter, date, verdict, ...reasons.map(({ code }) => code)].join(' '),
    );
  } catch (error) {
    if (error instanceof WorkbookError) return [error.code];
    throw error;
  }
}

const SIX = [
  '2 符红娥 MZ-001 2017-11-01 take',
  '3 吴春桂 SB-006 2017-11-02 take',
  '4 陈娥满 MZ-005 2017-11-03 take',
  '5 宋满琴 MZ-007 2017-11-04 take',
  '6 熊国财 MZ-003 2017-11-05 take',
  '7 符德松 MZ-001 2017-11-06 take',
];

describe('a text file', () => {
  it.each<[string, readonly string[]]>([
    ['c1c-fullwidth-quoted.csv', SIX],
    ['c2-tab-commas.txt', SIX],
    ['c11-empty-lines.csv', SIX.slice(0, 3)],
    ['c7b-mht.xls', ['save-as']],
    [
      'paste.txt',
      [
        '1 符红娥 MZ-001 2026-11-20 ask no-header',
        '2 吴春桂 SB-006 2026-11-20 ask no-header',
        '3 陈娥满 MZ-005 2026-11-20 ask no-header',
        '4 宋满琴 MZ-007 2026-11-20 ask no-header',
      ],
    ],
  ])('%s is read as a person would', async (file, expected) => {
    expect(await verdicts(file)).toEqual(expected);
  });
});
