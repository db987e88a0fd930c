/** A bad rating from the form to the list, the verification and the search for what is late. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const register = async (): Promise<CaseDetail> =>
  (
    await site.call('cases.register', {
      matter: 'MZ-001' as MatterCode,
      person: { ...EMPTY_PERSON, name: '向翠莲' },
      materials: [],
      window: '民政优抚',
    })
  ).detail;
const write = ({ row }: CaseDetail, remark: RemarkInput, about = row.case) =>
  site.call('cases.remark', { case: row.case, about, remark });
const given = (score: number, more: object = {}): RemarkInput => ({
  type: 'rating-given',
  data: { round: 1, score, channel: 'pad', giver: 'self', named: 'named', ...more },
});
const casesIn = async (list: 'bad-ratings' | 'bad-ratings-late') => (await site.call('cases.list', { list })).rows;

it('opens a verification by the county’s limit, whatever the caller says of it, and lists it until the person is told', async () => {
  const detail = await register();
  expect(detail.rating.offers).toEqual(['rating-given', 'rating-asked', 'rating-defaulted']);
  const bad = await write(detail, given(1, { items: ['203', '203'], check: { n: 60, most: 60, unit: 'day' } }));
  expect(bad.rating.rows).toMatchObject([{ round: 1, check: { state: 'to-take', limit: '7 天（自然日）' } }]);
  expect(bad.history.at(-1)?.lines).toContainEqual({ label: '评价指标', value: '多要材料' });
  expect(await casesIn('bad-ratings')).toMatchObject([{ checkState: 'to-take', checkLate: false }]);
  expect(await casesIn('bad-ratings-late')).toEqual([]);

  await write(bad, { type: 'check-taken', data: { person: '李主任' } });
  const found = await write(bad, {
    type: 'check-found',
    data: { verdict: 'true', contact: 'phone', findings: '多要了一份证明' },
  });
  expect(found.rating.rows[0]?.actions[0]).toBe('check-rectified');
  const at = site.desk.today();
  await write(bad, { type: 'check-rectified', data: { measures: '更新告知单', at } });
  const told = await write(bad, { type: 'check-told', data: { way: 'phone', at } });
  expect(told.rating.rows[0]?.check).toMatchObject({ state: 'done', closedOn: at, late: false });
  expect(await casesIn('bad-ratings')).toEqual([]);
  const again = await write(told, given(4, { round: 2 }));
  expect([again.rating.rows.length, again.rating.nextRound]).toEqual([2, null]);
});

it('is refused out of its turn, with items of the other side, and where it is the second first one', async () => {
  const detail = await register();
  await expect(write(detail, given(1, { items: ['101'] }))).rejects.toMatchObject({
    message: expect.stringContaining('评价指标与满意程度不相配'),
  });
  await expect(write(detail, given(4, { round: 2 }))).rejects.toMatchObject({
    message: expect.stringContaining('只能在第一次是差评之后'),
  });
  await expect(write(detail, { type: 'check-taken', data: { person: '李主任' } })).rejects.toMatchObject({
    message: expect.stringContaining('这一件还没有评价'),
  });
  const good = await write(detail, given(5));
  await expect(write(good, given(5))).rejects.toMatchObject({ message: expect.stringContaining('第一次评价已经有了') });
  expect((await site.call('cases.get', { case: detail.row.case })).history).toHaveLength(good.history.length);
});
