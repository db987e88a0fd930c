import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/domain/brands.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/domain/reference/load.ts';
import { readSlips } from './slips.ts';

interface Expected {
  readonly row: number;
  readonly name: string | null;
  readonly id: string | null;
  readonly code: string | null;
  readonly date: string | null;
  readonly expect: 'take' | 'ask' | 'refuse';
}

const folder = path.join(import.meta.dirname, '../../test/fixtures/slips');
const today = '2026-11-23' as LocalDate;

async function verdicts(file: string) {
  const bytes = new Uint8Array(await readFile(path.join(folder, file)));
  return readSlips(bytes, file, { catalogue: referenceCatalogue(), places: referencePlaces(), today });
}

describe('the week sheets as agents hand them in', async () => {
  const expected = JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Record<string, Expected[]>;

  it.each([
    ['village-week-clean.xlsx', 'clean'],
    ['village-week-messy.xlsx', 'messy'],
    ['village-week-gb18030.csv', 'csv'],
  ])(
    '%s: every row has the verdict, name, id, matter and date expected of it, and there is no other row',
    async (file, key) => {
      const rows = await verdicts(file);
      const got = rows.map(({ row, name, id, matter, date, verdict }) => ({
        row,
        name,
        id,
        code: matter,
        date,
        expect: verdict,
      }));
      const want = (expected[key] ?? []).map(({ row, name, id, code, date, expect }) => ({
        row,
        name,
        id,
        code,
        date,
        expect,
      }));
      expect(got).toEqual(want);
    },
  );

  it('knows the village and the hand-in date from the title lines', async () => {
    const [first] = await verdicts('village-week-messy.xlsx');
    expect(first).toMatchObject({ village: '431222111262', handIn: '2017-11-10', sheet: '11月第2周' });
  });

  it('gives a reason for every row that is not taken and none for a row that is', async () => {
    for (const row of await verdicts('village-week-messy.xlsx'))
      expect(row.reasons.length > 0, `row ${row.row}`).toBe(row.verdict !== 'take');
  });

  it('offers candidates for a vague matter and the 18-digit form of an old number', async () => {
    const rows = await verdicts('village-week-messy.xlsx');
    expect(rows.find((row) => row.row === 12)?.candidates.length).toBeGreaterThan(2);
    expect(rows.find((row) => row.row === 28)?.candidates).toEqual(['MZ-007', 'MZ-001']);
    expect(rows.find((row) => row.row === 11)?.idSuggestion).toHaveLength(18);
  });

  it('keeps a text that looks like a formula as it stands', async () => {
    const rows = await verdicts('village-week-messy.xlsx');
    expect(rows.find((row) => row.row === 24)?.note).toBe("=cmd|'/c calc'!A0");
  });
});
