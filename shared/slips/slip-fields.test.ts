import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readHeader, readPastedHeader } from './columns.ts';
import { CELL_KEYS, LISTED_COLUMNS, SLIP_COLUMNS, SLIP_KEYS, slipField } from './slip-fields.ts';

it.each(SLIP_KEYS)('the field %s of a slip has a label and is found by its headings', (field) => {
  const { label, headings, within } = slipField(field);
  expect(label).toMatch(/\p{Script=Han}/u);
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings.length).toBeGreaterThan(0);
  expect(within === null || headings.some((heading) => within.words.test(heading))).toBe(true);
});

it('no heading names two fields, and no two fields take the same turn', () => {
  const all = SLIP_KEYS.flatMap((field) => slipField(field).headings);
  expect(all.filter((heading, at) => all.indexOf(heading) !== at)).toEqual([]);
  for (const turns of [
    SLIP_KEYS.flatMap((field) => slipField(field).within?.turn ?? []),
    SLIP_KEYS.flatMap((field) => slipField(field).listed?.turn ?? []),
  ])
    expect(new Set(turns).size).toBe(turns.length);
});

it('the grid stands in the order of the paper book, and the list in its own', () => {
  expect(CELL_KEYS).toEqual(['date', 'name', 'idNumber', 'group', 'phone', 'matter', 'materials', 'note']);
  expect(LISTED_COLUMNS.map(({ key }) => key)).toEqual([
    'name',
    'idNumber',
    'group',
    'phone',
    'matter',
    'date',
    'materials',
  ]);
  expect(SLIP_COLUMNS.filter(({ own }) => own).map(({ key }) => key)).toEqual(['name', 'idNumber', 'phone', 'note']);
});

it('a pasted head row is read as an imported one', () => {
  const heading = fc.constantFrom(
    ...SLIP_KEYS.flatMap((field) => slipField(field).headings),
    '性别',
    '鸡多少只',
    '申请人（签字）',
  );
  fc.assert(
    fc.property(fc.uniqueArray(heading, { minLength: 3, maxLength: 9 }), (texts) => {
      const row = { row: 1, cells: texts.map((text) => ({ kind: 'text' as const, text })) };
      const imported = readHeader(row);
      if (imported === null) return;
      const { name, ...others } = imported.of;
      const pasted = readPastedHeader(row)?.of ?? {};
      expect(pasted).toMatchObject(others);
      expect(pasted.name === undefined).toBe(name === undefined);
    }),
  );
});
