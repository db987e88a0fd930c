/** The green channel by keys: offered where it fits, said on the page, in the row and first in the list. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { EMPTY_PERSON } from '../../workbench/register/person-draft.ts';
import { CasePage } from './case-page.tsx';

const site = sampleSite('centre');

let detail: CaseDetail;

beforeEach(async () => {
  ({ detail } = await site.service['cases.register']({
    matter: 'MZ-001' as MatterCode,
    person: { ...EMPTY_PERSON, name: '绿色通道' },
    materials: [],
    window: '民政优抚',
    steps: [{ type: 'accepted', data: {} }],
  }));
  site.show((status) => <CasePage id={detail.row.case} status={status} />);
  await expect.element(page.getByTestId('remark-green-opened')).toBeVisible();
});

it('is opened with a reason, asks what another reason is, and is closed with one', async () => {
  await expect.element(page.getByTestId('remark-green-closed')).not.toBeInTheDocument();
  await userEvent.click(page.getByTestId('remark-green-opened'));
  await expect.element(page.getByTestId('dialog')).toBeVisible();
  await userEvent.click(page.getByRole('combobox'));
  await userEvent.click(page.getByTitle('其他'));
  await press('Control+Enter');
  await expect.element(page.getByTestId('field-which')).toHaveFocus();
  await type('返乡务工，次日离家');
  await press('Control+Enter');
  await expect.element(page.getByTestId('case-green')).toHaveTextContent('绿色通道：其他，返乡务工，次日离家');
  const { rows } = await site.service['cases.list']({ list: 'all', limit: 200 });
  const marks = rows.map(({ green, finished }) => green !== null && !finished);
  expect(marks.indexOf(false)).toBeGreaterThan(marks.lastIndexOf(true));
  expect(rows.slice(0, marks.indexOf(false)).map((row) => row.case)).toContain(detail.row.case);
  await expect.element(page.getByTestId('remark-green-opened')).not.toBeInTheDocument();
  await userEvent.click(page.getByTestId('remark-green-closed'));
  await expect.element(page.getByTestId('field-reason')).toHaveFocus();
  await type('本人要求照常排队');
  await press('Control+Enter');
  await expect.element(page.getByTestId('case-green')).not.toBeInTheDocument();
  await expect.element(page.getByTestId('remark-green-opened')).toBeVisible();
});
