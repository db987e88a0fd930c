/** A cell of any length gets the same word by every way into the grid; what is taken is saved and handed over whole, what is too long is asked about. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planPaste } from '../../renderer/village/grid/model/paste-table.ts';
import { setCell } from '../../renderer/village/grid/model/grid-edit.ts';
import { blankRow } from '../../renderer/village/grid/model/grid-state.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { LONG_MARK, MOST_CHARACTERS } from '../../shared/slips/cell-limit.ts';
import { CELL_KEYS, type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { xlsxOf } from '../../test/fixtures/xlsx-of.ts';

const HEADINGS = ['日期', '姓名', '身份证号', '组别', '电话', '代办事项', '交来材料', '备注'];
const CELLS: DraftCells = {
  date: '2026-11-20',
  name: '向翠莲',
  idNumber: '433022198702125420',
  group: '5组',
  phone: '13874512345',
  matter: '合作医疗',
  materials: '户口簿',
  note: '急',
};
const NAMES = ['向翠莲', '舒满红', '陈娥满', '吴春桂', '符红娥'];
const linesOf = (cells: DraftCells): string[] => CELL_KEYS.map((column) => cells[column]);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

let village: TestSite;
beforeEach(() => {
  village = testSite('431222115002' as PlaceCode);
});
afterEach(() => village.close());

const imported = (fileName: string, bytes: Uint8Array) =>
  village.call('batch.import', { fileName, base64: Buffer.from(bytes).toString('base64') });

/** Every way into the grid. */
const WAYS: Readonly<Record<string, (cells: DraftCells) => Promise<unknown>>> = {
  csv: (cells) => {
    const text = [HEADINGS, linesOf(cells)].map((line) => line.map(quoted).join(',')).join('\n');
    return imported('单子.csv', Buffer.from(`\ufeff${text}`));
  },
  xlsx: (cells) => {
    const rows = [HEADINGS, linesOf(cells)].map(
      (line) =>
        `<row>${line.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')}</row>`,
    );
    return imported('单子.xlsx', xlsxOf({ sheets: [{ name: '表', xml: `<sheetData>${rows.join('')}</sheetData>` }] }));
  },
  pasted: (cells) => {
    const plan = planPaste(linesOf(cells).map(quoted).join('\t'), 'date');
    if (!plan.ok) throw new Error(plan.problem);
    const rows = plan.rows.map((each) => ({
      id: 'p-1',
      position: 0,
      source: 'pasted' as const,
      cells: { ...EMPTY_CELLS, ...each },
    }));
    return village.call('batch.save', { rows });
  },
  typed: (cells) => {
    const start = blankRow('r-1', 0);
    const empty = {
      rows: [start],
      cursor: { row: 'r-1', column: 'date' as const },
      editing: null,
      problemsOnly: false,
      fresh: null,
      undo: [],
    };
    const state = CELL_KEYS.reduce(
      (before, column) => setCell(before, 'r-1', column, cells[column], () => 'r-2').state,
      empty as Parameters<typeof setCell>[0],
    );
    const [row] = state.rows;
    return village.call('batch.save', {
      rows: [{ id: 'r-1', position: 0, source: 'typed', cells: row?.cells as DraftCells }],
    });
  },
  called: (cells) => village.call('batch.save', { rows: [{ id: 'c-1', position: 0, source: 'typed', cells }] }),
};

/** What became of a row, once every doubt that may be confirmed is: handed over, or asked about at these cells. */
async function outcome(way: string, cells: DraftCells): Promise<string> {
  await WAYS[way]?.(cells);
  const [row] = (await village.call('batch.open', {})).rows;
  if (row === undefined) return 'nothing';
  // What stands in the grid can always be saved again.
  const { id, position } = row;
  const [again] = (await village.call('batch.save', { rows: [{ id, position, source: 'typed', cells: row.cells }] }))
    .rows;
  expect(again?.cells).toEqual(row.cells);
  expect(again?.reasons).toEqual(row.reasons);
  const settled = row.confirmable ? await village.call('batch.decide', { id, decision: 'confirm' }) : row;
  if (settled.verdict !== 'take' && settled.verdict !== 'confirmed') {
    const asked = settled.reasons.map(({ code, field }) => `${field}:${code}`);
    await village.call('batch.remove', { ids: [id] });
    return asked.filter((each) => !each.startsWith('null:')).join(' ');
  }
  const before = new Set((await village.call('cases.list', { list: 'all', limit: 200 })).rows.map((each) => each.case));
  await village.call('batch.finish', {});
  const made = (await village.call('cases.list', { list: 'all', limit: 200 })).rows.find(
    (each) => !before.has(each.case),
  );
  const { history } = await village.call('cases.get', { case: made?.case ?? '' });
  return `note of ${history[0]?.lines.find(({ label }) => label === '备注')?.value.length}`;
}

const UNITS = ['字', 'a', '１', '﷼', 'e\u0301', '低 ', '、户口簿', '?', '"', ' 甲', '\\', '2'];
const aLength = fc.oneof(
  fc.integer({ min: MOST_CHARACTERS - 3, max: MOST_CHARACTERS + 3 }),
  fc.constantFrom(1, 20, 50, 100, 120, 121, 250, 1000, 40_000),
);
const text = fc
  .record({
    unit: fc.constantFrom(...UNITS),
    length: aLength,
    around: fc.constantFrom('', ' ', '　　', ' '.repeat(600)),
  })
  .map(({ unit, length, around }) => around + unit.repeat(length).slice(0, length) + around);

describe('a cell', () => {
  it('of any length gets the same word whether imported, pasted or typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CELL_KEYS), text, async (column, cell) => {
        const results: Record<string, string> = {};
        village.close();
        village = testSite('431222115002' as PlaceCode);
        for (const [index, way] of Object.keys(WAYS).entries()) {
          // Another person each time, so that no row repeats one.
          const person = { name: NAMES[index] as string, phone: `138745123${index}0` };
          results[way] = await outcome(way, { ...CELLS, ...person, [column]: cell });
        }
        expect(new Set(Object.values(results)).size, JSON.stringify(results)).toBe(1);
        const long = cell.normalize('NFKC').trim().length > MOST_CHARACTERS;
        expect(results['csv']?.includes(`${column}:cell-long`), JSON.stringify(results)).toBe(long);
        // A note of strokes and dots alone says nothing.
        if (column === 'note' && !long && /[\p{L}\p{N}]/u.test(cell))
          expect(results['csv']).toBe(`note of ${cell.normalize('NFKC').trim().length}`);
      }),
      { numRuns: 15 },
    );
  });

  it('that is too long is never kept, nor is its row handed over before it is written anew', async () => {
    await WAYS['csv']?.({ ...CELLS, idNumber: '4'.repeat(501), note: '注'.repeat(501) });
    const [row] = (await village.call('batch.open', {})).rows;
    expect(row?.cells).toEqual({ ...CELLS, matter: row?.cells.matter, idNumber: LONG_MARK, note: LONG_MARK });
    expect(row?.reasons.map(({ code, field }) => [code, field])).toEqual([
      ['cell-long', 'idNumber'],
      ['cell-long', 'note'],
    ]);
    expect(row?.confirmable).toBe(false);
    const id = row?.id ?? '';
    expect(await village.ask('batch.decide', { id, decision: 'confirm' })).toMatchObject({ code: 'not-allowed' });
    await village.call('batch.save', { rows: [{ id, position: 0, source: 'typed', cells: CELLS }] });
    expect(await village.call('batch.totals', {})).toMatchObject({ ready: 1 });
    expect((await village.call('batch.finish', {})).rows).toHaveLength(1);
  });

  it.each([
    ['with the words beside the phone', { note: '注'.repeat(498), phone: '儿子13874512345' }, 'note', 'cell-long'],
    ['of one paper', { materials: '证'.repeat(121) }, 'materials', 'materials-long'],
    ['of many papers', { materials: '证、'.repeat(61) }, 'materials', 'materials-long'],
  ])('%s is asked about where a case could not keep it whole', async (_, change, field, code) => {
    for (const way of Object.keys(WAYS)) {
      village.close();
      village = testSite('431222115002' as PlaceCode);
      expect(await outcome(way, { ...CELLS, ...change }), way).toBe(`${field}:${code}`);
    }
  });

  it('whose remark is long is asked about, and a long note below the table is none', async () => {
    const long = '群众反映情况'.repeat(90);
    const cells = linesOf(CELLS).map(
      (cell, index) => `<c r="${'ABCDEFGH'[index]}2" t="inlineStr"><is><t>${cell}</t></is></c>`,
    );
    const heads = HEADINGS.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`);
    const more = [
      {
        name: 'xl/worksheets/_rels/sheet1.xml.rels',
        data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/></Relationships>',
      },
      {
        name: 'xl/comments1.xml',
        data: `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B2"><text><t>${long}</t></text></comment></commentList></comments>`,
      },
    ];
    const below = `<row r="3"><c r="A3" t="inlineStr"><is><t>注：${long}</t></is></c></row>`;
    const xml = `<sheetData><row r="1">${heads.join('')}</row><row r="2">${cells.join('')}</row>${below}</sheetData>`;
    expect(await imported('单子.xlsx', xlsxOf({ sheets: [{ name: '表', xml }], more }))).toMatchObject({
      asked: 1,
      taken: 0,
    });
    const { rows } = await village.call('batch.open', {});
    expect(rows).toHaveLength(1);
    expect(rows[0]?.reasons.map(({ code, field }) => [code, field])).toEqual([
      ['has-comment', null],
      ['cell-long', 'note'],
    ]);
    expect(JSON.stringify(rows)).not.toContain(long.slice(0, 100));
  });
});
