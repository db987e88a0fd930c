/** The dialog of every step, drawn from its table: nothing that is required may be missing, and what is filled in is what is handed back. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { EventId, LocalDate } from '../../../shared/base/brands.ts';
import { STEP_FORMS } from '../../../shared/case/buttons.ts';
import { rowsAskedNow } from '../../../shared/case/form.ts';
import type { FieldValue, FormContext, FormRow } from '../../../shared/case/form.ts';
import type { LaterStepType, StepInput } from '../../../shared/case/steps/index.ts';
import type { Filled } from './action-dialog.tsx';
import { startValues } from './form-values.ts';
import { StepDialog } from './step-dialog.tsx';
import { ACTION_TEXTS } from './texts.ts';

const site = sampleSite('centre');
const TODAY = '2026-11-24' as LocalDate;

let context: FormContext;
let submitted: Filled<StepInput>[];
let closed: number;

beforeAll(async () => {
  const { rows } = await site.service['cases.list']({ list: 'open', limit: 1 });
  const detail = await site.service['cases.get']({ case: (rows[0] as CaseDetail['row']).case });
  const branch = { id: detail.row.case as EventId, label: '办结', staff: '试用甲', place: '本中心', on: TODAY };
  context = {
    today: TODAY,
    materials: [
      { name: '户口簿', state: 'received' },
      { name: '收入声明', state: 'missing' },
    ],
    window: detail.row.window,
    limit: '2026-12-28' as LocalDate,
    detail: { ...detail, dispute: [branch] },
    villages: [],
  };
});
beforeEach(() => {
  submitted = [];
  closed = 0;
});

const label = (row: FormRow) => ('label' in row ? row.label : '');
const group = (row: FormRow) => page.getByRole('dialog').getByRole('group', { name: label(row), exact: true });

async function open(step: LaterStepType, more: { withDate?: boolean; context?: FormContext } = {}): Promise<void> {
  site.show(() => (
    <StepDialog
      step={step}
      context={context}
      busy={false}
      error={null}
      onSubmit={(filled) => submitted.push(filled)}
      onClose={() => (closed += 1)}
      {...more}
    />
  ));
  await expect.element(page.getByTestId('dialog-submit')).toBeVisible();
}

const isEmpty = (value: FieldValue | undefined): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

describe.each(Object.keys(STEP_FORMS) as LaterStepType[])('the form of %s', (step) => {
  it('shows every field of its table and refuses to be saved while a required one is empty', async () => {
    await open(step);
    const start = startValues(STEP_FORMS[step], context);
    const drawn = rowsAskedNow(STEP_FORMS[step], start).filter((row) => row.kind !== 'fixed');
    for (const row of drawn) await expect.element(group(row)).toBeVisible();
    const missing = drawn.filter((row) => row.optional !== true && isEmpty(start[row.key]));
    await userEvent.click(page.getByTestId('dialog-submit'));
    for (const row of missing)
      await expect
        .element(group(row).getByRole('alert'))
        .toHaveTextContent(row.kind === 'tick' ? ACTION_TEXTS.mustTick : ACTION_TEXTS.mustFill);
    if (missing.length > 0) expect(submitted).toEqual([]);
    else await expect.poll(() => submitted.length + page.getByRole('alert').elements().length).toBeGreaterThan(0);
  });
});

describe('a form', () => {
  it('has the keyboard in its first field, and hands back what is typed there', async () => {
    await open('withdrawn');
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('申请人不再办理');
    await press('Control+Enter');
    await expect
      .poll(() => submitted)
      .toEqual([{ input: { type: 'withdrawn', data: { reason: '申请人不再办理' } }, on: undefined }]);
  });

  it('of a conclusion asks for a reason and the remedies once it is a refusal, and fills in what the law says', async () => {
    await open('concluded', { context: { ...context, county: '沅陵县' } });
    await userEvent.click(page.getByText('不予许可'));
    await press('Control+Enter');
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    expect(submitted).toEqual([]);
    await type('不符合条件');
    await press('Control+Enter');
    const remedies = { reviewBody: '沅陵县人民政府', reviewDays: 60, court: '沅陵县人民法院', courtMonths: 6 };
    await expect
      .poll(() => submitted.map(({ input }) => input.data))
      .toEqual([{ result: 'rejected', reason: '不符合条件', ...remedies }]);
  });

  it('of a conclusion refuses a validity that ends before it begins, at its field', async () => {
    await open('concluded');
    const days = { from: page.getByTestId('field-validFrom'), to: page.getByTestId('field-validTo') };
    await userEvent.fill(days.from, '2026-11-20');
    await userEvent.fill(days.to, '2026-11-19');
    await press('Control+Enter');
    await expect.element(page.getByRole('alert').getByText('有效期止早于有效期起')).toBeVisible();
    expect(submitted).toEqual([]);
  });

  it('refuses a day that cannot be read, in a field that may be left out too, and saves neither none nor today', async () => {
    await open('supplement-requested', { withDate: true });
    await userEvent.fill(page.getByTestId('field-by'), '下个赶场天');
    await userEvent.click(page.getByTestId('other-day'));
    await userEvent.fill(page.getByTestId('on'), '那天');
    await press('Control+Enter');
    await expect.element(page.getByText(ACTION_TEXTS.dayUnread)).toBeVisible();
    await expect.element(page.getByRole('alert').getByText(/日期应为存在的一天/)).toBeVisible();
    expect(submitted).toEqual([]);
  });

  it('takes blanks for nothing', async () => {
    await open('withdrawn');
    await type('   ');
    await press('Control+Enter');
    await expect.element(page.getByRole('alert')).toHaveTextContent(ACTION_TEXTS.mustFill);
    expect(submitted).toEqual([]);
  });

  it.each(['400', '0', '1.5'])('keeps the number %s as it is typed and says what it may be', async (text) => {
    await open('extended');
    await userEvent.tripleClick(page.getByTestId('field-days'));
    await type(text);
    await userEvent.click(page.getByTestId('field-approver'));
    await type('向主任');
    await userEvent.click(page.getByTestId('field-reason'));
    await type('材料多');
    await press('Control+Enter');
    await expect.element(page.getByRole('alert')).toHaveTextContent('应为 1 到 30 之间的整数');
    await expect.element(page.getByTestId('field-days')).toHaveValue(text);
    expect(submitted).toEqual([]);
  });

  it('refused, has the cursor in the first field that is wrong, and no list open over the others', async () => {
    await open('special-procedure');
    await press('Control+Enter');
    await expect.element(page.getByRole('combobox')).toHaveAttribute('aria-expanded', 'false');
    await expect.element(page.getByRole('combobox')).toHaveFocus();
    await userEvent.click(page.getByTestId('field-paperNo'));
    await type('12号');
    await press('Control+Enter');
    await expect.element(page.getByRole('combobox')).toHaveFocus();
    expect(submitted).toEqual([]);
  });

  it('closes by Escape at once while nothing is filled in', async () => {
    await open('withdrawn');
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await press('Escape');
    await expect.poll(() => closed).toBe(1);
  });

  it('half filled in, asks before Escape or 取消 throws it away, and hands back nothing', async () => {
    await open('withdrawn');
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('写了一半');
    await press('Escape');
    await expect.element(page.getByTestId('confirm-no')).toHaveFocus();
    await press('Escape');
    await expect.element(page.getByTestId('confirm-no')).not.toBeInTheDocument();
    expect(closed).toBe(0);
    await expect.element(page.getByTestId('field-reason')).toHaveValue('写了一半');
    await userEvent.click(page.getByTestId('dialog-cancel'));
    await userEvent.click(page.getByTestId('confirm-yes'));
    await expect.poll(() => closed).toBe(1);
    expect(submitted).toEqual([]);
  });

  it('refuses a day before the case began', async () => {
    await open('supplement-requested');
    await userEvent.tripleClick(page.getByTestId('field-by'));
    await type('2001-01-02');
    await press('Control+Enter');
    await expect.element(page.getByText('早于这一件登记的日期', { exact: false })).toBeVisible();
    expect(submitted).toEqual([]);
  });

  it('can say another day than today, which counts as soon as it is typed', async () => {
    await open('withdrawn', { withDate: true });
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('补录');
    await userEvent.click(page.getByTestId('other-day'));
    await userEvent.tripleClick(page.getByTestId('on'));
    await type('1120');
    await press('Control+Enter');
    await expect.poll(() => submitted.map(({ on }) => on)).toEqual(['2026-11-20']);
  });

  it('of what is missing begins with the materials that are, and takes rows added and removed by hand', async () => {
    await open('supplement-requested');
    await expect.element(page.getByTestId('gap-name-0')).toHaveValue('收入声明');
    await userEvent.click(page.getByTestId('gap-add'));
    await userEvent.click(page.getByTestId('gap-name-1'));
    await type('结婚证');
    await press('Control+Enter');
    await expect.poll(() => submitted.length).toBe(1);
    const [{ input }] = submitted as [Filled<StepInput>];
    expect(input).toMatchObject({ data: { missing: [{ name: '收入声明' }, { name: '结婚证' }] } });
  });
});
