/** A change of the grid is judged by the rows that it can change, and that comes to the same as judging all of them. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { referenceCatalogue } from '../../shared/reference/load.ts';
import { CELL_KEYS, type CellKey, type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import type { Draft } from '../../store/file/drafts.ts';
import { countCalls } from '../../test/fixtures/count-calls.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { typedRows } from '../../test/fixtures/grid-rows.ts';
import { type JudgeContext, judgeChange, judgeDrafts, type JudgedDraft } from './draft-judge.ts';

const VILLAGE = '431222115002' as PlaceCode;
const catalogue = referenceCatalogue();
/** One person and matter counts as here, so that this doubt moves with the rows, too. */
const context: JudgeContext = {
  catalogue,
  today: '2026-11-23' as LocalDate,
  here: ({ name, matter }) => (name === '舒满红' && matter !== null ? 'already-open' : null),
};

/** Few of each, so that rows repeat one another, and every kind of text by which a row hangs on others. */
const TEXTS: Readonly<Record<CellKey, readonly string[]>> = {
  date: [
    '2026-11-20',
    '2026-11-02',
    '11.9',
    '11月20日',
    '2月3日',
    '同上',
    '〃',
    '',
    '2026-12-30',
    '1998-03-01',
    '2019-05-05',
    '-',
    '日期',
  ],
  name: ['向翠莲', '舒满红', '陈娥满', '陈娥满(户主)', '向 翠莲', '同上', '', '宋国发 钟玉', '姓名', '#'],
  idNumber: [
    '433022198702125420',
    '433022870212542',
    '431222199001010010',
    '4312221990',
    '同上',
    '',
    '身份证号码',
    '无',
  ],
  group: ['5组', '', '同上'],
  phone: ['13874512345', '', '儿子13874512345', '联系电话'],
  matter: ['合作医疗', '低保', '地力补贴', '低保、合作医疗', '〃', '', '代办事项', '不知道什么'],
  materials: ['户口簿', '', '同上'],
  note: ['', '急', '已退', '同上'],
};
/** A row of headings gives those below it other columns; rare, as it makes everything be looked at. */
const HEADINGS: DraftCells = {
  ...EMPTY_CELLS,
  date: '姓名',
  name: '身份证号码',
  idNumber: '代办事项',
  group: '日期',
};

const cells = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record(Object.fromEntries(CELL_KEYS.map((key) => [key, fc.constantFrom(...TEXTS[key])])) as never),
  },
  { weight: 3, arbitrary: fc.constant(EMPTY_CELLS) },
  { weight: 1, arbitrary: fc.constant(HEADINGS) },
) as fc.Arbitrary<DraftCells>;

const draft = (id: string, position: number, kept: DraftCells): Draft => ({
  id,
  position,
  cells: kept,
  source: 'typed',
  origin: null,
  importKey: null,
  importCells: null,
  sticky: [],
  decision: null,
  confirmed: [],
});

const grid = fc
  .array(fc.record({ cells, decision: fc.constantFrom(null, null, null, 'dropped' as const), sticky: fc.nat(9) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((rows) =>
    rows.map(({ cells: kept, decision, sticky }, index): Draft => ({
      ...draft(`r${index}`, index, kept),
      decision,
      sticky: sticky === 0 ? [{ code: 'date-old', field: 'date', cell: kept.date }] : [],
    })),
  );

interface Edit {
  readonly kind: 'cell' | 'cells' | 'move' | 'drop' | 'restore' | 'remove' | 'insert';
  readonly at: number;
  readonly to: number;
  readonly column: CellKey;
  readonly text: number;
  readonly cells: DraftCells;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('cell', 'cell', 'cell', 'cells', 'move', 'drop', 'restore', 'remove', 'insert'),
  at: fc.nat(20),
  to: fc.nat(20),
  column: fc.constantFrom(...CELL_KEYS),
  text: fc.nat(20),
  cells,
});

function edited(
  rows: readonly Draft[],
  { kind, at, to, column, text, cells: kept }: Edit,
  fresh: string,
): readonly Draft[] {
  const row = rows[at % Math.max(1, rows.length)];
  if (kind === 'insert') return [...rows, draft(fresh, to, kept)];
  if (row === undefined) return rows;
  if (kind === 'remove') return rows.filter((each) => each !== row);
  const texts = TEXTS[column];
  const changed: Draft = {
    cell: { ...row, cells: { ...row.cells, [column]: texts[text % texts.length] as string } },
    cells: { ...row, cells: kept },
    move: { ...row, position: to },
    drop: { ...row, decision: 'dropped' as const },
    restore: { ...row, decision: null },
  }[kind];
  return rows.map((each) => (each === row ? changed : each));
}

const word = ({ draft: kept, row }: JudgedDraft): string => JSON.stringify([kept, row]);
const words = (judged: readonly JudgedDraft[]) => new Map(judged.map((each) => [each.draft.id, word(each)]));

describe('a change of the grid', () => {
  it('judged by what it can change comes to what judging the whole grid comes to', () => {
    fc.assert(
      fc.property(grid, fc.array(edit, { minLength: 1, maxLength: 4 }), fc.nat(20), (before, edits, asked) => {
        const after = edits.reduce((rows, each, index) => edited(rows, each, `n${index}`), before as readonly Draft[]);
        const also = before[asked]?.id ?? 'unknown';
        const part = judgeChange(before, after, [also], context);
        const [was, is] = [words(judgeDrafts(before, context)), words(judgeDrafts(after, context))];
        // What is answered is right, and in the grid's order.
        for (const each of part.before) expect(word(each)).toBe(was.get(each.draft.id));
        for (const each of part.after) expect(word(each)).toBe(is.get(each.draft.id));
        const order = [...is.keys()];
        const answered = part.after.map((each) => each.draft.id);
        expect(answered).toEqual(answered.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
        // And nothing that looks different now is missing, nor what was asked for.
        const [old, now] = [words(part.before), words(part.after)];
        for (const [id, text] of is)
          if (was.get(id) !== text || id === also)
            expect([id, now.has(id), old.has(id)]).toEqual([id, true, was.has(id)]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('saving a row', () => {
  let village: TestSite;
  afterEach(() => village.close());

  /** Rows of different people, then one that repeats the first. */
  async function filled(count: number) {
    village = testSite(VILLAGE);
    const rows = typedRows(count, 7);
    await village.call('batch.save', { rows });
    return rows;
  }
  const rowsRead = <T>(during: () => Promise<T>) => countCalls('/shared/slips/read-row.ts', 'readRow', during);

  it('of 200 reads that row before and after, whatever else is in the grid', async () => {
    const rows = await filled(200);
    const [row] = rows as [(typeof rows)[0]];
    const saved = await rowsRead(() =>
      village.call('batch.save', { rows: [{ ...row, cells: { ...row.cells, note: '急' } }] }),
    );
    expect(saved.value.rows.map(({ id }) => id)).toEqual(['r-0']);
    expect(saved.calls).toBe(2);
    const decided = await rowsRead(() => village.call('batch.decide', { id: 'r-1', decision: 'drop' }));
    expect(decided.calls).toBeLessThanOrEqual(3);
  });

  it('that repeats another reads both, and answers the one that asks now', async () => {
    const rows = await filled(200);
    const [first, last] = [rows[0], rows[199]] as [(typeof rows)[0], (typeof rows)[0]];
    const twin = { ...first, cells: { ...first.cells, name: last.cells.name, idNumber: last.cells.idNumber } };
    const saved = await rowsRead(() => village.call('batch.save', { rows: [twin] }));
    expect(saved.value.rows.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['r-0', 'take'],
      ['r-199', 'ask'],
    ]);
    expect(saved.calls).toBe(4);
    const open = await village.call('batch.open', {});
    expect(open.rows.filter(({ verdict }) => verdict !== 'take').map(({ id }) => id)).toEqual(['r-199']);
  });
});
