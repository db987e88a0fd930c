/** A bad rating from the person's word to the day on which the person is told, by keys on the page of the case. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { CASE_TEXTS } from '../texts.ts';
import { CasePage } from './case-page.tsx';

const site = sampleSite('centre');
const words = CASE_TEXTS.ratings;

let detail: CaseDetail;
let people = 0;

beforeEach(async () => {
  people += 1;
  const made = await site.service['cases.register']({
    matter: 'MZ-001' as MatterCode,
    person: {
      name: `评价${people}`,
      idNumber: null,
      idVerified: false,
      phone: null,
      village: null,
      group: null,
      address: null,
    } as never,
    materials: [],
    window: '民政优抚',
  });
  ({ detail } = made);
  site.show((status) => <CasePage id={detail.row.case} status={status} />);
  await expect.element(page.getByTestId('ratings')).toBeVisible();
});

const now = async () => (await site.service['cases.get']({ case: detail.row.case })).rating;
const check = () => page.getByTestId('rating-check');

it('says why there is no rating, and what may be written of one', async () => {
  await expect.element(page.getByTestId('ratings')).toMatchTextContent(words.cause.unasked);
  await userEvent.click(page.getByTestId('offer-rating-asked'));
  await press('Control+Enter');
  await expect.element(page.getByTestId('ratings')).toMatchTextContent(words.cause.unanswered);
});

it('a bad one names its items, opens a verification with its last day, and goes its way by what the page offers first', async () => {
  await userEvent.click(page.getByTestId('remark-rating-given'));
  await userEvent.click(page.getByText('非常不满意'));
  await userEvent.click(page.getByText('多要材料'));
  await press('Control+Enter');
  await expect.element(check()).toHaveAttribute('data-state', 'to-take');
  const [rating] = (await now()).rows;
  await expect.element(check()).toMatchTextContent(words.due(rating?.check?.dueOn ?? '—'));

  await userEvent.click(page.getByTestId('rating-1-check-taken'));
  await expect.element(page.getByTestId('field-person')).toHaveFocus();
  await type('李主任');
  await press('Control+Enter');
  await expect.element(check()).toHaveAttribute('data-state', 'checking');

  await userEvent.click(page.getByTestId('rating-1-check-found'));
  await userEvent.click(page.getByRole('dialog').getByText('属实', { exact: true }));
  await userEvent.click(page.getByRole('dialog').getByText('电话回访'));
  await userEvent.click(page.getByTestId('field-findings'));
  await type('多要了一份证明');
  await press('Control+Enter');
  await expect.element(check()).toHaveAttribute('data-state', 'rectifying');

  await userEvent.click(page.getByTestId('rating-1-check-rectified'));
  await expect.element(page.getByTestId('field-measures')).toHaveFocus();
  await type('更新告知单');
  await press('Control+Enter');
  await expect.element(check()).toHaveAttribute('data-state', 'to-tell');

  await userEvent.click(page.getByTestId('rating-1-check-told'));
  await userEvent.click(page.getByRole('dialog').getByText('打电话'));
  await press('Control+Enter');
  await expect.element(check()).toHaveAttribute('data-state', 'done');
  await expect.element(page.getByTestId('offer-rating-given')).toMatchTextContent(words.second);
});

it('of what the platform counts by itself nobody is said to be satisfied', async () => {
  await userEvent.click(page.getByTestId('offer-rating-defaulted'));
  await userEvent.click(page.getByRole('dialog').getByText('基本满意'));
  await press('Control+Enter');
  await expect.element(page.getByTestId('rating')).toHaveAttribute('data-source', 'default');
  expect(await now()).toMatchObject({ cause: 'default', nextRound: 1 });
});
