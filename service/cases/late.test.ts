/** What the office owes an applicant in time: an answer to the papers within five days, and an apology with a new day where a case is late. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { LocalDate, MatterCode } from '../../shared/base/brands.ts';
import type { CaseList } from '../../shared/case/case-lists.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';

let site: TestSite;
// A Monday without a holiday in the weeks after it.
beforeEach(() => {
  site = testSite(CENTRE, '2026-11-02');
});
afterEach(() => site.close());

const register = async (steps: StepInput[] = []): Promise<CaseDetail> =>
  (
    await site.call('cases.register', {
      matter: 'MZ-001' as MatterCode,
      person: { ...EMPTY_PERSON, name: '向翠莲' },
      materials: [],
      window: '',
      steps,
    })
  ).detail;
const read = ({ row }: CaseDetail) => site.call('cases.get', { case: row.case });
const counted = async (list: CaseList) => (await site.call('cases.counts', {}))[list];
const step = async (detail: CaseDetail, taken: StepInput) =>
  site.call('cases.step', { case: detail.row.case, heads: [...(await read(detail)).heads], step: taken });

describe('papers that the office has not answered', () => {
  it.each<[string, string, number | null]>([
    ['the day they came', '2026-11-02', null],
    ['the second day after it', '2026-11-04', null],
    ['the third day', '2026-11-05', 2],
    ['a Saturday', '2026-11-07', 1],
    ['the fifth day', '2026-11-09', 0],
    ['the sixth day, when silence has accepted', '2026-11-10', null],
  ])('are %s listed and said as they should be', async (_, today, left) => {
    const detail = await register();
    site.setToday(today);
    const { row } = await read(detail);
    expect(row.answer).toEqual(left === null ? null : { by: '2026-11-09', daysLeft: left });
    expect(await counted('to-answer')).toBe(left === null ? 0 : 1);
    expect(row.status).toBe(today > '2026-11-09' ? '视同受理' : '收件');
  });

  it.each<[string, StepInput]>([
    ['accepts', { type: 'accepted', data: {} }],
    [
      'says what is missing',
      { type: 'supplement-requested', data: { missing: [{ name: '户口簿', problem: '没有交' }] } },
    ],
  ])('are reminded of no longer once it %s', async (_, word) => {
    const detail = await register();
    site.setToday('2026-11-05');
    expect((await step(detail, word)).row.answer).toBeNull();
    expect(await counted('to-answer')).toBe(0);
  });
});

describe('an apology', () => {
  const LATE = '2026-12-09';
  const sorry = (detail: CaseDetail, newDay: string, reason = '县里的意见还没有到') => {
    const data = { reason, newDay: newDay as LocalDate, way: 'phone' as const, approver: '主任' };
    const remark: RemarkInput = { type: 'apologised', data };
    return site.call('cases.remark', { case: detail.row.case, about: detail.row.case, remark });
  };
  const late = async () => {
    const detail = await register([{ type: 'accepted', data: {} }]);
    site.setToday(LATE);
    return detail;
  };

  it('is owed for a late case, keeps reason, day, way and who signed, and leaves the case late', async () => {
    const detail = await late();
    const before = (await read(detail)).row;
    expect([before.overdue, await counted('overdue'), await counted('not-apologised')]).toEqual([true, 1, 1]);
    const after = await sorry(detail, '2026-12-16');
    expect(after.apology).toMatchObject({ on: LATE, newDay: '2026-12-16', way: 'phone', approver: '主任' });
    expect(after.row.told).toEqual({ newDay: '2026-12-16', daysLeft: 5, over: false });
    expect([after.row.dueOn, after.row.overdue, after.row.legal]).toEqual([before.dueOn, true, before.legal]);
    expect([await counted('overdue'), await counted('not-apologised')]).toEqual([1, 0]);
    expect(after.history.at(-1)?.lines.map(({ label, value }) => `${label} ${value}`)).toEqual([
      '超期的原因 县里的意见还没有到',
      '答应哪天办结 2026-12-16',
      '怎么告诉的 电话',
      '签发负责人 主任',
    ]);
  });

  it('whose day has passed says so, and a later one tells another day', async () => {
    const detail = await late();
    await sorry(detail, '2026-12-16');
    site.setToday('2026-12-17');
    expect((await read(detail)).row.told?.over).toBe(true);
    expect((await sorry(detail, '2026-12-24', '评审延后')).row.told).toMatchObject({
      newDay: '2026-12-24',
      over: false,
    });
    expect((await read(detail)).history.filter(({ type }) => type === 'apologised')).toHaveLength(2);
  });

  it('is refused with a day that is not later, for a case in time, and for one that is concluded', async () => {
    const detail = await late();
    await expect(sorry(detail, LATE)).rejects.toThrow(/bad-input: 答应的日期应晚于今天/);
    const fresh = await register([{ type: 'accepted', data: {} }]);
    await expect(sorry(fresh, '2026-12-16')).rejects.toThrow(/没有超过承诺期限/);
    await step(detail, { type: 'concluded', data: { result: 'approved' } });
    await expect(sorry(detail, '2026-12-16')).rejects.toThrow(/已经办结/);
    expect((await read(detail)).row.told).toBeNull();
  });
});
