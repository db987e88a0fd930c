import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type Written, beside, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { VAGUE_WORDS } from '../matter/matter-search-words.ts';
import { referenceCatalogue, referencePlaces } from '../reference/load.ts';
import { HEADINGS } from './headings.ts';
import type { SlipField } from './slip-fields.ts';
import { readSlipSheets } from './read-slips.ts';

const catalogue = referenceCatalogue();
const options = { catalogue, places: referencePlaces(), today: '2026-11-23' as LocalDate };
const people = invent(120, 77);

/** One day of the week in which the sheet was handed in (2017-11-10), as different hands write it. */
const dates: readonly (readonly [LocalDate, (iso: string) => Written])[] = (
  ['2017-11-06', '2017-11-07', '2017-11-08', '2017-11-09', '2017-11-10'] as LocalDate[]
).flatMap((date) =>
  (
    [
      (iso) => iso,
      (iso) => iso.replaceAll('-', '.'),
      (iso) => iso.slice(2).replaceAll('-', '/'),
      (iso) => `${Number(iso.slice(5, 7))}.${Number(iso.slice(8))}`,
      (iso) => `${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`,
      (iso) => `${iso.slice(0, 4)}年${iso.slice(5, 7)}月${iso.slice(8)}日`,
      (iso) => iso.replaceAll('-', ''),
      (iso): Written => ({ kind: 'date', date: iso as LocalDate }),
      (iso) => 43045 + Number(iso.slice(8)) - 6,
      (iso) => iso.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ] as ((iso: string) => Written)[]
  ).map((write) => [date, write] as const),
);

const idHands: readonly ((id: string) => string)[] = [
  (id) => id,
  (id) => id.toLowerCase(),
  (id) => `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`,
  (id) => `'${id}`,
  (id) => `${id}\n`,
  (id) => id.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
];
const nameHands: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => ` ${name}　`,
  (name) => `${name.slice(0, 1)} ${name.slice(1)}`,
  (name) => Array.from(name).join('　'),
];
const words = catalogue.matters
  .filter((matter) => matter.proxyable)
  .flatMap((matter) =>
    [matter.name, ...matter.keywords]
      .filter((word) => !VAGUE_WORDS.has(word))
      .map((word) => [matter.code, word] as const),
  );
const matterHands: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `办${word}`,
  (word) => `申请${word}`,
  (word) => ` ${word}。`,
];

const fields = [
  'serial',
  'date',
  'name',
  'id',
  'group',
  'phone',
  'matter',
  'materials',
  'note',
] as const satisfies readonly SlipField[];
/** Headings that name the field by themselves; the rarer ones are tried one by one elsewhere. */
const heading = (field: SlipField) => fc.constantFrom(...HEADINGS[field].slice(0, 6));

const slip = fc.record({
  date: fc.constantFrom(...dates),
  id: fc.constantFrom(...idHands),
  name: fc.constantFrom(...nameHands),
  matter: fc.constantFrom(...words),
  hand: fc.constantFrom(...matterHands),
});

const page = fc.record({
  order: fc.shuffledSubarray([...fields], { minLength: fields.length }),
  headings: fc.record(
    Object.fromEntries(fields.map((field) => [field, heading(field)])) as Record<
      (typeof fields)[number],
      fc.Arbitrary<string>
    >,
  ),
  slips: fc.array(slip, { minLength: 1, maxLength: 8 }),
  titleAt: fc.boolean(),
  blankAfter: fc.nat({ max: 8 }),
  headerAgainAfter: fc.nat({ max: 8 }),
});

describe('a page of good slips', () => {
  it('is taken row by row, whatever its order of columns, its headings and the hands that wrote it', () => {
    fc.assert(
      fc.property(page, ({ order, headings, slips, titleAt, blankAfter, headerAgainAfter }) => {
        const head: Written[] = order.map((field) => headings[field]);
        const rows: Written[][] = titleAt
          ? [
              ['凉水井镇王家岭村便民服务代办登记表', ...Array.from({ length: 8 }, () => beside('x'))],
              ['填表日期:2017.11.10'],
              head,
            ]
          : [head];
        const expected: unknown[] = [];
        slips.forEach(({ date: [date, write], id, name, matter: [code, word], hand }, index) => {
          const person = people[index]!;
          const values: Record<(typeof fields)[number], Written> = {
            serial: index + 1,
            date: write(date),
            name: name(person.name),
            id: id(person.idNumber),
            group: '3组',
            phone: person.phone ?? '',
            matter: hand(word),
            materials: '身份证复印件',
            note: '',
          };
          rows.push(order.map((field) => values[field]));
          expected.push([rows.length, person.name, person.idNumber, code, date, 'take']);
          if (index === blankAfter) rows.push(order.map(() => ''));
          if (index === headerAgainAfter) rows.push(head);
        });
        rows.push(['合计', '', `${slips.length}件`]);
        if (!titleAt) rows.push(['代办员签字:', '', '', '日期:2017年11月10日']);
        const got = readSlipSheets([sheetOf('表', rows)], options).slips;
        expect(got.map((row) => [row.row, row.name, row.id, row.matter, row.date, row.verdict])).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('is read under every heading that is known', () => {
    const person = people[0]!;
    for (const field of ['date', 'name', 'id', 'matter'] as const)
      for (const label of HEADINGS[field]) {
        const head = { date: '日期', name: '姓名', id: '身份证号码', matter: '代办事项', [field]: label };
        const sheet = sheetOf('表', [Object.values(head), ['2017-11-09', person.name, person.idNumber, '低保']]);
        const rows = readSlipSheets([sheet], options).slips;
        expect(
          rows.map((row) => row.verdict),
          label,
        ).toEqual(['take']);
      }
  });
});
