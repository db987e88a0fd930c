/** What a person types into the platform of a case. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

it('is in words, in the order of the platform’s tables, without what is empty and what the platform knows itself', async () => {
  const matter = site.desk.catalogue.matter('SB-006');
  const { case: id } = await site.call('cases.register', {
    matter: 'SB-006' as MatterCode,
    person: { ...EMPTY_PERSON, name: '向翠莲', phone: '13874512345' },
    materials: (matter?.materials ?? []).slice(0, 2).map(({ name }) => ({ name, state: 'received' as const })),
    window: '社会保障',
    steps: [{ type: 'concluded', data: { result: 'approved', resultNo: '沅社〔2026〕1号' } }],
  });
  const { fields } = await site.call('platform.sheet', { case: id as never });
  expect(fields.map(({ label, value }) => [label, value])).toEqual([
    ['事项名称', matter?.name],
    ['办件类型', '即办件'],
    ['申请人', '向翠莲'],
    ['申请人种类', '自然人'],
    ['证件种类', '居民身份证'],
    ['联系人姓名', '向翠莲'],
    ['联系人手机', '13874512345'],
    ['申请方式', '窗口'],
    ['申请日期', '2026-11-23'],
    ['受理日期', '2026-11-23'],
    ['承诺办结日期', '2026-11-23'],
    ['办结日期', '2026-11-23'],
    ['办理结果', '准予'],
    ['证照、批文名称', matter?.result],
    ['证照、批文号', '沅社〔2026〕1号'],
    [
      '材料清单',
      (matter?.materials ?? [])
        .slice(0, 2)
        .map(({ name }) => name)
        .join('、'),
    ],
  ]);
});
