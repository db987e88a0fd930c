/** A case that is late, and papers that wait for an answer, on the page of the case. */
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseRow } from '../../../shared/api/rows.ts';
import type { LocalDate, MatterCode } from '../../../shared/base/brands.ts';
import type { CaseList } from '../../../shared/case/case-lists.ts';
import { EMPTY_PERSON } from '../../workbench/register/person-draft.ts';
import { TEXTS } from '../texts.ts';
import { CasePage } from './case-page.tsx';

const site = sampleSite('centre');

/** The first case of a list of the sample centre. */
async function first(list: CaseList): Promise<CaseRow> {
  const { rows } = await site.service['cases.list']({ list, limit: 1 });
  return rows[0] as CaseRow;
}
async function show(row: CaseRow): Promise<CaseRow> {
  site.show((status) => <CasePage id={row.case} status={status} />);
  await expect.element(page.getByTestId('case-actions')).toBeVisible();
  return row;
}

it('is apologised for with a new day, which is refused where it is not later and then stands beside the due days', async () => {
  const row = await show(await first('not-apologised'));
  const { dueOn } = row;
  await userEvent.click(page.getByTestId('remark-apologised'));
  await expect.element(page.getByTestId('field-reason')).toHaveFocus();
  await type('县里的意见还没有到');
  await userEvent.fill(page.getByTestId('field-newDay'), '-1');
  await press('Control+Enter');
  await expect.element(page.getByTestId('field-newDay')).toHaveFocus();
  await expect.element(page.getByRole('alert').getByText('答应的日期应晚于今天', { exact: false })).toBeVisible();
  await userEvent.fill(page.getByTestId('field-newDay'), '+7');
  await press('Control+Enter');
  await expect
    .element(page.getByTestId('case-apology').getByText('县里的意见还没有到', { exact: false }))
    .toBeVisible();
  const { row: now } = await site.service['cases.get']({ case: row.case });
  expect(now).toMatchObject({ dueOn, overdue: true, told: { over: false } });
  const { rows } = await site.service['cases.list']({ list: 'not-apologised', limit: 200 });
  expect(rows.map((each) => each.case)).not.toContain(row.case);
});

it('whose papers wait for an answer says until when, and that silence accepts', async () => {
  const { detail } = await site.service['cases.register']({
    matter: 'MZ-001' as MatterCode,
    person: { ...EMPTY_PERSON, name: '等答复' },
    materials: [],
    window: '民政优抚',
    // Three working days before the tests' Tuesday.
    on: '2026-11-19' as LocalDate,
  });
  const { answer } = await show(detail.row);
  await expect.element(page.getByTestId('case-to-answer')).toBeVisible();
  await expect.element(page.getByText(TEXTS.answerWhy(String(answer?.by)))).toBeVisible();
  await expect.element(page.getByTestId('case-answer')).toBeVisible();
});

it('in time offers no apology', async () => {
  await show(await first('due-soon'));
  await expect.element(page.getByTestId('remark-apologised')).not.toBeInTheDocument();
});
