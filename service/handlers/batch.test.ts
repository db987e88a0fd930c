import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DraftRow } from '../../shared/api/rows.ts';
import { type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import type { MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';

const VILLAGE = referenceVillage();
const SLIPS = path.join(import.meta.dirname, '../../test/fixtures/slips');
const file = (name: string) => ({ fileName: name, base64: readFileSync(path.join(SLIPS, name)).toString('base64') });
const MESSY = 'village-week-messy.xlsx';

/** 凉水井镇王家岭村, whose agent wrote the sample sheets. */
function referenceVillage(): PlaceCode {
  const json = readFileSync(path.join(import.meta.dirname, '../../shared/reference/places.json'), 'utf8');
  const { townships } = JSON.parse(json) as {
    townships: { name: string; villages: { code: string; name: string }[] }[];
  };
  const town = townships.find(({ name }) => name === '凉水井镇');
  return town?.villages.find(({ name }) => name === '王家岭村')?.code as PlaceCode;
}

const cells = (change: Partial<DraftCells>): DraftCells => ({
  ...EMPTY_CELLS,
  date: '2026-11-20',
  name: '宋满',
  idNumber: '433022198702125420',
  group: '3组',
  phone: '',
  matter: '合作医疗',
  materials: '身份证复印件、户口簿',
  note: '',
  ...change,
});
const typed = (id: string, position: number, change: Partial<DraftCells> = {}) => ({
  id,
  position,
  cells: cells(change),
  source: 'typed' as const,
});

let site: TestSite;
beforeEach(() => {
  site = testSite(VILLAGE);
});
afterEach(() => site.close());

const rows = async (): Promise<readonly DraftRow[]> => (await site.call('batch.open', {})).rows;
const byRow = async (row: number): Promise<DraftRow> =>
  (await rows()).find(({ origin }) => origin?.row === row) as DraftRow;

describe('an imported workbook', () => {
  it('becomes rows that are taken, asked about or refused, none lost', async () => {
    expect(await site.call('batch.import', file(MESSY))).toEqual({
      file: MESSY,
      taken: 12,
      asked: 11,
      refused: 1,
      known: 0,
      unread: [],
    });
    const all = await rows();
    expect(all).toHaveLength(24);
    expect((await byRow(13)).reasons).toContainEqual(
      expect.objectContaining({ code: 'not-proxyable', field: 'matter' }),
    );
  });

  it('changes nothing the second time, also when rows were confirmed, dropped or handed over meanwhile', async () => {
    await site.call('batch.import', file(MESSY));
    await site.call('batch.decide', { id: (await byRow(10)).id, decision: 'confirm' });
    await site.call('batch.decide', { id: (await byRow(13)).id, decision: 'drop' });
    const before = await rows();
    expect(await site.call('batch.import', file(MESSY))).toMatchObject({ taken: 0, asked: 0, refused: 0, known: 24 });
    expect(await rows()).toEqual(before);
    await site.call('batch.finish', {});
    const left = await rows();
    expect(await site.call('batch.import', file(MESSY))).toMatchObject({ known: 24 });
    expect(await rows()).toEqual(left);
  });

  it('never shows an ID number whose digits were lost as if it were one', async () => {
    await site.call('batch.import', file(MESSY));
    const row = await byRow(9);
    expect(row.cells.idNumber).toBe('');
    expect(row.reasons.map(({ code }) => code)).toEqual(['id-lost-digits']);
  });

  it('keeps asking about a date after the sheet was handed in until it is changed', async () => {
    await site.call('batch.import', file(MESSY));
    const row = await byRow(27);
    expect(row).toMatchObject({
      verdict: 'ask',
      reasons: [{ code: 'date-future', field: 'date' }],
      confirmable: false,
    });
    await site.call('batch.save', {
      rows: [{ id: row.id, position: row.position, cells: { ...row.cells, group: '10组' }, source: 'typed' }],
    });
    expect((await byRow(27)).verdict).toBe('ask');
    await site.call('batch.save', {
      rows: [{ id: row.id, position: row.position, cells: { ...row.cells, date: '2017-11-09' }, source: 'typed' }],
    });
    expect((await byRow(27)).verdict).toBe('take');
  });

  it('offers the eighteen digits of an old number and candidates for a vague matter', async () => {
    await site.call('batch.import', file(MESSY));
    expect((await byRow(11)).reasons[0]).toMatchObject({
      code: 'id-15',
      fixes: ['431222190302281646'],
    });
    expect((await byRow(12)).candidates.length).toBeGreaterThan(1);
  });

  it('splits one slip with two matters into two rows', async () => {
    await site.call('batch.import', file(MESSY));
    const row = await byRow(28);
    const split = await site.call('batch.split', { id: row.id, matters: ['MZ-007', 'MZ-001'] as MatterCode[] });
    expect(
      split.rows.filter(({ origin }) => origin?.row === 28).map(({ matterCode, verdict }) => [matterCode, verdict]),
    ).toEqual([
      ['MZ-007', 'take'],
      ['MZ-001', 'take'],
    ]);
    expect(await site.call('batch.import', file(MESSY))).toMatchObject({ known: 24 });
  });

  it('is refused whole when it is no workbook', async () => {
    const answer = await site.ask('batch.import', {
      fileName: '照片.xlsx',
      base64: Buffer.from('not a workbook at all \0\x01').toString('base64'),
    });
    expect(answer).toMatchObject({
      ok: false,
      code: 'not-a-workbook',
      message: expect.stringMatching(/\p{Script=Han}/u),
    });
    expect(await rows()).toEqual([]);
  });
});

describe('the grid', () => {
  it('keeps rows and the cursor as they are', async () => {
    await site.call('batch.save', { rows: [typed('r-1', 0)], cursor: { position: 0, column: 'phone' } });
    const batch = await site.call('batch.open', {});
    expect(batch.cursor).toEqual({ position: 0, column: 'phone' });
    expect(batch.rows[0]).toMatchObject({ id: 'r-1', cells: cells({}), verdict: 'take', matterCode: 'SB-006' });
  });

  it('reads ditto marks from the row above', async () => {
    const { rows: saved } = await site.call('batch.save', {
      rows: [
        typed('r-1', 0),
        typed('r-2', 1, { name: '宋云兰', idNumber: '433022192511202326', date: '同上', matter: '〃' }),
      ],
    });
    expect(saved[1]).toMatchObject({ verdict: 'take', matterCode: 'SB-006' });
  });

  it('asks about the second of two equal rows, and again when the first is dropped no more', async () => {
    await site.call('batch.save', { rows: [typed('r-1', 0), typed('r-2', 1)] });
    expect((await rows()).map(({ verdict }) => verdict)).toEqual(['take', 'ask']);
    await site.call('batch.decide', { id: 'r-1', decision: 'drop' });
    expect((await rows()).map(({ verdict }) => verdict)).toEqual(['dropped', 'take']);
    await site.call('batch.decide', { id: 'r-1', decision: 'restore' });
    expect((await rows()).map(({ verdict }) => verdict)).toEqual(['take', 'ask']);
  });

  it('keeps a wrong ID number and lets a person confirm it, until the row is changed', async () => {
    await site.call('batch.save', { rows: [typed('r-1', 0, { idNumber: '433022198604251023' })] });
    expect(await site.call('batch.decide', { id: 'r-1', decision: 'confirm' })).toMatchObject({ verdict: 'confirmed' });
    const changed = await site.call('batch.save', {
      rows: [typed('r-1', 0, { idNumber: '433022198604251023', name: '宋满满' })],
    });
    expect(changed.rows[0]?.verdict).toBe('ask');
  });

  it('does not let a row be confirmed that needs a change', async () => {
    await site.call('batch.save', { rows: [typed('r-1', 0, { matter: '办补助' })] });
    expect(await site.ask('batch.decide', { id: 'r-1', decision: 'confirm' })).toMatchObject({
      ok: false,
      code: 'not-allowed',
    });
  });
});

describe('finishing', () => {
  it('hands over what is ready by one list and keeps the rest as drafts', async () => {
    await site.call('batch.import', file(MESSY));
    expect(await site.call('batch.totals', {})).toMatchObject({ ready: 12, asked: 11, refused: 1 });
    const list = await site.call('batch.finish', {});
    expect(list.rows).toHaveLength(12);
    expect(list.villageName).toBe('凉水井镇王家岭村');
    expect(list.totals.reduce((sum, { count }) => sum + count, 0)).toBe(12);
    expect(list.rows.every(({ state }) => state === 'handed-over')).toBe(true);
    expect(await rows()).toHaveLength(12);
    expect(await site.call('cases.counts', {})).toMatchObject({ all: 12, unsynced: 12 });
    expect(await site.call('batch.lists', {})).toEqual([{ list: list.list, on: '2026-11-23', count: 12 }]);
    expect(await site.call('batch.list', { list: list.list })).toEqual(list);
  });

  it('keeps text that looks like a formula as text', async () => {
    await site.call('batch.import', file(MESSY));
    const list = await site.call('batch.finish', {});
    const withFormula = list.rows.find(({ name }) => name === '全春');
    const detail = await site.call('cases.get', { case: withFormula?.case as never });
    expect(detail.history[0]?.lines).toContainEqual({ label: '备注', value: "=cmd|'/c calc'!A0" });
  });

  it('asks about a slip that was handed in before', async () => {
    await site.call('batch.save', { rows: [typed('r-1', 0)] });
    await site.call('batch.finish', {});
    const { rows: again } = await site.call('batch.save', { rows: [typed('r-2', 0)] });
    expect(again[0]).toMatchObject({ verdict: 'ask', reasons: [{ code: 'already-open' }] });
  });

  it('asks about a person that the matter does not seem to be for, and hands it over once a person says yes', async () => {
    const row = typed('r-1', 0);
    const { rows } = await site.call('batch.save', { rows: [{ ...row, cells: { ...row.cells, matter: '高龄津贴' } }] });
    expect(rows[0]).toMatchObject({
      verdict: 'ask',
      confirmable: true,
      reasons: [{ code: 'matter-age', field: 'matter', message: expect.stringContaining('年满 80 周岁') as string }],
    });
    await site.call('batch.decide', { id: 'r-1', decision: 'confirm' });
    const list = await site.call('batch.finish', {});
    const detail = await site.call('cases.get', { case: list.rows[0]?.case as never });
    expect(detail.doubts).toEqual([]);
  });

  it('says so when nothing is ready, and changes nothing', async () => {
    expect(await site.ask('batch.finish', {})).toMatchObject({ ok: false, code: 'bad-input' });
    expect((await site.call('cases.counts', {})).all).toBe(0);
  });
});
