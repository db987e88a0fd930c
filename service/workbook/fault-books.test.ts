/** Workbooks as the world writes them, each standing for a kind that was once read wrongly. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import { readSlips } from './slips.ts';

const folder = path.join(import.meta.dirname, '../../test/fixtures/faults');
const options = { catalogue: referenceCatalogue(), places: referencePlaces(), today: '2026-12-01' as LocalDate };

const slipsOf = async (file: string): Promise<readonly SlipRow[]> =>
  (await readSlips(new Uint8Array(await readFile(path.join(folder, file))), file, options)).slips;

/** One line a slip: `row name matter date verdict`, then the reasons. */
const line = ({ row, name, matter, date, verdict, reasons }: SlipRow): string =>
  [row, name, matter, date, verdict, ...reasons.map(({ code }) => code)].join(' ');

const PEOPLE = ['符红娥 MZ-001', '吴春桂 SB-006', '陈娥满 MZ-005', '宋满琴 MZ-007', '熊国财 MZ-003', '符德松 MZ-001'];
/** The first `count` people from row `first` on, a day each from 1 November 2017 (or `day`) on. */
const taken = (count: number, first = 3, day = (index: number) => index + 1): string[] =>
  PEOPLE.slice(0, count).map(
    (person, index) => `${first + index} ${person} 2017-11-${String(day(index)).padStart(2, '0')} take`,
  );

describe('a workbook', () => {
  it.each<[string, readonly string[]]>([
    ['01b-formula-empty-carried.xlsx', taken(4, 3, () => 8)],
    ['02-text-formula-dateformat.xlsx', taken(4)],
    ['03b-iso-dates-notitle.xlsx', taken(4, 2, (index) => index + 3)],
    ['04b-1904-notitle.xlsx', taken(5, 2, () => 9)],
    ['06-prefix-all.xlsx', taken(5)],
    ['07c-filter-wide.xlsx', taken(5)],
    ['08b-comments-openpyxl.xlsx', taken(5)],
    ['09-merge-overlap.xlsx', taken(5)],
    ['10b-merge-8cols.xlsx', taken(5)],
    ['12-no-refs.xlsx', taken(5)],
    ['13-rows-to-bottom.xlsx', taken(5)],
    ['15b-Sheet1.xlsx', taken(5)],
    [
      '15f-two-one-lost.xlsx',
      [
        ...taken(3),
        '3 周满清 MZ-001 2017-11-01 take',
        '4 石长 SB-006 2017-11-02 take',
        '5 邓红 MZ-005 2017-11-03 take',
        '6 谢文 MZ-007 2017-11-04 take',
      ],
    ],
    ['17-zeroheight.xlsx', taken(6).map((each, index) => (index < 2 ? each : each.replace('take', 'ask hidden-row')))],
    ['17d-hidden-column.xlsx', taken(4, 3, () => 8).map((each) => each.replace(/[A-Z]{2}-\d{3}/u, 'MZ-001'))],
    ['23-cdata.xlsx', taken(4)],
    [
      'm4-dispimg.xlsx',
      taken(3, 3, () => 8).map((each) => each.replace(/[A-Z]{2}-\d{3}/u, 'MZ-001').replace('take', 'ask cell-picture')),
    ],
  ])('%s is read as a person would', async (file, expected) => {
    expect((await slipsOf(file)).map(line)).toEqual(expected);
  });

  it.each(['f03a-inline-rPh.xlsx', 'f03c-cell-extLst.xlsx'])('%s is read to its end', async (file) => {
    const rows = await slipsOf(file);
    expect(rows.map(({ row, verdict }) => `${row} ${verdict}`)).toEqual(
      Array.from({ length: 8 }, (_, index) => `${index + 3} take`),
    );
    expect(rows[4]?.name).toBe('熊国财');
  });

  it('08c-右半没有表头.xlsx: the people right of the headings are slips too', async () => {
    const rows = await slipsOf('08c-右半没有表头.xlsx');
    expect(rows.map(({ row, name, matter, verdict }) => [row, name, matter, verdict].join(' '))).toEqual([
      '2 罗家 SB-006 take',
      '2 邓梅 MZ-001 take',
      '3 杨生金 SB-006 take',
      '3 杨菊燕 MZ-001 take',
      '4 罗开 SB-006 take',
      '4 覃香 MZ-001 take',
    ]);
  });

  it('05-身份证各种写法.xlsx: a number that was rounded is asked about, one with a remark is offered without it', async () => {
    const rows = await slipsOf('05-身份证各种写法.xlsx');
    const asked = (row: number) => rows.find((each) => each.row === row)?.reasons.map(({ code }) => code);
    expect(asked(10)).toContain('id-rounded');
    expect(asked(11)).toEqual(['id-rounded']);
    expect(rows.find(({ row }) => row === 13)).toMatchObject({ verdict: 'ask', idSuggestion: '433022195305140463' });
  });

  it('04-日期各种写法.xlsx: days of another year are asked about, with both years to choose from', async () => {
    const rows = await slipsOf('04-日期各种写法.xlsx');
    const asked = rows.filter(({ row }) => [10, 26, 27, 28].includes(row));
    expect(asked.map(({ row, verdict, offers }) => [row, verdict, offers.date?.join(' ')])).toEqual([
      [10, 'ask', '2026-03-05 2027-03-05'],
      [26, 'ask', '2026-11-28 2062-11-28'],
      [27, 'ask', '2025-11-28 2026-11-28'],
      [28, 'ask', '2026-01-28 2027-01-28'],
    ]);
  });

  it('07b-一户多事.xlsx: a review is of its matter, what is ticked comes first, the household is kept', async () => {
    const rows = await slipsOf('07b-一户多事.xlsx');
    const of = (row: number) => rows.find((each) => each.row === row);
    expect(of(9)).toMatchObject({ verdict: 'ask', candidates: ['MZ-001'] });
    expect(of(5)).toMatchObject({ verdict: 'ask', candidates: ['MZ-001', 'SB-006'] });
    expect(of(6)?.candidates).toEqual(['SB-006', 'MZ-001']);
    expect(of(2)?.note).toContain('唐花、钟兰秀');
  });

  it('07-一户一行打勾.xlsx: what is ticked is kept and offered', async () => {
    const rows = await slipsOf('07-一户一行打勾.xlsx');
    expect(rows.map(({ verdict, note }) => [verdict, note])).toEqual([
      ['ask', '医保√'],
      ['ask', '11月28日;医保4人、养老认证√'],
      ['ask', '养老认证1、低保√'],
      ['ask', '医保380'],
      ['ask', '医保是、低保√'],
    ]);
    expect(rows.every(({ candidates }) => candidates.length > 0)).toBe(true);
  });

  it('13-三联单样式.xlsx: each form is one slip to be asked about', async () => {
    const rows = await slipsOf('13-三联单样式.xlsx');
    expect(
      rows.map(({ row, name, id, matter, date, reasons }) =>
        [row, name, id, matter, date, ...reasons.map(({ code }) => code)].join(' '),
      ),
    ).toEqual([
      '2 吴春梅 433022194608026305 SB-006 2026-11-28 form-cell',
      '7 孙家 43302219660603647X SB-006 2026-11-28 form-cell',
    ]);
  });

  it('23-cdata.xlsx: every ID number is there', async () => {
    expect((await slipsOf('23-cdata.xlsx')).map(({ id }) => id)).toEqual([
      '433022196912091821',
      '431222200106071541',
      '433022197304193220',
      '433022194908200483',
    ]);
  });

  it('keeps no failed formula and no picture as a paper that was handed in', async () => {
    const rows = [...(await slipsOf('01b-formula-empty-carried.xlsx')), ...(await slipsOf('m4-dispimg.xlsx'))];
    expect(rows.map(({ materials, note }) => materials ?? note)).toEqual(Array.from(rows, () => null));
  });
});
