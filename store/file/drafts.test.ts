import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import {
  beginBatch,
  countDrafts,
  type Draft,
  type DraftVerdict,
  readBatch,
  readDrafts,
  removeDrafts,
  saveDrafts,
  setCursor,
} from './drafts.ts';
import { finishRun, lastRun, recentRuns, startRun } from '../sync-state/sync-run.ts';
import { type TempSite, tempSite } from '../testing/temp-site.ts';
import { day } from '../testing/writer.ts';

let site: TempSite;
beforeEach(() => {
  site = tempSite();
});
afterEach(() => site.remove());

const cells: DraftCells = {
  ...EMPTY_CELLS,
  date: '11.9',
  name: '向小明',
  idNumber: '',
  group: '3',
  phone: '',
  matter: '医保',
  materials: '',
  note: '',
};
const row = (id: string, position: number, more: Partial<Draft> = {}): Draft => ({
  id,
  position,
  cells,
  source: 'typed',
  origin: null,
  importKey: null,
  importCells: null,
  sticky: [],
  decision: null,
  confirmed: [],
  ...more,
});
const save = (rows: readonly Draft[], verdict: DraftVerdict = 'take') =>
  saveDrafts(
    site.file,
    'b1',
    rows.map((draft) => ({ draft, verdict })),
  );

describe('drafts', () => {
  it('come back as they were saved, in their order, with the cursor, after a restart', () => {
    expect(readBatch(site.file)).toBeNull();
    beginBatch(site.file, 'b1', day('2017-11-09'));
    const asked = row('r2', 1, {
      source: 'imported',
      origin: { file: '周.xlsx', sheet: '表1', row: 5 },
      importKey: 'key',
      importCells: 'digest',
      sticky: [{ code: 'id-missing', field: 'idNumber', cell: '' }],
      decision: 'confirmed',
      confirmed: ['id-missing'],
    });
    save([asked, row('r1', 0)]);
    setCursor(site.file, 'b1', { position: 1, column: 'phone' });
    site.reopen();
    expect(readBatch(site.file)).toEqual({
      batch: 'b1',
      startedOn: '2017-11-09',
      cursor: { position: 1, column: 'phone' },
    });
    expect(readDrafts(site.file, 'b1').drafts).toEqual([row('r1', 0), asked]);
    expect(readDrafts(site.file, 'b2').drafts).toEqual([]);
  });

  it('are replaced by id and counted unless empty or set aside', () => {
    beginBatch(site.file, 'b1', day('2017-11-09'));
    const verdicts = ['empty', 'take', 'ask', 'confirmed', 'refuse', 'dropped'] as const;
    verdicts.forEach((verdict, i) => save([row(`r${i}`, i)], verdict));
    expect(countDrafts(site.file)).toBe(4);
    save([row('r1', 1)], 'dropped');
    expect(countDrafts(site.file)).toBe(3);
  });

  it('are removed by id', () => {
    beginBatch(site.file, 'b1', day('2017-11-09'));
    save([row('r1', 0), row('r2', 1)]);
    expect(removeDrafts(site.file, ['r1', 'r3'])).toBe(1);
    expect(readDrafts(site.file, 'b1').drafts).toEqual([row('r2', 1)]);
  });

  it('are saved all or none', () => {
    beginBatch(site.file, 'b1', day('2017-11-09'));
    const broken = row('r2', 1, { position: 'x' as unknown as number });
    expect(() => save([row('r1', 0), broken])).toThrow();
    expect(readDrafts(site.file, 'b1').drafts).toEqual([]);
  });
});

describe('the diary of sync', () => {
  const end = {
    docsUp: 3,
    docsDown: 4,
    bytesUp: 100,
    bytesDown: 200,
    message: '全部送达',
    at: '2017-11-09T02:01:00.000Z',
  };

  it('keeps how each run ended, and shows one that never did', () => {
    const one = startRun(site.file, 'button', '2017-11-09T02:00:00.000Z');
    finishRun(site.file, one, { ...end, outcome: 'complete' });
    const two = startRun(site.file, 'clock', '2017-11-09T02:05:00.000Z');
    finishRun(site.file, two, { ...end, outcome: 'Offline', message: '没有网络' });
    startRun(site.file, 'write', '2017-11-09T02:10:00.000Z');
    expect(recentRuns(site.file, 9).map((run) => [run.cause, run.outcome, run.endedAt === null])).toEqual([
      ['write', '', true],
      ['clock', 'Offline', false],
      ['button', 'complete', false],
    ]);
    expect(lastRun(site.file)?.run).toBe(two);
    expect(lastRun(site.file, 'complete')).toMatchObject({ run: one, docsUp: 3, docsDown: 4, message: '全部送达' });
    expect(lastRun(site.file, 'Refused')).toBeNull();
  });
});

describe('a draft of another version', () => {
  beforeEach(() => beginBatch(site.file, 'b1', day('2017-11-09')));
  const written = (id: string, part: Readonly<Record<string, string>>) => {
    saveDrafts(site.file, 'b1', [{ draft: row(id, 0), verdict: 'ask' }]);
    for (const [column, value] of Object.entries(part))
      site.file.sql(`UPDATE draft SET ${column} = ? WHERE id = ?`).run(value, id);
    return readDrafts(site.file, 'b1');
  };

  it('opens: a column that was not there yet is empty', () => {
    const { drafts, unreadable } = written('r1', { cells: JSON.stringify({ date: '11.9', name: '向小明' }) });
    expect(unreadable).toBe(0);
    expect(drafts[0]?.cells).toEqual({ ...cells, group: '', matter: '' });
  });

  it('opens: the text of a column that is there no more stands in the note', () => {
    const { drafts } = written('r1', { cells: JSON.stringify({ ...cells, note: '急', nation: '苗族', other: '' }) });
    expect(drafts[0]?.cells).toEqual({ ...cells, note: '急；nation：苗族' });
  });

  it('opens with what an import asked of a column that is there no more', () => {
    const { drafts } = written('r1', { sticky: JSON.stringify([{ code: 'nation-odd', field: 'nation', cell: '苗' }]) });
    expect(drafts[0]?.sticky).toEqual([{ code: 'nation-odd', field: null, cell: '苗' }]);
  });

  it.each([
    ['cells', '{"date":'],
    ['cells', '[]'],
    ['cells', '{"date":5}'],
    ['sticky', 'x'],
    ['origin', '{"file":1}'],
    ['decision', 'perhaps'],
    ['source', 'dreamt'],
  ])('of which nothing can be made (%s: %s) stays as it is, is counted and hides no other', (column, value) => {
    saveDrafts(site.file, 'b1', [{ draft: row('r0', 1), verdict: 'take' }]);
    const { drafts, unreadable } = written('r1', { [column]: value });
    expect([drafts.map(({ id }) => id), unreadable]).toEqual([['r0'], 1]);
    expect(countDrafts(site.file)).toBe(2);
    expect(site.file.sql(`SELECT ${column} FROM draft WHERE id = 'r1'`).pluck().get()).toBe(value);
  });
});
