import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type Written, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../reference/load.ts';
import type { Sheet } from './cells.ts';
import { readSlipSheets } from './read-slips.ts';

const people = invent(60, 47);
const person = (index: number) => people[index % people.length]!;
const options = { catalogue: referenceCatalogue(), places: referencePlaces(), today: '2026-12-01' as LocalDate };
const read = (...sheets: Sheet[]) => readSlipSheets(sheets, options);
const told = (...sheets: Sheet[]) =>
  read(...sheets).slips.map(({ sheet, row, name, verdict, reasons }) =>
    [sheet, row, name, verdict, ...reasons.map(({ code }) => code)].join(' '),
  );

const HEAD = ['日期', '姓名', '身份证号码', '事项'];
const slip = (index: number): Written[] => ['2026-11-20', person(index).name, person(index).idNumber, '医保'];
const proper = (count = 2) => sheetOf('代办', [HEAD, ...Array.from({ length: count }, (_, index) => slip(index))]);
/** As slips of `proper` are told. */
const PROPER = [0, 1].map((index) => `代办 ${index + 2} ${person(index).name} take`);

type Field = 'date' | 'name' | 'id' | 'matter' | 'phone' | 'serial';
const values = (index: number): Record<Field, string> => ({
  date: '2026-11-21',
  name: person(index).name,
  id: person(index).idNumber,
  matter: '低保',
  phone: '13874512345',
  serial: String(index),
});

describe('a person beside the table', () => {
  const beside = fc.record({
    fields: fc.shuffledSubarray(['date', 'name', 'matter', 'phone', 'serial'] as Field[], { minLength: 2 }),
    hasId: fc.boolean(),
    gap: fc.nat({ max: 4 }),
    halves: fc.integer({ min: 1, max: 2 }),
    from: fc.nat({ max: 2 }),
  });

  it('is a slip to be asked about, without headings, with a number or without, in whatever order', () => {
    fc.assert(
      fc.property(beside, ({ fields, hasId, gap, halves, from }) => {
        const order = [...new Set<Field>(['name', 'matter', ...fields])];
        const right = hasId ? (['id', ...order] as Field[]) : order;
        const expected = new Set<string>();
        const rows = Array.from({ length: 3 }, (_, row): Written[] => {
          const cells = slip(row);
          for (let half = 1; half <= (row < from ? 0 : halves); half += 1) {
            const index = row + 10 * half;
            expected.add(person(index).name);
            cells.push(...Array.from({ length: gap }, () => ''), ...right.map((field) => values(index)[field]));
          }
          return cells;
        });
        const { slips } = read(sheetOf('表', [HEAD, ...rows]));
        const names = slips.map(({ name }) => name);
        expect([...expected].filter((name) => !names.includes(name))).toEqual([]);
        expect(slips.filter(({ name }) => expected.has(name ?? '')).every(({ verdict }) => verdict === 'ask')).toBe(
          true,
        );
        for (const index of [0, 1, 2])
          expect(slips.find(({ name }) => name === person(index).name)).toMatchObject({ verdict: 'take' });
      }),
      { numRuns: 100 },
    );
  });

  it('is asked about where only the name stands there, and whoever signs each row is not', () => {
    const row = (index: number, name: string): Written[] => [...slip(index), name];
    expect(told(sheetOf('表', [HEAD, row(0, ''), row(1, person(9).name), slip(2)]))).toEqual([
      `表 2 ${person(0).name} take`,
      `表 3 ${person(1).name} ask name-beside`,
      `表 4 ${person(2).name} take`,
    ]);
    expect(told(sheetOf('表', [HEAD, row(0, '向建松'), row(1, '向建松')]))).toEqual([
      `表 2 ${person(0).name} take`,
      `表 3 ${person(1).name} take`,
    ]);
    expect(told(sheetOf('表', [HEAD, row(0, '已交'), row(1, '邮寄'), row(2, '3组')]))).toHaveLength(3);
  });
});

describe('a person on a sheet without headings beside a proper one', () => {
  it('is a slip to be asked about, with a number or without', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['date', 'name', 'matter', 'phone', 'serial', 'id'] as Field[], { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        (fields, count) => {
          const order = [...new Set<Field>([...fields, 'name', 'matter'])];
          const rows = Array.from({ length: count }, (_, index) => order.map((field) => values(index + 20)[field]));
          const { slips } = read(proper(), sheetOf('续', rows));
          expect(slips.map(({ sheet, name, verdict }) => [sheet, name, verdict])).toEqual([
            ...[0, 1].map((index) => ['代办', person(index).name, 'take']),
            ...rows.map((_, index) => ['续', person(index + 20).name, 'ask']),
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is not made of notes, of signatures and of the number of whoever hands the sheet in', () => {
    const notes = sheetOf('说明', [
      ['本表每周五交镇便民服务中心'],
      ['民政办', '低保', '特困供养'],
      ['代办员', '向建松', '电话', '13874500000'],
      ['代办员：向建松', '', `身份证号：${person(40).idNumber}`],
      ['填表人', person(41).name, '身份证号码', person(41).idNumber],
      ['合计', '2人', '医保2件'],
    ]);
    expect(told(proper(), notes)).toEqual(PROPER);
  });
});

describe('a form beside a proper table', () => {
  const pair = (label: string, value: string, colon: boolean): Written[] =>
    colon ? [`${label}：${value}`] : [label, value];

  it('is one slip to be asked about, however its labels are set', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ colon: fc.boolean(), perRow: fc.integer({ min: 1, max: 3 }), hasId: fc.boolean() }), {
          minLength: 1,
          maxLength: 3,
        }),
        (forms) => {
          const rows: Written[][] = [];
          const expected = forms.map(({ colon, perRow, hasId }, form) => {
            const own = values(form + 30);
            const pairs = [
              pair('姓名', own.name, colon),
              ...(hasId ? [pair('身份证号码', own.id, colon)] : []),
              pair('代办事项', own.matter, colon),
              pair('联系电话', own.phone, colon),
              pair('日期', own.date, colon),
            ];
            rows.push(['沅陵镇村级代办三联单']);
            for (let at = 0; at < pairs.length; at += perRow) rows.push(pairs.slice(at, at + perRow).flat());
            return [own.name, hasId ? own.id : null, 'MZ-001', own.date, 'ask'];
          });
          const { slips } = read(proper(), sheetOf('单子', rows));
          expect(
            slips
              .filter(({ sheet }) => sheet === '单子')
              .map(({ name, id, matter, date, verdict }) => [name, id, matter, date, verdict]),
          ).toEqual(expected);
          expect(slips.filter(({ reasons }) => reasons.some(({ code }) => code === 'form-cell'))).toHaveLength(
            forms.length,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('every good ID number of a file', () => {
  it('is asked about in a sentence below the table, and in a remark of somebody else', () => {
    const sheet = sheetOf('表', [
      [...HEAD, '备注'],
      [...slip(0), `其妻${person(1).name}${person(1).idNumber}同办`],
      [...slip(2), `本人${person(2).idNumber}`],
      [`补：${person(3).name} ${person(3).idNumber} 低保`],
    ]);
    expect(told(sheet)).toEqual([
      `表 2 ${person(0).name} ask name-beside`,
      `表 3 ${person(2).name} take`,
      `表 4 ${person(3).name} ask date-missing left-over`,
    ]);
    expect(read(sheet).slips.at(-1)).toMatchObject({ id: person(3).idNumber, matter: 'MZ-001' });
  });

  it('is in a slip or counted, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('', '姓名', '事项', '备注', '三组', 'ID'), { minLength: 1, maxLength: 7 }), {
          minLength: 1,
          maxLength: 6,
        }),
        (rows) => {
          const used: string[] = [];
          const stray = sheetOf(
            '乱',
            rows.map((cells) =>
              cells.map((cell) => {
                if (cell !== 'ID') return cell;
                used.push(person(used.length + 5).idNumber);
                return used.at(-1)!;
              }),
            ),
          );
          const { slips, unread } = read(proper(), stray);
          const seen = JSON.stringify(slips.map(({ id, raw }) => [id, raw]));
          const counted = unread.reduce((sum, { people: count }) => sum + count, 0);
          expect(used.filter((number) => !seen.includes(number)).length).toBeLessThanOrEqual(counted);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('on a roster is counted, for those of whom there is no slip', () => {
    const roster = sheetOf('花名册', [
      ['姓名', '身份证号', '组'],
      ...Array.from({ length: 12 }, (_, index) => [person(index).name, person(index).idNumber, 3]),
    ]);
    const { slips, unread } = read(proper(), roster);
    expect(slips).toHaveLength(2);
    expect(unread).toEqual([{ sheet: '花名册', people: 10 }]);
    expect(read(proper(12), roster).unread).toEqual([]);
  });
});

describe('two columns that can be seen under one meaning', () => {
  const table = (headings: readonly string[], ...rows: Written[][]) =>
    told(sheetOf('表', [['姓名', '身份证号', ...headings], ...rows])).map((line) => line.split(' ').slice(3).join(' '));
  const who = (index: number): Written[] => [person(index).name, person(index).idNumber];

  it.each([
    ['事项', '代办事项'],
    ['代办事项', '事项'],
    ['事项名称', '办理事项'],
    ['代办事项', '代办事项'],
    ['申请事项', '业务名称'],
  ])('%s and %s ask where they name two matters', (one, other) => {
    const rows = table(
      [one, other, '日期'],
      [...who(0), '低保', '医保', '2026-11-20'],
      [...who(1), '低保', '低保', '2026-11-20'],
      [...who(2), '低保', '申请低保', '2026-11-20'],
    );
    expect(rows).toEqual(['ask matter-which', 'take', 'take']);
  });

  it('offer both matters, and say nothing of a remark', () => {
    const sheet = sheetOf('表', [
      ['姓名', '身份证号', '事项', '业务类型', '日期'],
      [...who(0), '低保', '医保', '2026-11-20'],
      [...who(1), '低保', '新办', '2026-11-20'],
    ]);
    const { slips } = read(sheet);
    expect([...(slips[0]?.candidates ?? [])].toSorted()).toEqual(['MZ-001', 'SB-006']);
    expect(slips[1]?.verdict).toBe('take');
  });

  it('ask for the day as well', () => {
    expect(
      table(
        ['事项', '日期', '登记日期'],
        [...who(0), '低保', '2026-11-20', '2026-11-21'],
        [...who(1), '低保', '2026-11-20', '11.20'],
      ),
    ).toEqual(['ask date-which', 'take']);
  });
});
