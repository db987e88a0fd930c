/** The green channel: marked with its reason, before all others in every list, and taken out again with a reason. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { readWorkbook } from '../workbook/read.ts';

let site: TestSite;
let day: number;
beforeEach(() => {
  site = testSite(CENTRE);
  day = 1;
});
afterEach(() => site.close());

const MATTER = 'MZ-001' as MatterCode;
/** Each on a day of its own: within one day cases have no order. */
const register = async (name: string, steps: StepInput[] = [{ type: 'accepted', data: {} }]): Promise<CaseDetail> => {
  day += 1;
  site.setToday(`2026-11-${String(day).padStart(2, '0')}`);
  return (
    await site.call('cases.register', {
      matter: MATTER,
      person: { ...EMPTY_PERSON, name },
      materials: [],
      window: '',
      steps,
    })
  ).detail;
};
const about = ({ row }: CaseDetail, remark: RemarkInput) => ({ case: row.case, about: row.case, remark });
const mark = (
  detail: CaseDetail,
  data: Extract<RemarkInput, { type: 'green-opened' }>['data'] = { reason: 'elderly' },
) => site.call('cases.remark', about(detail, { type: 'green-opened', data }));
const unmark = (detail: CaseDetail) =>
  site.call('cases.remark', about(detail, { type: 'green-closed', data: { reason: '本人要求照常排队' } }));
const names = async (list: 'open' | 'all' | 'green' | 'due-soon', query = '') =>
  (await site.call('cases.list', { list, query })).rows.map(({ name }) => name);

describe('a case of the green channel', () => {
  it('says why on its page and in its row, and is before newer ones in lists, searches and the workbook', async () => {
    const old = await register('向甲');
    for (const name of ['向乙', '向丙', '向丁']) await register(name);
    expect(await names('open')).toEqual(['向丁', '向丙', '向乙', '向甲']);
    const marked = await mark(old, { reason: 'other', text: '返乡务工，次日离家' });
    expect(marked.green).toMatchObject({ reason: 'other', text: '返乡务工，次日离家' });
    expect(marked.row.green).toBe('other');
    expect(marked.history.at(-1)?.lines).toEqual([
      { label: '原因', value: '其他' },
      { label: '说明', value: '返乡务工，次日离家' },
    ]);
    for (const list of ['open', 'all'] as const) expect(await names(list)).toEqual(['向甲', '向丁', '向丙', '向乙']);
    expect(await names('all', '向')).toEqual(['向甲', '向丁', '向丙', '向乙']);
    expect(await names('green')).toEqual(['向甲']);
    expect((await site.call('cases.counts', {})).green).toBe(1);
    const { base64 } = await site.call('cases.export', { list: 'open' });
    const [sheet] = await readWorkbook(Buffer.from(base64, 'base64'), '清单.xlsx');
    const rows = (sheet?.rows ?? []).map(({ cells }) => cells.map(cellText));
    const [name, green] = ['姓名', '绿色通道'].map(
      (start) => rows[0]?.findIndex((each) => each.startsWith(start)) ?? -1,
    ) as [number, number];
    expect(rows.slice(1, 3).map((row) => [row[name], row[green]])).toEqual([
      ['向甲', '其他'],
      ['向丁', ''],
    ]);
  });

  it('comes in pages without a gap where the first page ends among them or behind them', async () => {
    for (const name of ['向甲', '向乙', '向丙', '向丁', '向戊']) {
      const detail = await register(name);
      if (name < '向丙' || name === '向戊') await mark(detail);
    }
    const whole = await names('open');
    for (const limit of [1, 2, 3, 4]) {
      const paged: string[] = [];
      let after: string | undefined;
      do {
        const page = await site.call('cases.list', { list: 'open', limit, ...(after === undefined ? {} : { after }) });
        paged.push(...page.rows.map(({ name }) => name));
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(paged).toEqual(whole);
    }
  });

  it('waits its turn again once it is taken out, and its history keeps both', async () => {
    const old = await register('向甲');
    await register('向乙');
    await mark(old);
    const out = await unmark(old);
    expect([out.green, out.row.green]).toEqual([null, null]);
    expect(out.history.slice(-2).map(({ label, effect }) => [label, effect])).toEqual([
      ['绿色通道', 'remark'],
      ['取消绿色通道', 'remark'],
    ]);
    expect(await names('open')).toEqual(['向乙', '向甲']);
    expect((await mark(old, { reason: 'disabled' })).green?.reason).toBe('disabled');
  });

  it('keeps its mark and moves nothing once nothing is left to do', async () => {
    const old = await register('向甲');
    await mark(old);
    await register('向乙');
    const { heads } = await site.call('cases.get', { case: old.row.case });
    const step: StepInput = { type: 'withdrawn', data: { reason: '不办了' } };
    const over = await site.call('cases.step', { case: old.row.case, heads: [...heads], step });
    expect(over.row.green).toBe('elderly');
    expect(await names('all')).toEqual(['向乙', '向甲']);
    expect(await names('green')).toEqual([]);
  });
});

describe('the green channel refuses', () => {
  it('another reason without saying which', async () => {
    const detail = await register('向甲');
    await expect(mark(detail, { reason: 'other' })).rejects.toThrow(/请写明是什么/);
    expect((await site.call('cases.get', { case: detail.row.case })).history).toEqual(detail.history);
  });

  it('a case that is in it already, that is not in it, and that is finished', async () => {
    const detail = await register('向甲');
    await expect(unmark(detail)).rejects.toThrow(/没有走绿色通道/);
    await mark(detail);
    await expect(mark(detail)).rejects.toThrow(/已经在绿色通道里/);
    const ended = await register('向乙', [{ type: 'withdrawn', data: { reason: '不办了' } }]);
    await expect(mark(ended)).rejects.toThrow(/已经办完/);
  });
});
