import { readFile } from 'node:fs/promises';
import * as XLSX from '@e965/xlsx';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { InventedPerson } from '../../shared/person/invented-people.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
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
  return (await readSlips(bytes, file, { catalogue: referenceCatalogue(), places: referencePlaces(), today })).slips;
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

describe('sheets that are harder', () => {
  it('a csv in GB18030 with semicolons, titles, quotes, ditto marks and lost digits is read as a person would', async () => {
    const rows = await verdicts('harder-gb18030.csv');
    const expected = JSON.parse(await readFile(path.join(folder, 'harder-expected.json'), 'utf8')) as unknown;
    expect(
      rows.map(({ row, name, id, matter, date, verdict, reasons }) => ({
        row,
        name,
        id,
        code: matter,
        date,
        expect: verdict,
        why: reasons.map((reason) => reason.code),
      })),
    ).toEqual(expected);
  });

  it('a workbook of several sheets with merged cells, real dates, a formula and a hidden row keeps every row apart', async () => {
    const [a, b, c, d] = invent(4, 55) as [InventedPerson, InventedPerson, InventedPerson, InventedPerson];
    const day = (serial: number): XLSX.CellObject => ({ t: 'n', v: serial, z: 'yyyy-mm-dd' });
    const first = XLSX.utils.aoa_to_sheet([
      ['凉水井镇王家岭村代办登记表'],
      ['事项', '姓名', '证件号码', '登记日期'],
      ['低保', a.name, a.idNumber, day(43_045)],
      ['', b.name, { t: 's', v: b.idNumber, f: `"${b.idNumber}"` }, day(43_046)],
      ['小计', '2人'],
    ]);
    first['!merges'] = [XLSX.utils.decode_range('A1:D1'), XLSX.utils.decode_range('A3:A4')];
    const second = XLSX.utils.aoa_to_sheet([
      ['姓名', '身份证', '事项', '日期'],
      [c.name, Number(c.idNumber.replace('X', '0')), '医保', '2017-11-13'],
      [d.name, d.idNumber, '医保', '2017-11-14'],
      [a.name, a.idNumber, '申请低保', '2017-11-15'],
    ]);
    second['!rows'] = [{}, {}, { hidden: true }];
    const note = XLSX.utils.aoa_to_sheet([['每周五交']]);
    const bytes = new Uint8Array(
      XLSX.write(
        { SheetNames: ['第1周', '第2周', '说明'], Sheets: { 第1周: first, 第2周: second, 说明: note } },
        { type: 'array', bookType: 'xlsx' },
      ) as ArrayBuffer,
    );
    const { slips: rows } = await readSlips(bytes, '两周.xlsx', {
      catalogue: referenceCatalogue(),
      places: referencePlaces(),
      today,
    });
    expect(
      rows.map((row) => [
        row.sheet,
        row.row,
        row.name,
        row.id,
        row.matter,
        row.date,
        row.reasons.map(({ code }) => code).join(),
      ]),
    ).toEqual([
      ['第1周', 3, a.name, a.idNumber, 'MZ-001', '2017-11-06', ''],
      ['第1周', 4, b.name, b.idNumber, 'MZ-001', '2017-11-07', ''],
      ['第2周', 2, c.name, null, 'SB-006', '2017-11-13', 'id-lost-digits'],
      ['第2周', 3, d.name, d.idNumber, 'SB-006', '2017-11-14', 'hidden-row'],
      ['第2周', 4, a.name, a.idNumber, 'MZ-001', '2017-11-15', 'duplicate'],
    ]);
  });
});
