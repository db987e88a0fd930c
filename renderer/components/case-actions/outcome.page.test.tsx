/** What came of a case stands among its facts, to be read without looking through the history. */
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { MatterCode } from '../../../shared/base/brands.ts';
import type { StepInput } from '../../../shared/case/steps/index.ts';
import { EMPTY_PERSON } from '../../workbench/register/person-draft.ts';
import { CasePage } from './case-page.tsx';

const site = sampleSite('centre');
const REMEDIES = { reviewBody: '沅陵县人民政府', reviewDays: 60, court: '沅陵县人民法院', courtMonths: 6 };
const ACCEPTED: StepInput = { type: 'accepted', data: {} };

/** Shows a case that these steps were taken on. */
async function show(...steps: StepInput[]): Promise<void> {
  const made = await site.service['cases.register']({
    matter: 'MZ-001' as MatterCode,
    person: { ...EMPTY_PERSON, name: '办理结果' },
    materials: [],
    window: '民政优抚',
    steps: steps as never,
  });
  site.show((status) => <CasePage id={made.case} status={status} />);
  await expect.element(page.getByTestId('case-actions')).toBeVisible();
}

const outcome = () => page.getByTestId('case-outcome');
const said = (text: string) => outcome().getByText(text, { exact: false }).first();

it('of an open case is not there', async () => {
  await show(ACCEPTED);
  await expect.element(outcome()).not.toBeInTheDocument();
});

it('says what was handed out, by whom and for how long, each where it is known', async () => {
  const granted = {
    result: 'approved',
    issuer: '沅陵县民政局',
    validFrom: '2026-11-23',
    validTo: '2027-11-22',
  } as const;
  await show(ACCEPTED, { type: 'concluded', data: granted as never });
  for (const text of ['准予', '沅陵县民政局', '2026-11-23起至 2027-11-22'])
    await expect.element(said(text)).toBeVisible();
});

it('says why it was decided against the applicant, and where and until when to object', async () => {
  await show(ACCEPTED, { type: 'concluded', data: { result: 'rejected', reason: '人均收入超过标准', ...REMEDIES } });
  await expect.element(said('人均收入超过标准')).toBeVisible();
  await expect.element(said('自收到决定之日起 60 日内向沅陵县人民政府申请行政复议')).toBeVisible();
  await expect.element(said('自收到决定之日起 6 个月内向沅陵县人民法院提起行政诉讼')).toBeVisible();
});

it('says the same of a case that was not accepted, and where to go', async () => {
  await show({ type: 'refused', data: { reason: '不属于本中心', whereToGo: '县不动产中心', ...REMEDIES } });
  for (const text of ['不予受理', '不属于本中心', '县不动产中心', '沅陵县人民法院'])
    await expect.element(said(text)).toBeVisible();
});

it('of one that the applicant took back has its reason and no remedies', async () => {
  await show({ type: 'withdrawn', data: { reason: '本人不办了' } });
  await expect.element(said('本人不办了')).toBeVisible();
  await expect.element(page.getByTestId('case-remedies')).not.toBeInTheDocument();
});
